import type { Limits, Store } from '@oauthplus/server-express'
import { postgresStore } from '@oauthplus/store-postgres'
import { redisThrottle } from '@oauthplus/store-redis'

/** The URLs of the two servers. */
export interface ServerUrls {
  readonly databaseUrl: string
  readonly redisUrl: string
}

/** The stores that the photo site needs. */
export interface Servers {
  readonly store: Store
  readonly limits: Limits
  /** Closes the connections. */
  close(): Promise<void>
}

/**
 * Opens both servers, and creates the tables if they do not exist. Throws an `Error` that names the
 * unusable server, and never contains a password.
 *
 * Data that consumers rely on must survive any crash, so it is in PostgreSQL. Counts may be lost
 * with Redis, and then start from zero. While either server is down, requests receive a 503.
 */
export async function openServers({ databaseUrl, redisUrl }: ServerUrls): Promise<Servers> {
  const store = postgresStore(databaseUrl)
  const createThrottle = (what: string, points: number, durationSeconds: number) =>
    redisThrottle(redisUrl, { prefix: `photos:${what}:`, points, durationSeconds })
  const passwords = createThrottle('passwords', 10, 300)
  const requestTokens = createThrottle('request-tokens', 1000, 60)
  const invalidSignatures = createThrottle('bad-signatures', 1000, 60)

  async function close(): Promise<void> {
    const all = [store, passwords, requestTokens, invalidSignatures]
    await Promise.all(all.map((opened) => opened.close()))
  }

  try {
    await assertUsable('PostgreSQL', store.migrate())
    await assertUsable('Redis', passwords.get('any'))
  } catch (error) {
    await close()
    throw error
  }
  return { store, limits: { passwords, requestTokens, invalidSignatures }, close }
}

async function assertUsable(name: string, asking: Promise<unknown>): Promise<void> {
  try {
    await asking
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${name} cannot be used: ${reason}`, { cause: error })
  }
}
