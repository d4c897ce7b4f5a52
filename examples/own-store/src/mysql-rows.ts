import type { AccessTokenRecord, ConsumerRecord, RequestTokenRecord } from '@oauthplus/server'

import type { Value } from './mysql-database.js'

/** A token of either kind. */
export type TokenRecord = RequestTokenRecord | AccessTokenRecord

/** A Consumer as a row: JSON. */
export interface ConsumerRow {
  readonly record: string
}

/** A token as a row: the fields that statements use have columns, the rest is JSON. */
export interface TokenRow {
  readonly state: Buffer
  readonly keep_until_seconds: number | null
  readonly last_used_at_seconds: number | null
  readonly record: string
}

/** Converts a token to the values of its columns, in the order of `TOKEN_COLUMNS`. */
export function toTokenValues(token: TokenRecord): readonly Value[] {
  const isRequest = token.kind === 'request'
  const { state, ...record } = token
  const keepUntilSeconds = isRequest ? token.expiresAtSeconds : token.keepUntilSeconds
  return [
    token.key,
    token.kind,
    state,
    token.consumerKey,
    token.userId ?? null,
    keepUntilSeconds ?? null,
    isRequest ? null : (token.lastUsedAtSeconds ?? null),
    JSON.stringify(record),
  ]
}

/** The columns of a token. */
export const TOKEN_COLUMNS =
  'id, kind, state, consumer_id, user_id, keep_until_seconds, last_used_at_seconds, record'

/** Converts a row to a token. */
export function toToken(row: TokenRow): TokenRecord {
  const record = JSON.parse(row.record) as TokenRecord
  const state = row.state.toString()
  if (record.kind === 'request') return { ...record, state } as RequestTokenRecord
  return {
    ...record,
    state: state as AccessTokenRecord['state'],
    keepUntilSeconds: row.keep_until_seconds ?? undefined,
    lastUsedAtSeconds: row.last_used_at_seconds ?? undefined,
  }
}

/** Converts a consumer to the values of its columns: owner, status, record. */
export function toConsumerValues(consumer: ConsumerRecord): readonly Value[] {
  return [consumer.ownerId ?? null, consumer.status, JSON.stringify(consumer)]
}

/** Converts a row to a consumer. */
export function toConsumer({ record }: ConsumerRow): ConsumerRecord {
  return JSON.parse(record) as ConsumerRecord
}
