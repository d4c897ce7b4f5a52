import { splitStore } from '@oauthplus/server'
import type { DurableStore } from '@oauthplus/server'
import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'
import { sqliteStore } from '@oauthplus/store-sqlite'

const SPLIT = 'split:'
// No URL of a store contains it.
const SEPARATOR = '|'

/** Creates the URL of a split store. */
export function createSplitUrl(recordsUrl: string, noncesUrl: string): string {
  return `${SPLIT}${recordsUrl}${SEPARATOR}${noncesUrl}`
}

/** Opens the store that a URL names; it purges nothing by itself. */
export function openStore(url: string): DurableStore {
  if (url.startsWith(SPLIT)) {
    const [records = '', nonces = ''] = url.slice(SPLIT.length).split(SEPARATOR)
    return splitStore({ records: openStore(records), nonces: openStore(nonces) })
  }
  const quiet = { purgeEverySeconds: false } as const
  if (url.startsWith('sqlite:')) return sqliteStore(url.slice('sqlite:'.length), quiet)
  // Some tests give one consumer more than it needs elsewhere.
  const roomy = { maxNoncesPerConsumer: 10_000_000 } as const
  return url.startsWith('postgres:') ? postgresStore(url, quiet) : redisStore(url, roomy)
}
