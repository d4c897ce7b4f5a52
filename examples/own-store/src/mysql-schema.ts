import type { Database } from './mysql-database.js'

const VERSION = 1
// Keys are bytes: no collation takes two of them for one, or trims what stands at their end.
const TABLES = [
  `CREATE TABLE IF NOT EXISTS oauth_settings (
    name VARBINARY(64) PRIMARY KEY,
    value BIGINT NOT NULL
  ) ENGINE = InnoDB`,
  `CREATE TABLE IF NOT EXISTS oauth_consumers (
    id VARBINARY(255) PRIMARY KEY,
    record LONGTEXT CHARACTER SET utf8mb4 NOT NULL
  ) ENGINE = InnoDB`,
  `CREATE TABLE IF NOT EXISTS oauth_tokens (
    id VARBINARY(255) PRIMARY KEY,
    kind VARBINARY(16) NOT NULL,
    state VARBINARY(16) NOT NULL,
    consumer_id VARBINARY(255) NOT NULL,
    user_id VARBINARY(255),
    keep_until_seconds BIGINT,
    last_used_at_seconds BIGINT,
    record LONGTEXT CHARACTER SET utf8mb4 NOT NULL,
    INDEX (consumer_id, kind, state, id),
    INDEX (user_id, kind, state, id),
    INDEX (keep_until_seconds)
  ) ENGINE = InnoDB`,
  `CREATE TABLE IF NOT EXISTS oauth_nonces (
    digest VARBINARY(255) PRIMARY KEY,
    last_second BIGINT NOT NULL,
    INDEX (last_second)
  ) ENGINE = InnoDB`,
  // Of `writers` the value says nothing: whoever decides something locks the row.
  `INSERT IGNORE INTO oauth_settings (name, value)
    VALUES ('version', ${VERSION}), ('writers', 0), ('nonces_purged_until_seconds', 0)`,
]

/** Makes the tables; any number of processes may be at it. */
export async function migrate(database: Database): Promise<void> {
  await database.connected(async ({ rows, count }) => {
    const [lock] = await rows(`SELECT GET_LOCK('oauth_migrate', 10) AS mine`)
    if (lock?.mine !== 1) throw new Error('Another process has been migrating for ten seconds')
    for (const text of TABLES) await count(text)
    await rows(`SELECT RELEASE_LOCK('oauth_migrate')`)
  })
  await check(database)
}

/** Looks whether the tables are those of this version, and whether the server keeps its word. */
export async function check(database: Database): Promise<void> {
  const [found] = await database.connected(({ rows }) =>
    rows(
      `SELECT value, @@innodb_flush_log_at_trx_commit AS waits
        FROM oauth_settings WHERE name = 'version'`,
    ),
  )
  if (found?.value !== VERSION) {
    throw new Error(`The tables have the layout ${found?.value}; this store knows ${VERSION}`)
  }
  if (found.waits !== 1) {
    throw new Error('innodb_flush_log_at_trx_commit must be 1: else a loss of power loses tokens')
  }
}
