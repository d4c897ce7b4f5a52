import type { Token } from '../token.js'

/** Options for renewing a token. */
export interface RenewOptions {
  /** Aborts the wait. Other callers that wait for the same renewal are not affected. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Renews tokens, each once.
 *
 * @internal
 */
export type Renew = (token: Token, options?: RenewOptions) => Promise<Token>
