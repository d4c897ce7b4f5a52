import type { AccessTokenRecord, ConsumerRecord, RequestTokenRecord } from '@oauthplus/server'

/** A type of PostgreSQL that columns have here. */
export type ColumnType = 'text' | 'bigint' | 'boolean' | 'text[]' | 'jsonb'

/** For each field of a record its column. */
export type Columns<Field extends string> = Readonly<
  Record<Field, readonly [name: string, type: ColumnType]>
>

/** A row, its values in the order of the columns. */
export type Row = readonly unknown[]

/** The columns of consumers. */
export const CONSUMER_COLUMNS: Columns<keyof ConsumerRecord> = {
  key: ['key', 'text'],
  revision: ['revision', 'bigint'],
  name: ['name', 'text'],
  description: ['description', 'text'],
  website: ['website', 'text'],
  iconUrl: ['icon_url', 'text'],
  ownerId: ['owner_id', 'text'],
  status: ['status', 'text'],
  statusReason: ['status_reason', 'text'],
  secrets: ['secrets', 'jsonb'],
  publicKeys: ['public_keys', 'jsonb'],
  signatureMethods: ['signature_methods', 'text[]'],
  callbacks: ['callbacks', 'text[]'],
  scopes: ['scopes', 'text[]'],
  defaultCallback: ['default_callback', 'text'],
  allowXauth: ['xauth_allowed', 'boolean'],
  allowTwoLegged: ['two_legged_allowed', 'boolean'],
  requireBodyHash: ['body_hash_required', 'boolean'],
  allowPlaintextInQuery: ['plaintext_in_query_allowed', 'boolean'],
  addressRanges: ['address_ranges', 'text[]'],
  requestTokenLifetimeSeconds: ['request_token_lifetime_seconds', 'bigint'],
  accessTokenLifetimeSeconds: ['access_token_lifetime_seconds', 'bigint'],
  sessionLifetimeSeconds: ['session_lifetime_seconds', 'bigint'],
  createdAtSeconds: ['created_at_seconds', 'bigint'],
}

/** The columns of tokens, of both kinds: in one table, since they share their keys. */
export const TOKEN_COLUMNS: Columns<keyof RequestTokenRecord | keyof AccessTokenRecord> = {
  key: ['key', 'text'],
  kind: ['kind', 'text'],
  secret: ['secret', 'text'],
  consumerKey: ['consumer_key', 'text'],
  userId: ['user_id', 'text'],
  scopes: ['scopes', 'text[]'],
  state: ['state', 'text'],
  createdAtSeconds: ['created_at_seconds', 'bigint'],
  expiresAtSeconds: ['expires_at_seconds', 'bigint'],
  keepUntilSeconds: ['keep_until_seconds', 'bigint'],
  callback: ['callback', 'text'],
  verifierDigest: ['verifier_digest', 'text'],
  wrongVerifiers: ['wrong_verifiers', 'bigint'],
  consentKey: ['consent_key', 'text'],
  grantedBy: ['granted_by', 'text'],
  sessionHandleDigest: ['session_handle_digest', 'text'],
  lastUsedAtSeconds: ['last_used_at_seconds', 'bigint'],
}

type AnyColumns = Columns<string>

const readConsumer = createReader(CONSUMER_COLUMNS)
const readToken = createReader(TOKEN_COLUMNS)

/** Lists the names of columns, of a table that has an alias if one is given. */
export function listColumnNames(columns: AnyColumns, alias?: string): string {
  const prefix = alias === undefined ? '' : `${alias}.`
  return Object.values(columns)
    .map(([name]) => `${prefix}${name}`)
    .join(', ')
}

/** Lists a parameter for each column, of the column's type, numbered from `first` on. */
export function listParameters(columns: AnyColumns, first = 1): string {
  return Object.values(columns)
    .map(([, type], index) => `$${first + index}::${type}`)
    .join(', ')
}

/** Lists the values of a record in the order of the columns. */
export function listValues(columns: AnyColumns, record: object): unknown[] {
  const fields = record as Readonly<Record<string, unknown>>
  return Object.entries(columns).map(([field, [, type]]) => {
    const value = fields[field] ?? null
    return type === 'jsonb' ? JSON.stringify(value) : value
  })
}

/** Lists the values of columns as one JSON array, which costs both sides less than as many columns. */
export function joinAsJson(columns: AnyColumns, alias: string): string {
  return `json_build_array(${listColumnNames(columns, alias)})::text`
}

/** Reads a consumer out of a row; `undefined` if there is none. */
export function toConsumer(row: Row | undefined): ConsumerRecord | undefined {
  return row && (readConsumer(row) as ConsumerRecord | undefined)
}

/** Reads a token out of a row; `undefined` if there is none. */
export function toToken(row: Row | undefined): RequestTokenRecord | AccessTokenRecord | undefined {
  const record = row && readToken(row)
  // Of a request token this column says what `expiresAtSeconds` says.
  if (record?.kind === 'request') delete record.keepUntilSeconds
  return record as RequestTokenRecord | AccessTokenRecord | undefined
}

/** Lists the values of a token, with what a purge goes by. */
export function listTokenValues(token: RequestTokenRecord | AccessTokenRecord): unknown[] {
  if (token.kind === 'access') return listValues(TOKEN_COLUMNS, token)
  return listValues(TOKEN_COLUMNS, { ...token, keepUntilSeconds: token.expiresAtSeconds })
}

function createReader(columns: AnyColumns): (row: Row) => Record<string, unknown> | undefined {
  // Listed once: to list them for each row took as long as to read it.
  const fields = Object.entries(columns).map(([field, [, type]], index) => ({ field, type, index }))
  return (row) => {
    // The first column is the key; an outer join gives null if there is no row.
    if (typeof row[0] !== 'string') return undefined
    const record: Record<string, unknown> = {}
    for (const { field, type, index } of fields) {
      const value = row[index]
      if (value !== null) record[field] = type === 'bigint' ? Number(value) : value
    }
    return record
  }
}
