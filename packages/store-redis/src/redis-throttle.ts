import {
  assertArgument,
  assertOptions,
  isInteger,
  nameErrors,
  optionChecks,
} from '@oauthplus/core/internal'
import type { Throttle } from '@oauthplus/server'
import { RateLimiterRedis } from 'rate-limiter-flexible'

import type { RedisClient } from './redis-client.js'
import { createRedisLink } from './redis-link.js'
import { createConnectionOptions, isClientOrUrl, SHARED_CHECKS } from './redis-options.js'
import type { RedisOptions } from './redis-options.js'
import { createScript } from './redis-script.js'

/** How many attempts are allowed, and how Redis is spoken to. */
export interface RedisThrottleOptions extends RedisOptions {
  /** How many attempts are allowed. 10 by default. */
  readonly points?: number | undefined
  /** In how many seconds, counted from the first. 300 by default. */
  readonly durationSeconds?: number | undefined
}

const OPTIONS = optionChecks<RedisThrottleOptions>({
  required: {},
  optional: { ...SHARED_CHECKS, points: isInteger(1), durationSeconds: isInteger(1) },
})

/** A {@link Throttle} that all processes share. */
export interface RedisThrottle extends Required<Throttle> {
  /** Ends the connections that it has made. A client that was handed in stays open. */
  close(): Promise<void>
}

const READ = createScript(`return {redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])}`)

/**
 * Creates a {@link Throttle} in Redis or Valkey, so that all processes of a provider count
 * together; made with rate-limiter-flexible.
 *
 * @example
 *
 * ```ts
 * const passwords = redisThrottle('redis://localhost:6379')
 * const provider = createProvider({ publicUrl, findUser, store, limits: { passwords } })
 * ```
 *
 * @param clientOrUrl A client or a URL, as for `redisStore`.
 * @param options The number of attempts and their period, and the options of the connection.
 *
 * @returns The throttle. While Redis cannot be reached it rejects with an `Error`, and the provider
 *   responds with 503.
 *
 * @throws `TypeError` when an option is not what it must be.
 *
 * @see [rate-limiter-flexible](https://github.com/animir/node-rate-limiter-flexible)
 */
export function redisThrottle(
  clientOrUrl: RedisClient | string,
  options: RedisThrottleOptions = {},
): RedisThrottle {
  assertArgument('redisThrottle', { clientOrUrl }, isClientOrUrl)
  assertOptions('redisThrottle', options, OPTIONS)
  const { prefix, connection } = nameErrors('redisThrottle', () =>
    createConnectionOptions(clientOrUrl, options),
  )
  const { points = 10, durationSeconds = 300 } = options
  const link = createRedisLink(connection)
  const limiter = new RateLimiterRedis({
    keyPrefix: `${prefix}throttle`,
    points,
    duration: durationSeconds,
    // It speaks as to node-redis, and by this to whatever the link leads to.
    useRedisPackage: true,
    storeClient: {
      eval: (text: string, call: { readonly keys: [string]; readonly arguments: string[] }) =>
        link.command('EVAL', text, '1', ...call.keys, ...call.arguments),
      del: (key: string) => link.command('DEL', key),
      multi: () => ({
        get: (key: string) => ({ pTTL: () => ({ exec: () => link.run(READ, [key], []) }) }),
      }),
    },
  })
  return {
    consume: (key) => limiter.consume(key),
    get: (key) => limiter.get(key),
    reward: (key, points) => limiter.reward(key, points),
    delete: (key) => limiter.delete(key),
    close: link.close,
  }
}
