import type { Connection } from './connection.js'
import { MIGRATIONS, SCHEMA_VERSION } from './schema.js'

const MAX_WAIT_MILLISECONDS = 10_000
const PAUSE_MILLISECONDS = 10

/** Creates the tables, or brings them up to date; others may be at it. */
export async function migrate(connection: Connection, prefix: string): Promise<void> {
  // The change to WAL waits for nobody: while others are at it, it fails at once.
  await retryWhileBusy(() => connection.prepare('PRAGMA journal_mode = WAL').all())
  await retryWhileBusy(() =>
    connection.transaction<undefined>(() => {
      connection.exec(
        `CREATE TABLE IF NOT EXISTS ${prefix}meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID`,
      )
      const version = readVersion(connection, prefix) ?? 0
      assertKnownVersion(version)
      for (const step of MIGRATIONS.slice(version)) connection.exec(step(prefix))
      connection.exec(
        `INSERT INTO ${prefix}meta (name, value) VALUES ('version', ${SCHEMA_VERSION})
         ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      )
      return undefined
    }),
  )
}

/** Checks that the tables are those of this version, and that the settings keep every guarantee. */
export async function check(connection: Connection, prefix: string): Promise<void> {
  let version: number | undefined
  try {
    version = readVersion(connection, prefix)
  } catch (cause) {
    if (!/no such table/i.test(getMessage(cause))) throw cause
  }
  if (version === undefined) throw new Error('The database has no tables; call migrate() first')
  assertKnownVersion(version)
  if (version < SCHEMA_VERSION) {
    throw new Error('The tables are those of an earlier version; call migrate() first')
  }
  const { synchronous } = connection.prepare('PRAGMA synchronous').get() as {
    synchronous: number
  }
  if (synchronous < 2) throw new Error('PRAGMA synchronous must be FULL or EXTRA')
  const { journal_mode: journal } = connection.prepare('PRAGMA journal_mode').get() as {
    journal_mode: string
  }
  if (journal !== 'wal') {
    throw new Error(
      `The journal is ${journal}, not wal: keep the database in a file on a local disk`,
    )
  }
  // A read-only database is noticed here, before a request fails.
  const written = `UPDATE ${prefix}meta SET value = value WHERE name = 'version'`
  await retryWhileBusy(() =>
    connection.transaction<undefined>((undo) => {
      connection.prepare(written).run()
      return undo(undefined)
    }),
  )
}

function readVersion(connection: Connection, prefix: string): number | undefined {
  const row = connection.prepare(`SELECT value FROM ${prefix}meta WHERE name = 'version'`).get() as
    { value: number } | undefined
  return row?.value
}

function assertKnownVersion(version: number): void {
  if (version <= SCHEMA_VERSION) return
  throw new Error(
    `The tables were made by a newer version (${version}, here ${SCHEMA_VERSION}); update @oauthplus/store-sqlite`,
  )
}

async function retryWhileBusy(act: () => unknown): Promise<void> {
  const lastMoment = Date.now() + MAX_WAIT_MILLISECONDS
  for (;;) {
    try {
      act()
      return
    } catch (error) {
      if (!/locked|busy/i.test(getMessage(error)) || Date.now() > lastMoment) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS))
  }
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
