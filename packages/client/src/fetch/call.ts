import type { Token } from '../token.js'
import type { Renew } from './renew.js'
import type { RepeatableBody } from './repeatable-body.js'

/**
 * What signs requests.
 *
 * @internal
 */
export interface Signer {
  /** Finds the token of a call; none for requests of only the Consumer. */
  readonly findToken: () => Promise<Token | undefined>
  /** Renews a token; absent if nobody keeps the new one. */
  readonly renew?: Renew | undefined
}

/**
 * One call of a signing `fetch`, with all requests that it takes.
 *
 * @internal
 */
export interface Call {
  readonly signer: Signer
  readonly init: RequestInit | undefined
  readonly repeatable: RepeatableBody
  readonly signal: AbortSignal | null | undefined
  token: Token | undefined
  /** What was sent that a server may repeat in a `Location`. */
  readonly credentials: string[]
  /** Whether the token was renewed, or the clock corrected: each happens once. */
  isRenewed: boolean
  isCorrected: boolean
}
