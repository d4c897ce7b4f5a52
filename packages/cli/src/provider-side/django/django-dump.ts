import { createUsageFailure } from '../../failure.js'

/** A record of `manage.py dumpdata`. */
export interface DjangoRecord {
  readonly model: string
  readonly pk: unknown
  readonly fields: Readonly<Record<string, unknown>>
}

const APPLICATION = 'oauth_provider.'

/** Reads a dump, and leaves of it what belongs to django-oauth-plus. */
export function readDjangoDump(text: string): readonly DjangoRecord[] {
  let dump: unknown
  try {
    dump = JSON.parse(text)
  } catch {
    throw createUsageFailure('This is no JSON: make it with manage.py dumpdata oauth_provider')
  }
  const records = Array.isArray(dump) ? dump.filter(isRecord) : []
  const ours = records.filter(({ model }) => model.startsWith(APPLICATION))
  if (ours.length === 0) {
    throw createUsageFailure(
      'This holds nothing of oauth_provider: make it with manage.py dumpdata oauth_provider',
    )
  }
  return ours.map((record) => ({ ...record, model: record.model.slice(APPLICATION.length) }))
}

/** Gives a field that is a text, or a number written as one; `undefined` for any other. */
export function readString({ fields }: DjangoRecord, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Tells whether a field refers by natural keys, which say nothing without their own dump. */
export function isNaturalKey({ fields }: DjangoRecord, name: string): boolean {
  return Array.isArray(fields[name])
}

function isRecord(value: unknown): value is DjangoRecord {
  if (typeof value !== 'object' || value === null) return false
  const { model, fields } = value as Partial<DjangoRecord>
  return typeof model === 'string' && typeof fields === 'object' && (fields as unknown) !== null
}
