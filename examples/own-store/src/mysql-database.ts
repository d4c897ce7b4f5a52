import { createPool } from 'mysql2/promise'
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'

/** A value of a statement. */
export type Value = string | number | null

/** Sends statements. */
export interface Statements {
  /** Returns the rows of a query. */
  selectRows(sql: string, values?: readonly Value[]): Promise<readonly RowDataPacket[]>
  /** Returns the number of rows that a statement has changed. */
  countChanges(sql: string, values?: readonly Value[]): Promise<number>
}

/** A database: every call has a timeout, and a connection that failed is not used again. */
export interface Database {
  /** Runs a function in one transaction, at `read committed`. */
  runTransaction<Result>(act: (statements: Statements) => Promise<Result>): Promise<Result>
  /** Runs a function on one connection, without a transaction. */
  connect<Result>(act: (statements: Statements) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

const CONNECTIONS = 10
// The limit of the queue. Further calls fail at once.
const MAX_WAITING = 1000
const MAX_ATTEMPTS = 3
const DEADLOCK = 1213

/** Creates the database at a URL. It does not connect before the first call. */
export function createMysqlDatabase(url: string, timeoutSeconds: number): Database {
  const timeoutMilliseconds = Math.ceil(timeoutSeconds * 1000)
  const pool = createPool({
    uri: url,
    charset: 'utf8mb4',
    connectionLimit: CONNECTIONS,
    queueLimit: MAX_WAITING,
    connectTimeout: timeoutMilliseconds,
  })
  pool.on('connection', (connection) => {
    // The first statement on the connection. If it fails, the next one fails too.
    void connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  })
  let isClosed = false

  function createStatements(connection: PoolConnection): Statements {
    const send = async (sql: string, values: readonly Value[]) => {
      const [result] = await connection.execute<RowDataPacket[] | ResultSetHeader>(
        { sql, timeout: timeoutMilliseconds },
        [...values],
      )
      return result
    }
    return {
      selectRows: async (sql, values = []) => (await send(sql, values)) as RowDataPacket[],
      countChanges: async (sql, values = []) =>
        ((await send(sql, values)) as ResultSetHeader).affectedRows,
    }
  }

  async function connect<Result>(
    act: (statements: Statements, connection: PoolConnection) => Promise<Result>,
  ): Promise<Result> {
    const connection = await pool.getConnection()
    try {
      const result = await act(createStatements(connection), connection)
      connection.release()
      return result
    } catch (error) {
      // Its state is unknown. Destroying it rolls back its transaction.
      connection.destroy()
      throw error
    }
  }

  async function runTransaction<Result>(
    act: (statements: Statements) => Promise<Result>,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await connect(async (statements, connection) => {
          await connection.beginTransaction()
          const result = await act(statements)
          await connection.commit()
          return result
        })
      } catch (error) {
        // After a deadlock the transaction is rolled back. After other errors it may be committed, so it is not tried again.
        if (getErrorNumber(error) !== DEADLOCK || attempt === MAX_ATTEMPTS) throw error
      }
    }
  }

  return {
    runTransaction,
    connect,
    async close() {
      if (isClosed) return
      isClosed = true
      await pool.end()
    },
  }
}

/** Returns the MySQL number of an error. */
export function getErrorNumber(error: unknown): number | undefined {
  return (error as { readonly errno?: number } | undefined)?.errno
}
