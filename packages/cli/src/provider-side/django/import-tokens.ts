import type { Store } from '@oauthplus/server'

import { EXIT_CODES, Failure } from '../../failure.js'
import { isNaturalKey, readString } from './django-dump.js'
import type { DjangoRecord } from './django-dump.js'
import type { ImportReport } from './import-report.js'

// The maximum length of indexed columns of stores.
const MAX_INDEXED_BYTES = 255
const ACCESS = '2'

/** Saves the access tokens of a dump with their keys and secrets. */
export async function importTokens(
  store: Store,
  records: readonly DjangoRecord[],
  {
    consumers,
    report,
  }: {
    /** The keys of registered consumers by their ids in the dump. */
    readonly consumers: ReadonlyMap<string, string>
    readonly report: ImportReport
  },
): Promise<void> {
  const scopes = readScopes(records)
  report.scopes.push(...scopes.values())
  for (const record of records.filter(({ model }) => model === 'token')) {
    const key = readString(record, 'key') ?? ''
    const secret = readString(record, 'secret') ?? ''
    const consumerKey = consumers.get(readString(record, 'consumer') ?? '') ?? ''
    const userId = readString(record, 'user') ?? ''
    const scope = scopes.get(readString(record, 'scope') ?? '')
    const why = findRefusal(record, { key, secret, consumerKey, userId, scopes })
    if (why !== undefined) {
      report.left.push({ what: `token ${key === '' ? String(record.pk) : key}`, why })
      continue
    }
    const outcome = await store.createAccessToken({
      kind: 'access',
      state: 'valid',
      grantedBy: 'consent',
      key,
      secret,
      consumerKey,
      userId,
      scopes: scope === undefined ? [] : [scope.name],
      createdAtSeconds: Number(readString(record, 'timestamp') ?? 0),
    })
    if (outcome === 'full' || outcome === 'consumer_full')
      throw new Failure('The store is full', EXIT_CODES.unreachable)
    report.tokens[outcome === 'created' ? 'taken' : 'present'] += 1
  }
}

function findRefusal(
  record: DjangoRecord,
  token: {
    readonly key: string
    readonly secret: string
    readonly consumerKey: string
    readonly userId: string
    readonly scopes: ReadonlyMap<string, unknown>
  },
): string | undefined {
  if (readString(record, 'token_type') !== ACCESS)
    return 'a request token: its user can start again'
  if (record.fields.is_approved !== true) return 'its user has not approved it'
  if (isNaturalKey(record, 'user') || isNaturalKey(record, 'consumer')) {
    return 'it has natural keys: create the dump without --natural-foreign'
  }
  if (token.userId === '') return 'it has no user'
  if (token.consumerKey === '') return 'its consumer was not imported'
  if (token.key === '' || token.secret === '') return 'its key or its secret is empty'
  if ([token.key, token.userId].some((text) => Buffer.byteLength(text) > MAX_INDEXED_BYTES)) {
    return `its key or its user is longer than ${MAX_INDEXED_BYTES} bytes`
  }
  const scope = readString(record, 'scope')
  // Without its scope, the token would have fewer permissions than the user granted.
  if (scope !== undefined && !token.scopes.has(scope)) return 'its scope is not in the dump'
  return undefined
}

function readScopes(
  records: readonly DjangoRecord[],
): ReadonlyMap<string, { readonly name: string; readonly allowWrites: boolean }> {
  return new Map(
    records.flatMap((record) => {
      const name = record.model === 'scope' ? readString(record, 'name') : undefined
      if (name === undefined) return []
      return [[String(record.pk), { name, allowWrites: record.fields.is_readonly === false }]]
    }),
  )
}
