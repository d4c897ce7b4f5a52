import type { ConsumerRecord, DurableStore, SealedStoreKeys } from '@oauthplus/server'

import { describeFailure } from '../describe-failure.js'
import { EXIT_CODES, Failure, createUsageFailure } from '../failure.js'
import { readText } from '../read-file.js'
import { describeStoreFailure } from './describe-store-failure.js'

/** The format of sealed consumer secrets in a store. */
const SEALED = /^v1\.[\w-]{8}\.[\w-]{38,}$/

/** The options for the keys of a sealed store. */
export interface KeyFlags {
  readonly keys?: string
}

/**
 * Reads the keys of a sealed store from a file or from the environment. Returns `undefined` if
 * there are none.
 */
export async function readStoreKeys({ keys }: KeyFlags): Promise<SealedStoreKeys | undefined> {
  if (keys !== undefined) return parseKeys(await readText(keys))
  const { OAUTHPLUS_ENCRYPTION_KEYS: encryption, OAUTHPLUS_LOOKUP_KEY: lookup } = process.env
  if (encryption === undefined && lookup === undefined) return undefined
  if (encryption === undefined || lookup === undefined) {
    throw createUsageFailure('OAUTHPLUS_ENCRYPTION_KEYS and OAUTHPLUS_LOOKUP_KEY must both be set')
  }
  return { encryption: encryption.split(/[\s,]+/).filter(Boolean), lookup }
}

function parseKeys(text: string): SealedStoreKeys {
  try {
    const { encryption, lookup } = JSON.parse(text) as Record<string, unknown>
    const isList = Array.isArray(encryption) && encryption.every((key) => typeof key === 'string')
    if (isList && typeof lookup === 'string') return { encryption, lookup }
  } catch {
    // The parser's message may contain a key.
  }
  throw createUsageFailure(
    'The key file must be JSON: {"encryption": ["…"], "lookup": "…"}, each 32 bytes in base64',
  )
}

/**
 * Rejects a store whose first consumer is sealed if there are no keys, or not sealed if there are
 * keys, because either all records of a store are sealed or none.
 */
export async function assertSealing(store: DurableStore, hasKeys: boolean): Promise<void> {
  const [first] = await readFirstConsumer(store)
  if (first === undefined || isSealed(first) === hasKeys) return
  throw createUsageFailure(
    hasKeys
      ? 'This store is not sealed: omit --keys, OAUTHPLUS_ENCRYPTION_KEYS and OAUTHPLUS_LOOKUP_KEY'
      : 'This store is sealed: pass its keys with --keys FILE, or with OAUTHPLUS_ENCRYPTION_KEYS and OAUTHPLUS_LOOKUP_KEY',
  )
}

async function readFirstConsumer(store: DurableStore): Promise<readonly ConsumerRecord[]> {
  try {
    return await store.listConsumers({ limit: 1 })
  } catch (error) {
    const reason = lacksTables(error) ? await findFault(store, error) : error
    throw new Failure(
      `${describeStoreFailure(reason)} (service_unavailable)`,
      EXIT_CODES.unreachable,
    )
  }
}

/** Returns whether SQLite or PostgreSQL did not find a table. */
function lacksTables(error: unknown): boolean {
  const { line = '' } = describeFailure(error)
  return line.includes('no such table') || line.includes('does not exist')
}

/** Returns what the check of a store reports: it explains missing tables, unlike a query. */
function findFault(store: DurableStore, error: unknown): Promise<unknown> {
  return store.check().then(
    () => error,
    (fault: unknown) => fault,
  )
}

function isSealed({ secrets }: ConsumerRecord): boolean {
  return secrets.some(({ value }) => SEALED.test(value))
}
