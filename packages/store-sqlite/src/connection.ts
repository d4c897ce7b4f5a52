import type { SqliteDatabase, SqliteStatement } from './sqlite-database.js'

/** A connection that is opened when it is first needed, and prepares each statement once. */
export interface Connection {
  /** Gives a prepared statement; one that writes is to be run in a transaction, which waits for the lock. */
  prepared(sql: string): SqliteStatement
  /** Runs statements that are told nothing. */
  exec(sql: string): void
  /**
   * Does several things as one, before anyone else writes. Where it gives `undo`, or throws,
   * nothing of it was done.
   */
  transaction<Outcome>(act: (undo: (outcome: Outcome) => never) => Outcome): Outcome
  /** Ends the connection, where it is the store's own. */
  close(): void
}

/** Carries an outcome out of a transaction that is undone. */
interface Undone {
  readonly outcome: unknown
}

/**
 * Makes a connection.
 *
 * @param open Opens the database.
 * @param options How long it waits for other writers, and whether it is the store's own.
 */
export function connectionTo(
  open: () => SqliteDatabase,
  options: { readonly busyTimeoutSeconds: number; readonly isOwn: boolean },
): Connection {
  const statements = new Map<string, SqliteStatement>()
  let opened: SqliteDatabase | undefined
  let isClosed = false

  function database(): SqliteDatabase {
    if (isClosed) throw new Error('The store is closed')
    if (!opened) {
      const fresh = open()
      try {
        // A statement that gives a row: libsql runs none such by `exec`.
        fresh
          .prepare(`PRAGMA busy_timeout = ${Math.round(options.busyTimeoutSeconds * 1000)}`)
          .all()
        // What was committed survives the loss of power, too.
        fresh.exec('PRAGMA synchronous = FULL')
      } catch (error) {
        if (options.isOwn) fresh.close?.()
        throw error
      }
      opened = fresh
    }
    return opened
  }

  function prepared(sql: string): SqliteStatement {
    const known = statements.get(sql)
    if (known && !isClosed) return known
    const statement = database().prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  function rollBack(): void {
    try {
      database().exec('ROLLBACK')
    } catch {
      // SQLite has rolled back already, as it does where the disk is full.
    }
  }

  return {
    prepared,
    exec(sql) {
      database().exec(sql)
    },
    transaction<Outcome>(act: (undo: (outcome: Outcome) => never) => Outcome) {
      const undone: { it?: Undone } = {}
      // By `exec`, which ends what it has run. A prepared statement of libsql that did not get the
      // lock stays under way, and until it is run again nothing on its connection is committed.
      database().exec('BEGIN IMMEDIATE')
      try {
        const outcome = act((refused) => {
          undone.it = { outcome: refused }
          throw new Error('undone')
        })
        database().exec('COMMIT')
        return outcome
      } catch (error) {
        rollBack()
        if (undone.it) return undone.it.outcome as Outcome
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
