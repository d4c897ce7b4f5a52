import { argumentError } from '@oauthplus/core/internal'
import pg from 'pg'

import { isRepeatable, isUsableAfter, toSafeError } from './postgres-error.js'
import type { PostgresClient, PostgresPool } from './postgres-pool.js'

/** The result of a statement: its rows, values in the order of the columns. */
export interface QueryResult {
  readonly rows: unknown[][]
  /** How many rows it gave, or changed. */
  readonly count: number
}

/** Sends a statement that is used once in a while. */
export type Run = (sql: string, values: readonly unknown[]) => Promise<QueryResult>

/** The way to the database. Every call ends in time, with a response or a rejection. */
export interface PostgresLink {
  /** Sends a statement by itself, prepared once on each connection. */
  query(sql: string, values: readonly unknown[]): Promise<QueryResult>
  /** Sends statements that take effect together or not at all; more time is allowed. */
  transaction<Result>(work: (run: Run) => Promise<Result>): Promise<Result>
  /** Closes the connections that were opened here. */
  close(): Promise<void>
}

/** How to connect. */
export interface PostgresConnectionOptions {
  /** How long a call may take; fractions are allowed. 2 by default. */
  readonly timeoutSeconds?: number | undefined
  /** Is called with errors that no call rejects with. */
  readonly onError?: ((error: unknown) => void) | undefined
}

// The maximum number of waiting calls, so that a server that hangs does not fill the memory.
const MAX_WAITING_CALLS = 10_000
const MAX_ATTEMPTS = 5
const BIGINT = 20
/** How long a statement of a transaction may take: a revocation may concern very many tokens. */
const TRANSACTION_MILLISECONDS = 60_000
const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = ${TRANSACTION_MILLISECONDS}`

// Type parsers that an application sets in `pg` concern only its own queries.
const getDefaultParser = pg.types.getTypeParser as (type: number, format?: string) => unknown
const types = {
  getTypeParser: (type: number, format?: string): unknown =>
    type === BIGINT ? Number : getDefaultParser(type, format),
}
// A name belongs to one text on a connection, and stores of several prefixes may share a pool.
const statementNames = new Map<string, string>()

/** Creates a link to a pool, or to a URL through its own pool. Nothing is connected before a call. */
export function createPostgresLink(
  poolOrUrl: PostgresPool | string,
  options: PostgresConnectionOptions,
): PostgresLink {
  const { timeoutSeconds = 2, onError = () => undefined } = options
  const timeoutMilliseconds = Math.ceil(timeoutSeconds * 1000)
  const isOwn = typeof poolOrUrl === 'string'
  const pool = isOwn ? createPool(poolOrUrl, timeoutMilliseconds) : poolOrUrl
  // Without a listener, a connection that breaks while nobody uses it ends the process.
  const reportError = (error: Error): void => {
    onError(toSafeError(error))
  }
  pool.on('error', reportError)
  let waitingCalls = 0
  let closing: Promise<void> | undefined

  function connect(): Promise<PostgresClient> {
    return new Promise((resolve, reject) => {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        reject(new Error(`PostgreSQL gave no connection within ${timeoutSeconds} seconds`))
      }, timeoutMilliseconds)
      pool.connect().then(
        (client) => {
          clearTimeout(timer)
          // A connection that arrives after the timeout goes to the next waiting call.
          if (isLate) client.release()
          else resolve(client)
        },
        (error: unknown) => {
          clearTimeout(timer)
          reject(toSafeError(error))
        },
      )
    })
  }

  async function withClient<Result>(
    work: (client: PostgresClient) => Promise<Result>,
  ): Promise<Result> {
    if (closing) throw new Error('The store was closed')
    if (waitingCalls >= MAX_WAITING_CALLS) throw new Error('Too many calls wait for PostgreSQL')
    waitingCalls++
    try {
      const client = await connect()
      client.on('error', ignore)
      let isUsable = false
      try {
        const result = await work(client)
        isUsable = true
        return result
      } catch (error) {
        isUsable = isUsableAfter(error)
        throw error
      } finally {
        client.off('error', ignore)
        client.release(!isUsable)
      }
    } finally {
      waitingCalls--
    }
  }

  /** Repeats transactions that the server rolled back because of a conflict. */
  async function retryConflicts<Result>(
    work: (client: PostgresClient) => Promise<Result>,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withClient(work)
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isRepeatable(error)) throw toSafeError(error)
      }
    }
  }

  return {
    query: (sql, values) => {
      const timed = {
        name: getStatementName(sql),
        text: sql,
        values,
        query_timeout: timeoutMilliseconds,
        rowMode: 'array',
        types,
      }
      return retryConflicts((client) => send(client, timed))
    },

    transaction: (work) =>
      retryConflicts(async (client) => {
        const limits = { query_timeout: TRANSACTION_MILLISECONDS }
        try {
          await client.query({ text: BEGIN, query_timeout: timeoutMilliseconds })
          const result = await work((sql, values) =>
            send(client, { text: sql, values, rowMode: 'array', types, ...limits }),
          )
          await client.query({ text: 'COMMIT', ...limits })
          return result
        } catch (error) {
          if (isUsableAfter(error)) {
            await client.query({ text: 'ROLLBACK', query_timeout: timeoutMilliseconds })
          }
          throw error
        }
      }),

    close() {
      // The listener stays on a pool that ends: its connections may still break meanwhile.
      if (!isOwn) pool.off('error', reportError)
      closing ??= isOwn ? pool.end() : Promise.resolve()
      return closing
    },
  }
}

function createPool(connectionString: string, timeoutMilliseconds: number): PostgresPool {
  let protocol: string
  try {
    protocol = new URL(connectionString).protocol
  } catch {
    protocol = ''
  }
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') {
    throw argumentError('poolOrUrl must be a URL that begins with postgres:// or postgresql://')
  }
  return new pg.Pool({
    connectionString,
    connectionTimeoutMillis: timeoutMilliseconds,
    statement_timeout: timeoutMilliseconds,
    idle_in_transaction_session_timeout: TRANSACTION_MILLISECONDS,
    keepAlive: true,
  })
}

async function send(client: PostgresClient, query: object): Promise<QueryResult> {
  const { rows, rowCount } = await client.query(query)
  return { rows: rows as unknown[][], count: rowCount ?? 0 }
}

function getStatementName(sql: string): string {
  const name = statementNames.get(sql) ?? `oauthplus_${statementNames.size + 1}`
  statementNames.set(sql, name)
  return name
}

function ignore(): void {
  // The call that it concerns has rejected.
}
