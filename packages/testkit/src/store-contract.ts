/**
 * The promises of a {@link Store} as cases that any test runner can run. Every store of oauthplus
 * passes them; run them on a store of your own.
 *
 * @module
 */
import {
  assertArgument,
  assertOptions,
  isArrayOf,
  isFunction,
  isInteger,
  isOneOf,
  optionChecks,
} from '@oauthplus/core/internal'

import type { Store } from '@oauthplus/server'
import { assertEqual } from './store-contract/assert-equal.js'
import { boundCases } from './store-contract/bound-cases.js'
import { consumerCases } from './store-contract/consumer-cases.js'
import type { ContractCase, StoreCase, StoreLimits } from './store-contract/contract-case.js'
import { credentialCases } from './store-contract/credential-cases.js'
import { decisionCases } from './store-contract/decision-cases.js'
import { exchangeCases } from './store-contract/exchange-cases.js'
import { listingCases } from './store-contract/listing-cases.js'
import { nonceCases } from './store-contract/nonce-cases.js'
import { purgeCases } from './store-contract/purge-cases.js'
import { recordCases } from './store-contract/record-cases.js'
import { renewalCases } from './store-contract/renewal-cases.js'
import { revocationCases } from './store-contract/revocation-cases.js'
import { roomCases } from './store-contract/room-cases.js'
import { makeConsumer } from './store-contract/sample-records.js'
import { secretCases } from './store-contract/secret-cases.js'
import { shareCases } from './store-contract/share-cases.js'
import { verifierCases } from './store-contract/verifier-cases.js'

export type { ContractCase, StoreLimits } from './store-contract/contract-case.js'

/** What a run of the contract can be told. */
export interface StoreContractOptions {
  /**
   * Gives an empty store that holds no more than the limits, for the cases about a full store.
   * Without it these are left out: for a store whose only bound is its disk.
   */
  readonly createFullStore?: ((limits: StoreLimits) => Store | Promise<Store>) | undefined
  /**
   * Which limits `createFullStore` keeps; cases about others are left out. All by default. A store
   * that bounds the nonces of each Consumer, and nothing else, names `maxNoncesPerConsumer`.
   */
  readonly limits?: readonly (keyof StoreLimits)[] | undefined
  /**
   * The second at which every case begins. Cases tell this time and later ones, and never wait. A
   * day from now by default, so that a database that also lets things expire by its own clock loses
   * none of them meanwhile.
   */
  readonly nowSeconds?: number | undefined
}

// The compiler wants every limit here.
const LIMITS = Object.keys({
  maxConsumers: true,
  maxRequestTokens: true,
  maxAccessTokens: true,
  maxNonces: true,
  maxRequestTokensPerConsumer: true,
  maxAccessTokensPerConsumer: true,
  maxNoncesPerConsumer: true,
} satisfies Record<keyof StoreLimits, true>) as [keyof StoreLimits]
const OPTIONS = optionChecks<StoreContractOptions>({
  required: {},
  optional: {
    createFullStore: isFunction,
    limits: isArrayOf('an array of the names of limits', isOneOf(...LIMITS)),
    nowSeconds: isInteger(0),
  },
})
const DAY_SECONDS = 86_400
const CASES: readonly StoreCase[] = [
  ...recordCases,
  ...consumerCases,
  ...listingCases,
  ...credentialCases,
  ...nonceCases,
  ...decisionCases,
  ...verifierCases,
  ...exchangeCases,
  ...renewalCases,
  ...revocationCases,
  ...secretCases,
  ...purgeCases,
]

/**
 * Gives the contract of a {@link Store} as cases: each promise of its description is tried on a new
 * store, simultaneous calls included.
 *
 * Calls of one process prove little about a database. Let `createStore` give a store that passes
 * its calls in turn to several connections, better to several processes, that share one database.
 *
 * @example
 *
 * ```ts
 * const cases = storeContract(() => memoryStore(), { createFullStore: memoryStore })
 * for (const { name, run } of cases) it(name, run)
 * ```
 *
 * @param createStore Gives a store that is empty; called once for each case, when that runs.
 * @param options How to make a store that is soon full, and of what; at which second to begin.
 *
 * @returns The cases, to be run in any order.
 *
 * @throws `Error` from a case, as a rejection, where the store breaks the promise that is its name.
 *   The message says what was expected and what was found.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3), on nonces
 * @see [RFC 5849, section 2.3](https://www.rfc-editor.org/rfc/rfc5849#section-2.3), on the exchange
 *   that happens once
 */
export function storeContract(
  createStore: () => Store | Promise<Store>,
  options: StoreContractOptions = {},
): ContractCase[] {
  assertArgument('storeContract', { createStore }, isFunction)
  assertOptions('storeContract', options, OPTIONS)
  const {
    createFullStore,
    limits = LIMITS,
    nowSeconds = Math.floor(Date.now() / 1000) + DAY_SECONDS,
  } = options
  const isKept = (name: string): boolean => limits.some((kept) => kept === name)
  const start = async (store: Store, { run }: StoreCase): Promise<void> => {
    const outcome = await store.createConsumer(makeConsumer(nowSeconds))
    assertEqual(outcome, 'created', 'the Consumer with which every case begins')
    await run(store, nowSeconds)
  }
  const cases = CASES.map((tried) => ({
    name: tried.name,
    run: async () => start(await createStore(), tried),
  }))
  if (!createFullStore) return cases
  const casesOfBounds = [...boundCases, ...roomCases, ...shareCases]
    .filter((tried) => Object.keys(tried.limits).every((name) => isKept(name)))
    .map((tried) => ({
      name: tried.name,
      run: async () => start(await createFullStore(withShares(tried.limits)), tried),
    }))
  return [...cases, ...casesOfBounds]
}

/** Lets one Consumer take everything, unless a case is about its share. */
function withShares(limits: StoreLimits): StoreLimits {
  return {
    maxRequestTokensPerConsumer: limits.maxRequestTokens,
    maxAccessTokensPerConsumer: limits.maxAccessTokens,
    maxNoncesPerConsumer: limits.maxNonces,
    ...limits,
  }
}
