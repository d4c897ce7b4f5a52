import { LAYOUT_VERSION, readLayoutVersion, createNewerLayoutError } from './migrate.js'
import type { StoreParts } from './store-parts.js'

/** The required settings, and the consequences of other values. */
const SETTINGS = [
  ['fsync', 'on', 'a crash can destroy the database'],
  ['full_page_writes', 'on', 'a crash can destroy the database'],
  ['synchronous_commit', undefined, 'tokens and nonces of the last moments are lost in a crash'],
  ['default_transaction_isolation', 'read committed', 'a replay could be accepted during a purge'],
] as const

const UNDEFINED_TABLE = '42P01'

/** Rejects with what is wrong with the database, and what to do. */
export async function checkServer({ link, names }: StoreParts): Promise<void> {
  const { rows } = await link.query(
    `SELECT pg_is_in_recovery(), ${SETTINGS.map(([name]) => `current_setting('${name}')`).join(', ')}`,
    [],
  )
  const [isStandby, ...settings] = rows[0] ?? []
  if (isStandby === true) {
    throw new Error('This PostgreSQL is a standby, which cannot be written to: use the primary')
  }
  for (const [index, [name, expected, consequence]] of SETTINGS.entries()) {
    const value = settings[index]
    if (expected === undefined ? value !== 'off' : value === expected) continue
    throw new Error(
      `${name} is ${String(value)}, so that ${consequence}: set it to ${expected ?? 'on'}`,
    )
  }
  const version = await readLayoutVersion((sql, values) => link.query(sql, values), names).catch(
    (error: unknown) => {
      if ((error as { readonly code?: unknown }).code === UNDEFINED_TABLE) return 0
      throw error
    },
  )
  if (version > LAYOUT_VERSION) throw createNewerLayoutError(version)
  if (version < LAYOUT_VERSION) {
    throw new Error(`The tables have the layout ${version} of ${LAYOUT_VERSION}: call migrate()`)
  }
}
