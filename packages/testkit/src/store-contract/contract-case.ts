import type { Store } from '@oauthplus/server'

/** One promise of the Store contract as a case for any test runner. */
export interface ContractCase {
  /** The promise in a sentence. It is unique. */
  readonly name: string
  /** Tests the promise on a new store; rejects if it is broken. */
  readonly run: () => Promise<void>
}

/** The limits of a store. An absent limit does not matter. */
export interface StoreLimits {
  /** The maximum number of consumers. */
  readonly maxConsumers?: number | undefined
  /** The maximum number of request tokens. */
  readonly maxRequestTokens?: number | undefined
  /** The maximum number of access tokens. */
  readonly maxAccessTokens?: number | undefined
  /** The maximum number of nonces. */
  readonly maxNonces?: number | undefined
  /** The maximum number of request tokens per consumer. */
  readonly maxRequestTokensPerConsumer?: number | undefined
  /** The maximum number of access tokens per consumer. */
  readonly maxAccessTokensPerConsumer?: number | undefined
  /** The maximum number of nonces per consumer. */
  readonly maxNoncesPerConsumer?: number | undefined
}

/**
 * A promise and its test. The store that `run` receives contains only the sample consumer, and every
 * time that a case passes to it is `nowSeconds` or later.
 */
export interface StoreCase {
  /** The promise in a sentence. */
  readonly name: string
  /** Tests the promise; rejects if it is broken. */
  readonly run: (store: Store, nowSeconds: number) => Promise<void>
}

/** A promise about a store with limits. */
export interface BoundCase extends StoreCase {
  /** The limits of the store; the sample consumer counts. */
  readonly limits: StoreLimits
}
