import type { Check, CheckInfo } from '../checks/check.js'
import { Departure } from '../checks/departure.js'
import { demandSigned } from './received.js'
import type { Received } from './received.js'
import { unexpected } from './scene.js'
import type { Scene, SceneOptions } from './scene.js'
import type { ClientAnswer } from './task.js'

/** What checks of a client are done with. */
export interface ConsumerContext {
  /** Begins anew, with a Consumer and tokens that no other check has. */
  begin(options?: SceneOptions): Scene
}

/** A check of a client. */
export type ConsumerCheck = Check<ConsumerContext>

/** What is said of a check; MUST where nothing else is said. */
export type Rule = Omit<CheckInfo, 'level'> & Partial<Pick<CheckInfo, 'level'>>

/** Makes a check. */
export function check(rule: Rule, run: (context: ConsumerContext) => Promise<void>): ConsumerCheck {
  return { level: 'MUST', ...rule, run }
}

/** Makes a check of one signed GET of the resource. */
export function checkFetch(
  rule: Rule,
  judge: (received: Received, scene: Scene) => void,
  options: SceneOptions = {},
): ConsumerCheck {
  return check({ ...rule, needs: ['fetch', ...(rule.needs ?? [])] }, async ({ begin }) => {
    const scene = begin(options)
    const answer = await scene.fetch({ query: 'size=original' })
    judge(scene.first('resource', answer), scene)
  })
}

/** Makes a check of one of the token requests of a whole flow. */
export function checkFlow(
  rule: Rule,
  judge: (
    received: { readonly requestToken: Received; readonly accessToken: Received },
    scene: Scene,
  ) => void,
  options: SceneOptions = {},
): ConsumerCheck {
  return check({ ...rule, needs: ['three-legged', ...(rule.needs ?? [])] }, async ({ begin }) => {
    const scene = begin(options)
    await scene.flow()
    judge(
      { requestToken: scene.first('request-token'), accessToken: scene.first('access-token') },
      scene,
    )
  })
}

/** Demands something of what was found. */
export function demand(holds: boolean, expected: string, found: string): void {
  if (!holds) throw new Departure(expected, found)
}

/** Demands that the client did what it was asked to. */
export function succeeded(answer: ClientAnswer): ClientAnswer {
  if (answer.error !== undefined) throw unexpected(answer)
  return answer
}

/** Demands that the client reports an error. */
export function failed(answer: ClientAnswer, expected = 'an error from the client'): string {
  if (answer.error !== undefined) return answer.error
  const { url, token, status } = answer
  throw new Departure(expected, `success: ${JSON.stringify({ url, token, status })}`)
}

/** Demands that every request that arrived is signed right. */
export function allSigned(scene: Scene): void {
  for (const received of scene.received) demandSigned(received, scene.signers)
}

/** Writes what was found for a report. */
export function shown(value: string | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}
