import { createPool } from 'mysql2/promise'
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'

/** What a statement is told. */
export type Value = string | number | null

/** What statements are sent by. */
export interface Statements {
  /** Gives the rows of a statement that reads. */
  rows(sql: string, values?: readonly Value[]): Promise<readonly RowDataPacket[]>
  /** Tells how many rows a statement has written. */
  count(sql: string, values?: readonly Value[]): Promise<number>
}

/** The way to a database: every call ends in time, and a connection that failed is not used again. */
export interface Database {
  /** Does something in one transaction, at `read committed`. */
  transaction<Result>(act: (statements: Statements) => Promise<Result>): Promise<Result>
  /** Sends statements without a transaction, by one connection. */
  connected<Result>(act: (statements: Statements) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

const CONNECTIONS = 10
// A call that would have to wait behind more than these fails at once: no queue without bound.
const MOST_WAITING = 1000
const MOST_ATTEMPTS = 3
const DEADLOCK = 1213

/** Makes the way to the database at a URL; nothing is connected before the first call. */
export function mysqlDatabase(url: string, timeoutSeconds: number): Database {
  const timeoutMilliseconds = Math.ceil(timeoutSeconds * 1000)
  const pool = createPool({
    uri: url,
    charset: 'utf8mb4',
    connectionLimit: CONNECTIONS,
    queueLimit: MOST_WAITING,
    connectTimeout: timeoutMilliseconds,
  })
  pool.on('connection', (connection) => {
    // Sent before anything else on it; where that fails, so does what comes next.
    void connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  })
  let isClosed = false

  function statementsOn(connection: PoolConnection): Statements {
    const send = async (sql: string, values: readonly Value[]) => {
      const [result] = await connection.execute<RowDataPacket[] | ResultSetHeader>(
        { sql, timeout: timeoutMilliseconds },
        [...values],
      )
      return result
    }
    return {
      rows: async (sql, values = []) => (await send(sql, values)) as RowDataPacket[],
      count: async (sql, values = []) =>
        ((await send(sql, values)) as ResultSetHeader).affectedRows,
    }
  }

  async function connected<Result>(
    act: (statements: Statements, connection: PoolConnection) => Promise<Result>,
  ): Promise<Result> {
    const connection = await pool.getConnection()
    try {
      const result = await act(statementsOn(connection), connection)
      connection.release()
      return result
    } catch (error) {
      // Nobody knows what state it is in: with it goes whatever it had begun.
      connection.destroy()
      throw error
    }
  }

  async function transaction<Result>(
    act: (statements: Statements) => Promise<Result>,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await connected(async (statements, connection) => {
          await connection.beginTransaction()
          const result = await act(statements)
          await connection.commit()
          return result
        })
      } catch (error) {
        // The database has undone it; anything else may or may not have happened, and is not tried again.
        if (errorNumber(error) !== DEADLOCK || attempt === MOST_ATTEMPTS) throw error
      }
    }
  }

  return {
    transaction,
    connected,
    async close() {
      if (isClosed) return
      isClosed = true
      await pool.end()
    },
  }
}

/** Gives the number that MySQL has for an error. */
export function errorNumber(error: unknown): number | undefined {
  return (error as { readonly errno?: number } | undefined)?.errno
}
