import { clientFromUrl } from './client-from-url.js'
import type { RedisClient } from './redis-client.js'
import type { ClientSource } from './redis-link.js'

/** How the server is reached: by a client of node-redis, or by a URL from which one is made. */
export type RedisConnection =
  | {
      /**
       * A client for one server, a Cluster or Sentinels. It is connected where it was not yet, and
       * closed by whoever made it; give it `disableOfflineQueue: true`.
       */
      readonly client: RedisClient
      /** Absent: the client knows it. */
      readonly url?: undefined
    }
  | {
      /**
       * `redis://host:6379`, `redis-cluster://host:6379,host:6379` or
       * `redis-sentinel://host:26379,host:26379/group`, each with `user:password@` before the
       * hosts where one is needed; `rediss`, `rediss-cluster`, `rediss-sentinel` for TLS.
       */
      readonly url: string
      /** Absent: one is made. */
      readonly client?: undefined
    }

/** What all that speaks to Redis here can be told. */
export interface RedisConnectionOptions {
  /**
   * What the names of all keys begin with, so that several may share a server. `oauthplus` by
   * default.
   */
  readonly prefix?: string | undefined
  /** How long a call may take before it is given up, in milliseconds. 2,000 by default. */
  readonly timeoutMilliseconds?: number | undefined
}

/** What the options come to. */
export interface ConnectionSettings {
  readonly source: ClientSource
  readonly prefix: string
  readonly timeoutMilliseconds: number
}

/** Validates the options. */
export function connectionSettings(
  options: RedisConnection & RedisConnectionOptions,
): ConnectionSettings {
  const { client, url, prefix = 'oauthplus', timeoutMilliseconds = 2000 } = options
  if (!Number.isSafeInteger(timeoutMilliseconds) || timeoutMilliseconds < 1) {
    throw new TypeError('timeoutMilliseconds must be a whole number from 1')
  }
  // Braces would decide which slot of a Cluster the keys are in.
  if (typeof prefix !== 'string' || !/^[^{}]+$/.test(prefix)) {
    throw new TypeError('prefix must be a text without braces')
  }
  const settings = { prefix, timeoutMilliseconds }
  if (client !== undefined) {
    if (typeof (client as Partial<RedisClient>).sendCommand !== 'function') {
      throw new TypeError('client must be a client of the redis package (node-redis)')
    }
    return { ...settings, source: { client } }
  }
  if (typeof url !== 'string') throw new TypeError('give a client or a url')
  return { ...settings, source: { createClient: clientFromUrl(url, timeoutMilliseconds) } }
}
