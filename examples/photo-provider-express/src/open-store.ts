import { memoryStore } from '@oauthplus/server-express'
import type { Store } from '@oauthplus/server-express'

import { fromCaller } from './from-caller.js'

/** An open store, and its `close` function. */
export interface OpenStore {
  readonly store: Store
  close(): Promise<void>
}

/**
 * Opens the store at a URL, and creates its tables if they do not exist. Throws an `Error` that
 * describes the problem, and never contains a password.
 */
export async function openStore(url: string): Promise<OpenStore> {
  if (url === 'memory:') return { store: memoryStore(), close: () => Promise.resolve() }
  const store = await openDurableStore(url)
  try {
    await store.migrate()
  } catch (error) {
    await store.close()
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`the store cannot be used: ${reason}`, { cause: error })
  }
  return { store, close: () => store.close() }
}

// Each store is loaded on demand, so that only its driver must be installed.
async function openDurableStore(url: string) {
  const [, scheme = '', rest = ''] = /^([a-z-]+):(.*)$/.exec(url) ?? []
  switch (scheme) {
    case 'sqlite': {
      if (rest === '') throw new Error('--store sqlite: requires the name of a file.')
      const { sqliteStore } = await import('@oauthplus/store-sqlite')
      return sqliteStore(fromCaller(rest))
    }
    case 'postgres':
    case 'postgresql': {
      const { postgresStore } = await import('@oauthplus/store-postgres')
      return postgresStore(url)
    }
    default: {
      if (!/^rediss?(?:-cluster|-sentinel)?$/.test(scheme)) {
        throw new Error('--store must be memory:, sqlite:FILE, postgres://… or redis://….')
      }
      const { redisStore } = await import('@oauthplus/store-redis')
      return redisStore(url)
    }
  }
}
