import { createUsageFailure } from '../../failure.js'

/** A record of `manage.py dumpdata`. */
export interface DjangoRecord {
  readonly model: string
  readonly pk: unknown
  readonly fields: Readonly<Record<string, unknown>>
}

const APPLICATION = 'oauth_provider.'

/** Reads the records of django-oauth-plus in a dump. */
export function readDjangoDump(text: string): readonly DjangoRecord[] {
  let dump: unknown
  try {
    dump = JSON.parse(text)
  } catch {
    throw createUsageFailure(
      'The file is not JSON: create it with manage.py dumpdata oauth_provider',
    )
  }
  const records = Array.isArray(dump) ? dump.filter(isRecord) : []
  const ours = records.filter(({ model }) => model.startsWith(APPLICATION))
  if (ours.length === 0) {
    throw createUsageFailure(
      'The file has no records of oauth_provider: create it with manage.py dumpdata oauth_provider',
    )
  }
  return ours.map((record) => ({ ...record, model: record.model.slice(APPLICATION.length) }))
}

/** Returns a field as a string if it is a string or a number; `undefined` otherwise. */
export function readString({ fields }: DjangoRecord, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Returns whether a field is a natural key, which cannot be resolved. */
export function isNaturalKey({ fields }: DjangoRecord, name: string): boolean {
  return Array.isArray(fields[name])
}

function isRecord(value: unknown): value is DjangoRecord {
  if (typeof value !== 'object' || value === null) return false
  const { model, fields } = value as Partial<DjangoRecord>
  return typeof model === 'string' && typeof fields === 'object' && (fields as unknown) !== null
}
