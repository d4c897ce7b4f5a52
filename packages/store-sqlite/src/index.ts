/**
 * Keeps what a service provider must not forget in one SQLite file: for one machine, durable.
 *
 * @module
 */
export { sqliteStore } from './sqlite-store.js'
export type { SqliteStoreOptions } from './sqlite-store-options.js'
export type {
  SqliteChanges,
  SqliteDatabase,
  SqliteStatement,
  SqliteValue,
} from './sqlite-database.js'
