import type { Check, CheckInfo } from '../checks/check.js'
import { Deviation } from '../checks/deviation.js'
import { assertSigned } from './received-request.js'
import type { ReceivedRequest } from './received-request.js'
import { createFailure } from './scenario.js'
import type { Scenario, ScenarioOptions } from './scenario.js'
import type { ClientResult } from './task.js'

/** What checks of a client are done with. */
export interface ConsumerContext {
  /** Begins anew, with a Consumer and tokens that no other check has. */
  createScenario(options?: ScenarioOptions): Scenario
}

/** A check of a client. */
export type ConsumerCheck = Check<ConsumerContext>

/** What is said of a check; MUST where nothing else is said. */
export type Rule = Omit<CheckInfo, 'level'> & Partial<Pick<CheckInfo, 'level'>>

/** Makes a check. */
export function createCheck(
  rule: Rule,
  run: (context: ConsumerContext) => Promise<void>,
): ConsumerCheck {
  return { level: 'MUST', ...rule, run }
}

/** Makes a check of one signed GET of the resource. */
export function createFetchCheck(
  rule: Rule,
  assert: (received: ReceivedRequest, scenario: Scenario) => void,
  options: ScenarioOptions = {},
): ConsumerCheck {
  return createCheck(
    { ...rule, needs: ['fetch', ...(rule.needs ?? [])] },
    async ({ createScenario }) => {
      const scenario = createScenario(options)
      const result = await scenario.fetch({ query: 'size=original' })
      assert(scenario.getFirst('resource', result), scenario)
    },
  )
}

/** Makes a check of one of the token requests of a whole flow. */
export function createFlowCheck(
  rule: Rule,
  assert: (
    received: { readonly requestToken: ReceivedRequest; readonly accessToken: ReceivedRequest },
    scenario: Scenario,
  ) => void,
  options: ScenarioOptions = {},
): ConsumerCheck {
  return createCheck(
    { ...rule, needs: ['three-legged', ...(rule.needs ?? [])] },
    async ({ createScenario }) => {
      const scenario = createScenario(options)
      await scenario.runFlow()
      assert(
        {
          requestToken: scenario.getFirst('request-token'),
          accessToken: scenario.getFirst('access-token'),
        },
        scenario,
      )
    },
  )
}

/** Demands something of what was found. */
export function assertThat(holds: boolean, expected: string, found: string): void {
  if (!holds) throw new Deviation(expected, found)
}

/** Demands that the client did what it was asked to. */
export function assertSucceeded(result: ClientResult): ClientResult {
  if (result.error !== undefined) throw createFailure(result)
  return result
}

/** Demands that the client reports an error. */
export function assertFailed(result: ClientResult, expected = 'an error from the client'): string {
  if (result.error !== undefined) return result.error
  const { url, token, status } = result
  throw new Deviation(expected, `success: ${JSON.stringify({ url, token, status })}`)
}

/** Demands that every request that arrived is signed right. */
export function assertAllSigned(scenario: Scenario): void {
  for (const received of scenario.received) assertSigned(received, scenario.signers)
}

/** Writes what was found for a report. */
export function formatValue(value: string | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}
