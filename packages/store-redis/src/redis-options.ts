import { clientFromUrl } from './client-from-url.js'
import type { RedisClient } from './redis-client.js'
import type { LinkOptions } from './redis-link.js'

/** What all that speaks to Redis here can be told. */
export interface RedisOptions {
  /**
   * What the names of all keys begin with, so that several may share a server. `oauth:` by default.
   */
  readonly prefix?: string | undefined
  /** How long a call may take, connecting included, in milliseconds. 2,000 by default. */
  readonly timeoutMilliseconds?: number | undefined
  /** Hears of what goes wrong outside of calls: connections that are lost. Ignored by default. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Validates what Redis is reached by, and the options. */
export function connectionOf(
  clientOrUrl: RedisClient | string,
  options: RedisOptions,
): { readonly prefix: string; readonly connection: LinkOptions } {
  const { prefix = 'oauth:', timeoutMilliseconds = 2000, onError = () => undefined } = options
  if (!Number.isSafeInteger(timeoutMilliseconds) || timeoutMilliseconds < 1) {
    throw new TypeError('timeoutMilliseconds must be a whole number from 1')
  }
  // Braces would decide which slot of a Cluster the keys are in.
  if (typeof prefix !== 'string' || !/^[^{}]*$/.test(prefix)) {
    throw new TypeError('prefix must be a text without braces')
  }
  if (typeof onError !== 'function') throw new TypeError('onError must be a function')
  const shared = { timeoutMilliseconds, onError }
  if (typeof clientOrUrl === 'string') {
    const createClient = clientFromUrl(clientOrUrl, timeoutMilliseconds)
    return { prefix, connection: { ...shared, source: { createClient } } }
  }
  const { sendCommand } = clientOrUrl as Partial<RedisClient>
  if (typeof sendCommand !== 'function') {
    throw new TypeError('give a URL, or a client of the redis package (node-redis)')
  }
  return { prefix, connection: { ...shared, source: { client: clientOrUrl } } }
}
