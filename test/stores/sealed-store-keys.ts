import type { SealedStoreKeys } from '@oauthplus/server'

/** Keys with which tests seal stores: everybody knows them. */
export const SEALED_STORE_KEYS: SealedStoreKeys = {
  encryption: [new Uint8Array(32).fill(1)],
  lookup: new Uint8Array(32).fill(2),
}
