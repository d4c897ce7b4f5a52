import type { Database } from './mysql-database.js'

const VERSION = 1
// Keys are bytes, so that no collation treats two of them as equal or trims spaces.
const TABLES = [
  `CREATE TABLE IF NOT EXISTS oauth_settings (
    name VARBINARY(64) PRIMARY KEY,
    value BIGINT NOT NULL
  ) ENGINE = InnoDB`,
  `CREATE TABLE IF NOT EXISTS oauth_consumers (
    id VARBINARY(255) PRIMARY KEY,
    owner_id VARBINARY(255),
    status VARBINARY(16) NOT NULL,
    record LONGTEXT CHARACTER SET utf8mb4 NOT NULL,
    INDEX (owner_id, id),
    INDEX (status, id)
  ) ENGINE = InnoDB`,
  `CREATE TABLE IF NOT EXISTS oauth_audit (
    id VARBINARY(255) PRIMARY KEY,
    consumer_id VARBINARY(255) NOT NULL,
    entry LONGTEXT CHARACTER SET utf8mb4 NOT NULL,
    INDEX (consumer_id, id)
  ) ENGINE = InnoDB`,
  `CREATE TABLE IF NOT EXISTS oauth_refusals (
    consumer_id VARBINARY(255) NOT NULL,
    day BIGINT NOT NULL,
    code VARBINARY(64) NOT NULL,
    refusals BIGINT NOT NULL,
    PRIMARY KEY (consumer_id, day, code),
    INDEX (day)
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
  // The value of `writers` is unused: transactions lock its row.
  `INSERT IGNORE INTO oauth_settings (name, value)
    VALUES ('version', ${VERSION}), ('writers', 0), ('nonces_purged_until_seconds', 0)`,
]

/** Creates the tables. Several processes may call it at the same time. */
export async function migrate(database: Database): Promise<void> {
  await database.connect(async ({ selectRows, countChanges }) => {
    const [lock] = await selectRows(`SELECT GET_LOCK('oauth_migrate', 10) AS mine`)
    if (lock?.mine !== 1) throw new Error('Another process has been migrating for ten seconds')
    for (const text of TABLES) await countChanges(text)
    await selectRows(`SELECT RELEASE_LOCK('oauth_migrate')`)
  })
  await check(database)
}

/** Checks the version of the tables and the durability of the server. */
export async function check(database: Database): Promise<void> {
  const [found] = await database.connect(({ selectRows }) =>
    selectRows(
      `SELECT value, @@innodb_flush_log_at_trx_commit AS waits
        FROM oauth_settings WHERE name = 'version'`,
    ),
  )
  if (found?.value !== VERSION) {
    throw new Error(`The tables have layout ${found?.value}, but this store requires ${VERSION}`)
  }
  if (found.waits !== 1) {
    throw new Error(
      'innodb_flush_log_at_trx_commit must be 1: otherwise a power failure loses tokens',
    )
  }
}
