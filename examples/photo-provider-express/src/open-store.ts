import { memoryStore } from '@oauthplus/server-express'
import type { Store } from '@oauthplus/server-express'

import { fromCaller } from './from-caller.js'

/** A store that is ready, and how it is ended. */
export interface OpenStore {
  readonly store: Store
  close(): Promise<void>
}

/**
 * Opens the store that a URL names, and makes its tables where there are none. Throws an `Error` that says what is wrong
 * with it, and never repeats a password.
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

// Each store is loaded when it is used, so that only its driver must be installed.
async function openDurableStore(url: string) {
  const [, scheme = '', rest = ''] = /^([a-z-]+):(.*)$/.exec(url) ?? []
  switch (scheme) {
    case 'sqlite': {
      if (rest === '') throw new Error('--store sqlite: needs the name of a file.')
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
