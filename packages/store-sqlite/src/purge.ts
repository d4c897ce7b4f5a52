import type { Connection } from './connection.js'
import type { Statements } from './statements.js'

const BATCH_SIZE = 1000
const DAY_SECONDS = 86_400
const REFUSAL_DAYS = 14
const LEASE_MILLISECONDS = 30_000

/** Forgets what has expired, some rows at a time, in one process at a time. */
export async function purge(
  connection: Connection,
  statements: Statements,
  clock: { readonly nowSeconds: number; readonly now: () => number },
): Promise<number> {
  const change = (sql: string, ...values: number[]): number =>
    connection.transaction(() => Number(connection.prepare(sql).run(...values).changes))
  if (change(statements.beginPurge, clock.now(), LEASE_MILLISECONDS) === 0) return 0
  let forgotten = 0
  try {
    // First, so that nothing that is forgotten can be recorded again.
    change(statements.markPurge, clock.nowSeconds)
    for (const sql of [statements.purgeNonces, statements.purgeTokens]) {
      let rows: number
      do {
        rows = change(sql, clock.nowSeconds, BATCH_SIZE)
        forgotten += rows
        // Requests come between, of this process and of others.
        if (rows > 0) await new Promise((resolve) => setTimeout(resolve, 0))
      } while (rows === BATCH_SIZE)
    }
    change(statements.purgeRefusals, Math.floor(clock.nowSeconds / DAY_SECONDS) - REFUSAL_DAYS)
  } finally {
    change(statements.endPurge)
  }
  return forgotten
}
