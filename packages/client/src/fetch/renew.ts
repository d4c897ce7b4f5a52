import type { Token } from '../token.js'

/** How a token is renewed. */
export interface RenewOptions {
  /** Ends the wait early. Who else waits for the same renewal goes on waiting. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Renews tokens, each once.
 *
 * @internal
 */
export type Renew = (token: Token, options?: RenewOptions) => Promise<Token>
