/**
 * Keeps what a Service Provider must not forget in PostgreSQL, for any number of processes.
 *
 * @module
 */
export type { LinkOptions } from './postgres-link.js'
export type { PostgresClient, PostgresPool } from './postgres-pool.js'
export { postgresStore } from './postgres-store.js'
export type { PostgresStoreOptions } from './postgres-store.js'
export { postgresThrottle } from './postgres-throttle.js'
export type { PostgresThrottle, PostgresThrottleOptions } from './postgres-throttle.js'
export type { TableOptions } from './table-names.js'
