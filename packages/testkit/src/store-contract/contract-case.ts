import type { Store } from '@oauthplus/server'

/** One promise of the Store contract, as something that can be run by any test runner. */
export interface ContractCase {
  /** The promise, in a sentence; no two cases share it. */
  readonly name: string
  /** Tries the promise on a store of its own; rejects where it is broken. */
  readonly run: () => Promise<void>
}

/** How much a store holds; what is absent does not matter. */
export interface StoreLimits {
  /** How many Consumers. */
  readonly maxConsumers?: number | undefined
  /** How many Request Tokens. */
  readonly maxRequestTokens?: number | undefined
  /** How many Access Tokens. */
  readonly maxAccessTokens?: number | undefined
  /** How many nonces. */
  readonly maxNonces?: number | undefined
  /** How many Request Tokens of one Consumer. */
  readonly maxRequestTokensPerConsumer?: number | undefined
  /** How many Access Tokens of one Consumer. */
  readonly maxAccessTokensPerConsumer?: number | undefined
  /** How many nonces of one Consumer. */
  readonly maxNoncesPerConsumer?: number | undefined
}

/**
 * A promise and how to try it. The store that `run` is given holds the sample Consumer and nothing
 * else, and every time that a case tells it lies at or after `nowSeconds`.
 */
export interface StoreCase {
  /** The promise, in a sentence. */
  readonly name: string
  /** Tries it; rejects where it is broken. */
  readonly run: (store: Store, nowSeconds: number) => Promise<void>
}

/** A promise about a store that holds only so much. */
export interface BoundCase extends StoreCase {
  /** How much; the sample Consumer counts. */
  readonly limits: StoreLimits
}
