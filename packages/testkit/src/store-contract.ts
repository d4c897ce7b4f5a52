/**
 * The promises of a store of `@oauthplus/server` as cases that any test runner can run.
 *
 * @module
 */
export { storeContract } from '@oauthplus/server/store-contract'
export type {
  ContractCase,
  StoreContractOptions,
  StoreLimits,
} from '@oauthplus/server/store-contract'
