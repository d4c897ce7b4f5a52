import type { SqliteDatabase, SqliteStatement } from './sqlite-database.js'

/** A connection that is opened when it is first needed, and prepares each statement once. */
export interface Connection {
  /** Returns a prepared statement; one that writes is to be run in a transaction, which waits for the lock. */
  prepare(sql: string): SqliteStatement
  /** Runs statements without parameters. */
  exec(sql: string): void
  /**
   * Runs several statements as one transaction. If the function returns `undo()`, or throws,
   * all of them are undone.
   */
  transaction<Outcome>(act: (undo: (outcome: Outcome) => never) => Outcome): Outcome
  /** Closes the connection if the store opened it. */
  close(): void
}

/**
 * Creates a connection.
 *
 * @param open Opens the database.
 * @param options How long it waits for other writers, and whether it is the store's own.
 */
export function createConnection(
  open: () => SqliteDatabase,
  options: { readonly busyTimeoutSeconds: number; readonly isOwn: boolean },
): Connection {
  const statements = new Map<string, SqliteStatement>()
  let opened: SqliteDatabase | undefined
  let isClosed = false

  function getDatabase(): SqliteDatabase {
    if (isClosed) throw new Error('The store is closed')
    if (!opened) {
      const database = open()
      try {
        // A statement that gives a row: libsql runs none such by `exec`.
        database
          .prepare(`PRAGMA busy_timeout = ${Math.round(options.busyTimeoutSeconds * 1000)}`)
          .all()
        // Committed data also survives a power loss.
        database.exec('PRAGMA synchronous = FULL')
      } catch (error) {
        if (options.isOwn) database.close?.()
        throw error
      }
      opened = database
    }
    return opened
  }

  function prepare(sql: string): SqliteStatement {
    const known = statements.get(sql)
    if (known && !isClosed) return known
    const statement = getDatabase().prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  function rollBack(): void {
    try {
      getDatabase().exec('ROLLBACK')
    } catch {
      // SQLite has rolled back already, as it does if the disk is full.
    }
  }

  return {
    prepare,
    exec(sql) {
      getDatabase().exec(sql)
    },
    transaction<Outcome>(act: (undo: (outcome: Outcome) => never) => Outcome) {
      let undone: { readonly outcome: Outcome } | undefined
      // By `exec`, which ends what it has run. A prepared statement of libsql that did not get the
      // lock stays under way, and until it is run again nothing on its connection is committed.
      getDatabase().exec('BEGIN IMMEDIATE')
      try {
        const outcome = act((refused) => {
          undone = { outcome: refused }
          throw new Error('undone')
        })
        getDatabase().exec('COMMIT')
        return outcome
      } catch (error) {
        rollBack()
        if (undone) return undone.outcome
        throw error
      }
    },
    close() {
      isClosed = true
      statements.clear()
      if (options.isOwn) opened?.close?.()
      opened = undefined
    },
  }
}
