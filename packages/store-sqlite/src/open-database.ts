import { closeSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

import type { SqliteDatabase } from './sqlite-database.js'

/** Opens a file; creates it, readable by its owner only, if there is none. */
export type OpenDatabase = (file: string) => SqliteDatabase

type Driver = new (file: string) => SqliteDatabase

/** Finds a driver: that of Node, else libsql. */
export function createDatabaseOpener(): OpenDatabase {
  const Database = findNodeDriver() ?? loadLibsqlDriver()
  return (file) => {
    createPrivately(file)
    return new Database(file)
  }
}

/**
 * Creates a file with mode 0600, whatever the umask. SQLite gives its -wal and -shm files the mode of
 * the database. A file that exists keeps its mode.
 *
 * @throws `Error` when the file cannot be created. The drivers report a number only.
 */
function createPrivately(database: string): void {
  const file = toFilePath(database)
  if (file === undefined) return
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    if (code === 'EEXIST') return
    throw new Error(
      code === 'ENOENT'
        ? `sqliteStore: the folder ${dirname(file)} does not exist. Create it, or name another file`
        : `sqliteStore: ${file} cannot be created (${String(code)})`,
    )
  }
}

/** Returns the file of a database; `undefined` if SQLite keeps it elsewhere or must not create it. */
function toFilePath(database: string): string | undefined {
  if (database === '' || database === ':memory:') return undefined
  const [, path, query = ''] =
    /^file:(?:\/\/(?:localhost)?(?=\/))?([^?#]*)\??([^#]*)/.exec(database) ?? []
  if (path === undefined) return /^(?:libsql|https?|wss?):/.test(database) ? undefined : database
  if (path === '' || path === ':memory:' || /(?:^|&)mode=(?:memory|ro|rw)(?:&|$)/.test(query)) {
    return undefined
  }
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

function findNodeDriver(): Driver | undefined {
  // Node 20 has none; Node 22.5 to 22.12 has it behind a flag.
  const found = process.getBuiltinModule('node:sqlite') as { DatabaseSync: Driver } | undefined
  return found?.DatabaseSync
}

function loadLibsqlDriver(): Driver {
  try {
    return createRequire(import.meta.url)('libsql') as Driver
  } catch (cause) {
    throw new Error(
      'This runtime has no node:sqlite, and libsql could not be loaded. Install it: npm install libsql',
      { cause },
    )
  }
}
