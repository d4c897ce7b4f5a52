import type { AccessTokenRecord, ConsumerRecord, RequestTokenRecord } from '@oauthplus/server'

import type { SqliteValue } from './sqlite-database.js'
import type { ConsumerColumn, TokenColumn } from './statements.js'

/** A row as it is kept. */
export type ConsumerRow = Record<ConsumerColumn, SqliteValue>

/** A row as it is kept: of either kind of token. */
export type TokenRow = Record<TokenColumn, SqliteValue>

/** Writes a consumer as a row. */
export function toConsumerRow(consumer: ConsumerRecord): ConsumerRow {
  return {
    key: consumer.key,
    revision: consumer.revision,
    name: consumer.name,
    description: consumer.description,
    website: consumer.website ?? null,
    icon_url: consumer.iconUrl ?? null,
    owner_id: consumer.ownerId ?? null,
    status: consumer.status,
    status_reason: consumer.statusReason ?? null,
    secrets: JSON.stringify(consumer.secrets),
    public_keys: JSON.stringify(consumer.publicKeys),
    signature_methods: JSON.stringify(consumer.signatureMethods),
    callbacks: JSON.stringify(consumer.callbacks),
    scopes: consumer.scopes === undefined ? null : JSON.stringify(consumer.scopes),
    default_callback: consumer.defaultCallback ?? null,
    xauth_allowed: Number(consumer.allowXauth),
    two_legged_allowed: Number(consumer.allowTwoLegged),
    body_hash_required: Number(consumer.requireBodyHash),
    plaintext_in_query_allowed: Number(consumer.allowPlaintextInQuery),
    address_ranges: JSON.stringify(consumer.addressRanges),
    request_token_lifetime_seconds: consumer.requestTokenLifetimeSeconds ?? null,
    access_token_lifetime_seconds: consumer.accessTokenLifetimeSeconds ?? null,
    session_lifetime_seconds: consumer.sessionLifetimeSeconds ?? null,
    created_at_seconds: consumer.createdAtSeconds,
  }
}

/** Reads a consumer from its row. */
export function toConsumer(row: ConsumerRow): ConsumerRecord {
  return omitNull<ConsumerRecord>({
    key: row.key,
    revision: row.revision,
    name: row.name,
    description: row.description,
    website: row.website,
    iconUrl: row.icon_url,
    ownerId: row.owner_id,
    status: row.status,
    statusReason: row.status_reason,
    secrets: parseJson(row.secrets),
    publicKeys: parseJson(row.public_keys),
    signatureMethods: parseJson(row.signature_methods),
    callbacks: parseJson(row.callbacks),
    scopes: row.scopes === null ? null : parseJson(row.scopes),
    defaultCallback: row.default_callback,
    allowXauth: row.xauth_allowed === 1,
    allowTwoLegged: row.two_legged_allowed === 1,
    requireBodyHash: row.body_hash_required === 1,
    allowPlaintextInQuery: row.plaintext_in_query_allowed === 1,
    addressRanges: parseJson(row.address_ranges),
    requestTokenLifetimeSeconds: row.request_token_lifetime_seconds,
    accessTokenLifetimeSeconds: row.access_token_lifetime_seconds,
    sessionLifetimeSeconds: row.session_lifetime_seconds,
    createdAtSeconds: row.created_at_seconds,
  })
}

/** Writes a token of either kind as a row. */
export function toTokenRow(token: RequestTokenRecord | AccessTokenRecord): TokenRow {
  const isRequest = token.kind === 'request'
  return {
    key: token.key,
    kind: token.kind,
    secret: token.secret,
    consumer_key: token.consumerKey,
    user_id: token.userId ?? null,
    scopes: JSON.stringify(token.scopes),
    state: token.state,
    created_at_seconds: token.createdAtSeconds,
    expires_at_seconds: token.expiresAtSeconds ?? null,
    // Of either kind the last second in which the row is needed.
    keep_until_seconds: (isRequest ? token.expiresAtSeconds : token.keepUntilSeconds) ?? null,
    callback: isRequest ? token.callback : null,
    verifier_digest: (isRequest ? token.verifierDigest : null) ?? null,
    wrong_verifiers: isRequest ? token.wrongVerifiers : null,
    consent_key: isRequest ? token.consentKey : null,
    granted_by: isRequest ? null : token.grantedBy,
    session_handle_digest: (isRequest ? null : token.sessionHandleDigest) ?? null,
    last_used_at_seconds: (isRequest ? null : token.lastUsedAtSeconds) ?? null,
  }
}

/** Reads a token of either kind from its row. */
export function toToken(row: TokenRow): RequestTokenRecord | AccessTokenRecord {
  return row.kind === 'request' ? toRequestToken(row) : toAccessToken(row)
}

/** Reads a request token from its row. */
export function toRequestToken(row: TokenRow): RequestTokenRecord {
  return omitNull<RequestTokenRecord>({
    kind: 'request',
    ...readSharedColumns(row),
    callback: row.callback,
    verifierDigest: row.verifier_digest,
    wrongVerifiers: row.wrong_verifiers,
    consentKey: row.consent_key,
  })
}

/** Reads an access token from its row. */
export function toAccessToken(row: TokenRow): AccessTokenRecord {
  return omitNull<AccessTokenRecord>({
    kind: 'access',
    ...readSharedColumns(row),
    grantedBy: row.granted_by,
    sessionHandleDigest: row.session_handle_digest,
    keepUntilSeconds: row.keep_until_seconds,
    lastUsedAtSeconds: row.last_used_at_seconds,
  })
}

/** Splits the row of a join into its two rows. */
export function splitRow(
  row: Record<string, SqliteValue>,
): [ConsumerRow | undefined, TokenRow | undefined] {
  const consumer: Record<string, SqliteValue> = {}
  const token: Record<string, SqliteValue> = {}
  for (const [name, value] of Object.entries(row)) {
    const target = name.startsWith('c_') ? consumer : token
    target[name.slice(2)] = value
  }
  return [
    consumer.key === null ? undefined : (consumer as ConsumerRow),
    token.key === null ? undefined : (token as TokenRow),
  ]
}

function readSharedColumns(row: TokenRow) {
  return {
    key: row.key,
    secret: row.secret,
    consumerKey: row.consumer_key,
    userId: row.user_id,
    scopes: parseJson(row.scopes),
    state: row.state,
    createdAtSeconds: row.created_at_seconds,
    expiresAtSeconds: row.expires_at_seconds,
  }
}

function parseJson(value: SqliteValue): unknown {
  return JSON.parse(String(value))
}

/** Replaces absent fields of a record with null in its row. */
function omitNull<Record extends object>(fields: { [Name in keyof Record]: unknown }): Record {
  const present = Object.entries(fields).filter(([, value]) => value !== null)
  return Object.fromEntries(present) as unknown as Record
}
