import { existsSync } from 'node:fs'

import { listProfileNames } from '../profiles/profile-files.js'
import { withUnsealedStore } from '../provider-side/store-command.js'
import type { Candidate, GivenOptions, KnownValues } from './find-candidates.js'

const MAX_CONSUMERS = 1000
const SQLITE = 'sqlite:'

/** The names of profiles, and the keys of the consumers in a store. */
export const KNOWN_VALUES: KnownValues = {
  '--profile': findProfileNames,
  'profile <name>': findProfileNames,
  '--consumer': findConsumerKeys,
  'consumer <key>': findConsumerKeys,
}

async function findProfileNames(): Promise<readonly Candidate[]> {
  const names = await listProfileNames()
  return names.map((word) => ({ word, meaning: '' }))
}

/** Finds consumer keys without the keys of a sealed store, which does not encrypt consumer keys. */
async function findConsumerKeys(given: GivenOptions): Promise<readonly Candidate[]> {
  const store = given.get('--store') ?? process.env.OAUTHPLUS_STORE
  // Opening a missing file would create it.
  if (store?.startsWith(SQLITE) === true && !existsSync(store.slice(SQLITE.length))) return []
  try {
    return await withUnsealedStore(
      {
        store,
        storePrefix: given.get('--store-prefix'),
        storeFolder: given.get('--store-folder'),
      },
      async (opened) => {
        const consumers = await opened.listConsumers({ limit: MAX_CONSUMERS })
        return consumers.map(({ key, name }) => ({ word: key, meaning: name }))
      },
    )
  } catch {
    // The command itself reports problems of the store.
    return []
  }
}
