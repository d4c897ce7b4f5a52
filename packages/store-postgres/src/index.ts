/**
 * Keeps what a service provider must not forget in PostgreSQL, for any number of processes.
 *
 * @module
 */
export type { PostgresConnectionOptions } from './postgres-link.js'
export type { PostgresClient, PostgresPool } from './postgres-pool.js'
export { postgresStore } from './postgres-store.js'
export type { PostgresStoreOptions } from './postgres-store.js'
export { postgresThrottle } from './postgres-throttle.js'
export type { PostgresThrottle, PostgresThrottleOptions } from './postgres-throttle.js'
export type { PostgresTableOptions } from './table-names.js'
