import type { Token } from '../token.js'
import type { Renew } from './renew.js'
import type { RepeatableBody } from './repeatable-body.js'

/**
 * Signs requests.
 *
 * @internal
 */
export interface Signer {
  /** Returns the token for a call, or `undefined` for requests without a token. */
  readonly findToken: () => Promise<Token | undefined>
  /** Renews a token. `undefined` if no `onRenew` stores the new one. */
  readonly renew?: Renew | undefined
}

/**
 * One call of a signing `fetch`, including all requests that it sends.
 *
 * @internal
 */
export interface Call {
  readonly signer: Signer
  readonly init: RequestInit | undefined
  readonly repeatable: RepeatableBody
  readonly signal: AbortSignal | null | undefined
  token: Token | undefined
  /** The values that a server may repeat in a `Location` header. */
  readonly credentials: string[]
  /** Whether the token was renewed or the clock corrected. Each happens at most once. */
  isRenewed: boolean
  isCorrected: boolean
}
