/** What a statement is told. */
export type SqliteValue = string | number | null

/** What a statement has done. */
export interface SqliteChanges {
  /** How many rows were changed. */
  readonly changes: number | bigint
}

/** A prepared statement. */
export interface SqliteStatement {
  /** Runs it. */
  run(...values: SqliteValue[]): SqliteChanges
  /** Gives its first row; `undefined` where there is none. */
  get(...values: SqliteValue[]): unknown
  /** Gives its rows. */
  all(...values: SqliteValue[]): unknown[]
}

/**
 * A connection to SQLite that does as it is told at once: `DatabaseSync` of `node:sqlite`,
 * `Database` of libsql.
 */
export interface SqliteDatabase {
  /** Runs statements that are told nothing. */
  exec(sql: string): unknown
  /** Prepares a statement. */
  prepare(sql: string): SqliteStatement
  /** Ends the connection. */
  close?(): unknown
}
