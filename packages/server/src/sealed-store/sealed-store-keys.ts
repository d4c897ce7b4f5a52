import { createOptionCheck, isArrayOf, optionChecks } from '@oauthplus/core/internal'
import type { OptionChecks } from '@oauthplus/core/internal'

import { readKey } from './base64.js'

/** The keys of a sealed store: each 32 random bytes, or those in base64. */
export interface SealedStoreKeys {
  /** Encrypt secrets: the first encrypts, all decrypt, so that keys can be changed. */
  readonly encryption: readonly (string | Uint8Array)[]
  /**
   * Digests what tokens are found by; another than those that encrypt. It stays as long as the
   * tokens do: under another one none of them is found.
   */
  readonly lookup: string | Uint8Array
}

const isKey = createOptionCheck(
  '32 bytes, or those in base64',
  (value) =>
    (typeof value === 'string' || value instanceof Uint8Array) && readKey(value) !== undefined,
)
/** Checks the keys of `sealedStore`. */
export const SEALED_STORE_KEYS: OptionChecks = optionChecks<SealedStoreKeys>({
  required: { encryption: isArrayOf('an array of keys', isKey), lookup: isKey },
  optional: {},
})
