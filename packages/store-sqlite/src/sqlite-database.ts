/** A parameter of a statement. */
export type SqliteValue = string | number | null

/** The changes of a statement. */
export interface SqliteChanges {
  /** How many rows were changed. */
  readonly changes: number | bigint
}

/** A prepared statement. */
export interface SqliteStatement {
  /** Runs it. */
  run(...values: SqliteValue[]): SqliteChanges
  /** Returns its first row; `undefined` if there is none. */
  get(...values: SqliteValue[]): unknown
  /** Returns its rows. */
  all(...values: SqliteValue[]): unknown[]
}

/**
 * A synchronous connection to SQLite: `DatabaseSync` of `node:sqlite`,
 * `Database` of libsql.
 */
export interface SqliteDatabase {
  /** Runs statements without parameters. */
  exec(sql: string): unknown
  /** Prepares a statement. */
  prepare(sql: string): SqliteStatement
  /** Ends the connection. */
  close?(): unknown
}
