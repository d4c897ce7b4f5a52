import type { SealedStoreKeys } from '@oauthplus/server'

import { misuse } from '../failure.js'
import { readText } from '../read-file.js'

/** The options that bring the keys of a sealed store. */
export interface KeyFlags {
  readonly keys?: string
}

/**
 * Reads the keys of a sealed store: from a file, or from the environment; `undefined` where neither
 * has any.
 */
export async function storeKeys({ keys }: KeyFlags): Promise<SealedStoreKeys | undefined> {
  if (keys !== undefined) return keysIn(await readText(keys))
  const { OAUTHPLUS_ENCRYPTION_KEYS: encryption, OAUTHPLUS_LOOKUP_KEY: lookup } = process.env
  if (encryption === undefined && lookup === undefined) return undefined
  if (encryption === undefined || lookup === undefined) {
    throw misuse('OAUTHPLUS_ENCRYPTION_KEYS and OAUTHPLUS_LOOKUP_KEY go together')
  }
  return { encryption: encryption.split(/[\s,]+/).filter(Boolean), lookup }
}

function keysIn(text: string): SealedStoreKeys {
  try {
    const { encryption, lookup } = JSON.parse(text) as Record<string, unknown>
    const isList = Array.isArray(encryption) && encryption.every((key) => typeof key === 'string')
    if (isList && typeof lookup === 'string') return { encryption, lookup }
  } catch {
    // What the parser says may repeat a key.
  }
  throw misuse(
    'The file of keys is JSON: {"encryption": ["…"], "lookup": "…"}, each 32 bytes in base64',
  )
}
