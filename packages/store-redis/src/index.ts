/**
 * Keeps what a service provider must not forget in Redis or Valkey: on one server, behind
 * Sentinels, or in a Cluster.
 *
 * @module
 */
export type {
  RedisCallOptions,
  RedisClient,
  RedisClusterClient,
  RedisSentinelClient,
  RedisServerClient,
} from './redis-client.js'
export type { RedisOptions } from './redis-options.js'
export { redisStore } from './redis-store.js'
export type { RedisStore, RedisStoreOptions } from './redis-store.js'
export { redisThrottle } from './redis-throttle.js'
export type { RedisThrottle, RedisThrottleOptions } from './redis-throttle.js'
