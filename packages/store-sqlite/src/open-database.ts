import { createRequire } from 'node:module'

import type { SqliteDatabase } from './sqlite-database.js'

/** Opens a file, making it where there is none. */
export type OpenDatabase = (file: string) => SqliteDatabase

type Driver = new (file: string) => SqliteDatabase

/** Finds a driver: that of Node, else libsql. */
export function databaseOpener(): OpenDatabase {
  const Database = nodeDriver() ?? libsqlDriver()
  return (file) => new Database(file)
}

function nodeDriver(): Driver | undefined {
  // Node 20 has none; Node 22.5 to 22.12 has it behind a flag.
  const found = process.getBuiltinModule('node:sqlite') as { DatabaseSync: Driver } | undefined
  return found?.DatabaseSync
}

function libsqlDriver(): Driver {
  try {
    return createRequire(import.meta.url)('libsql') as Driver
  } catch (cause) {
    throw new Error(
      'This runtime has no node:sqlite, and libsql could not be loaded. Install it: npm install libsql',
      { cause },
    )
  }
}
