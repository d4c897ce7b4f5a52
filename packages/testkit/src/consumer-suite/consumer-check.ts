import type { Check, CheckInfo } from '../checks/check.js'
import { CannotBeJudged } from '../checks/cannot-be-judged.js'
import { Deviation } from '../checks/deviation.js'
import { assertSigned, WrongSignature } from './received-request.js'
import type { Endpoint, ReceivedRequest } from './received-request.js'
import { createFailure } from './scenario.js'
import type { Scenario, ScenarioOptions } from './scenario.js'
import type { ClientResult } from './task.js'

/** The context of checks of a client. */
export interface ConsumerContext {
  /** Creates a scenario with its own consumer and tokens. */
  createScenario(options?: ScenarioOptions): Scenario
  /** The features of the client and of this machine. */
  readonly features: ReadonlySet<string>
  /** Runs tasks. Resolves with what the client has written since the start of the run, except results. */
  captureOutput(run: () => Promise<void>): Promise<string>
  /** Starts the program again. Returns whether it can be started again. */
  restart(): boolean
  /** The secrets of all scenarios so far. */
  getSecrets(): readonly string[]
}

/** A check of a client. */
export type ConsumerCheck = Check<ConsumerContext>

/** The description of a check; the level is MUST by default. */
export type Rule = Omit<CheckInfo, 'level'> & Partial<Pick<CheckInfo, 'level'>>

const PLAIN_QUERY = 'size=original'
/** The checks of plain requests. */
const PLAIN_CHECKS: ReadonlySet<string> = new Set([
  'request-token.signature',
  'access-token.signature',
  'request.signature',
])

/** Reports whether the client signs a plain request correctly, so that another fault has another cause. */
async function signsPlainRequest(
  { createScenario, features }: ConsumerContext,
  endpoint: Endpoint,
): Promise<boolean> {
  const scenario = createScenario()
  if (endpoint === 'resource') {
    if (!features.has('fetch')) return true
    await scenario.fetch({ query: PLAIN_QUERY })
  } else {
    if (!features.has('three-legged')) return true
    const started = await scenario.authorize()
    if (started.error === undefined && endpoint === 'access-token') {
      await scenario.handleCallback(started, scenario.approve(started))
    }
  }
  try {
    for (const received of scenario.getReceived(endpoint)) {
      assertSigned(received, scenario.signers)
    }
    return true
  } catch {
    return false
  }
}

/** Creates a check. */
export function createCheck(
  rule: Rule,
  run: (context: ConsumerContext) => Promise<void>,
): ConsumerCheck {
  return {
    level: 'MUST',
    ...rule,
    async run(context) {
      try {
        await run(context)
      } catch (error) {
        if (!(error instanceof WrongSignature) || PLAIN_CHECKS.has(rule.id)) throw error
        if (await signsPlainRequest(context, error.endpoint)) throw error
        const plain = `${error.endpoint === 'resource' ? 'request' : error.endpoint}.signature`
        throw new CannotBeJudged(`the client signs plain requests wrongly too, see ${plain}`)
      }
    },
  }
}

/** Creates a check of one signed GET of the resource. */
export function createFetchCheck(
  rule: Rule,
  assert: (received: ReceivedRequest, scenario: Scenario) => void,
  options: ScenarioOptions = {},
): ConsumerCheck {
  return createCheck(
    { ...rule, needs: ['fetch', ...(rule.needs ?? [])] },
    async ({ createScenario }) => {
      const scenario = createScenario(options)
      const result = await scenario.fetch({ query: PLAIN_QUERY })
      assert(scenario.getFirst('resource', result), scenario)
    },
  )
}

/** Creates a check of the token requests of a complete flow. */
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

/** Asserts that the client reports no error. Returns the result. */
export function assertSucceeded(result: ClientResult): ClientResult {
  if (result.error !== undefined) throw createFailure(result)
  return result
}

/** Asserts that the client reports an error. Returns the error. */
export function assertFailed(result: ClientResult, expected = 'an error from the client'): string {
  if (result.error !== undefined) return result.error
  const { url, token, status } = result
  throw new Deviation(expected, `success: ${JSON.stringify({ url, token, status })}`)
}

/** Asserts that every received request is signed correctly. */
export function assertAllSigned(scenario: Scenario): void {
  for (const received of scenario.received) assertSigned(received, scenario.signers)
}

/** Formats a value for the report. */
export function formatValue(value: string | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}
