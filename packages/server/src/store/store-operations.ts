import type { Store } from './store.js'

/** The names of everything that a store does. */
export const STORE_OPERATIONS: readonly (keyof Store)[] = Object.keys({
  createConsumer: true,
  findConsumer: true,
  listConsumers: true,
  replaceConsumer: true,
  removeConsumer: true,
  listAuditEntries: true,
  addRefusals: true,
  listRefusals: true,
  findCredentials: true,
  recordNonce: true,
  createRequestToken: true,
  findRequestToken: true,
  approveRequestToken: true,
  denyRequestToken: true,
  countWrongVerifier: true,
  exchangeRequestToken: true,
  createAccessToken: true,
  listAccessTokens: true,
  renewAccessToken: true,
  revokeTokens: true,
  replaceTokenSecret: true,
  purge: true,
  // The compiler wants every operation here.
} satisfies Record<keyof Store, true>) as readonly (keyof Store)[]
