/**
 * The contract of a {@link Store} as cases that any test runner can run. Every store of oauthplus
 * passes them. Run them on your own store.
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
import { auditCases } from './store-contract/audit-cases.js'
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
import { refusalCases } from './store-contract/refusal-cases.js'
import { renewalCases } from './store-contract/renewal-cases.js'
import { revocationCases } from './store-contract/revocation-cases.js'
import { roomCases } from './store-contract/room-cases.js'
import { makeConsumer } from './store-contract/sample-records.js'
import { secretCases } from './store-contract/secret-cases.js'
import { shareCases } from './store-contract/share-cases.js'
import { verifierCases } from './store-contract/verifier-cases.js'

export type { ContractCase, StoreLimits } from './store-contract/contract-case.js'

/** The options of `storeContract`. */
export interface StoreContractOptions {
  /**
   * Creates an empty store with these limits, for the cases about a full store. Leave it out for a
   * store without limits; then these cases are left out.
   */
  readonly createFullStore?: ((limits: StoreLimits) => Store | Promise<Store>) | undefined
  /**
   * The limits that `createFullStore` enforces; cases about others are left out. All by default. For a
   * store that only limits the nonces of each consumer, pass `maxNoncesPerConsumer`.
   */
  readonly limits?: readonly (keyof StoreLimits)[] | undefined
  /**
   * The time at which every case starts, in seconds. Cases pass this time and later ones to the
   * store and never wait. A day from now by default, so that a database that also expires records by
   * its own clock loses none of them during the run.
   */
  readonly nowSeconds?: number | undefined
}

// The type requires every limit here.
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
  ...auditCases,
  ...refusalCases,
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
 * Returns the contract of a {@link Store} as cases. Each case tests one promise of its documentation on
 * a new store; some make simultaneous calls.
 *
 * Calls from one process prove little about a database. Let `createStore` return a store that
 * distributes its calls over several connections to one database, or better over several processes.
 *
 * @example
 *
 * ```ts
 * const cases = storeContract(() => memoryStore(), { createFullStore: memoryStore })
 * for (const { name, run } of cases) it(name, run)
 * ```
 *
 * @param createStore Creates an empty store. It is called once per case, when the case runs.
 * @param options How to create a store with limits, which limits it has, and the time of the run.
 *
 * @returns The cases. They can run in any order.
 *
 * @throws `Error` as the rejection of a case if the store breaks the promise in the name of the case.
 *   The message has the expected and the actual value.
 *
 * @see [RFC 5849, section 3.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.3), about nonces
 * @see [RFC 5849, section 2.3](https://www.rfc-editor.org/rfc/rfc5849#section-2.3), about the exchange
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
    assertEqual(outcome, 'created', 'the consumer of every case')
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

/** Lets one consumer use the whole limit, unless a case sets the limit of a consumer. */
function withShares(limits: StoreLimits): StoreLimits {
  return {
    maxRequestTokensPerConsumer: limits.maxRequestTokens,
    maxAccessTokensPerConsumer: limits.maxAccessTokens,
    maxNoncesPerConsumer: limits.maxNonces,
    ...limits,
  }
}
