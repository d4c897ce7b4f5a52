import { isInteger, optionChecks } from '@oauthplus/core/internal'
import type { OptionChecks } from '@oauthplus/core/internal'

// V8 makes no Map larger than this.
const MAX_BOUND = 16_777_216
/** How much a memory store can contain. Each bound is an integer from 1 to 16,777,216. */
export interface MemoryStoreOptions {
  /** How many consumers. 100,000 by default. */
  readonly maxConsumers?: number | undefined
  /**
   * How many request tokens, the expired ones that were not purged included. 100,000 by default.
   */
  readonly maxRequestTokens?: number | undefined
  /**
   * How many access tokens, the expired ones that were not purged included. 1,000,000 by default.
   */
  readonly maxAccessTokens?: number | undefined
  /**
   * How many nonces. 500,000 by default. A nonce is kept for at most twice the
   * timestamp window, so that with the usual window of 300 seconds there is room for 800 requests a second at
   * all times, and for twice as many whose clocks are right.
   */
  readonly maxNonces?: number | undefined
  /** How many request tokens of one consumer. Half of `maxRequestTokens` by default. */
  readonly maxRequestTokensPerConsumer?: number | undefined
  /** How many access tokens of one consumer. Half of `maxAccessTokens` by default. */
  readonly maxAccessTokensPerConsumer?: number | undefined
  /**
   * How many nonces of one consumer: at its bound only that consumer is refused. Half of
   * `maxNonces` by default.
   */
  readonly maxNoncesPerConsumer?: number | undefined
}

const isBound = isInteger(1, MAX_BOUND)
/** Checks the options of `memoryStore`. */
export const MEMORY_STORE_OPTIONS: OptionChecks = optionChecks<MemoryStoreOptions>({
  required: {},
  optional: {
    maxConsumers: isBound,
    maxRequestTokens: isBound,
    maxAccessTokens: isBound,
    maxNonces: isBound,
    maxRequestTokensPerConsumer: isBound,
    maxAccessTokensPerConsumer: isBound,
    maxNoncesPerConsumer: isBound,
  },
})
