import type { AccessTokenRecord, RequestTokenRecord } from '@oauthplus/server'

import { getMillisecondsUntil } from './lifetime.js'
import type { KeyNames } from './key-names.js'

/** A token of either kind. */
export type TokenRecord = RequestTokenRecord | AccessTokenRecord

/**
 * Returns the arguments with which the scripts save a token: its key, its user's tag if it is an access token, its
 * last second, the milliseconds to keep it, its index, and the fields of its hash. Data that changes, or that
 * scripts read, has a field; the rest is in `record` as JSON.
 */
export function toScriptArguments(
  names: KeyNames,
  token: TokenRecord,
  nowSeconds: number,
): string[] {
  const last = getLastSecond(token)
  const user = token.userId === undefined ? '' : names.tag(token.userId)
  const isListed = ['valid', 'pending', 'approved'].includes(token.state)
  return [
    token.key,
    token.kind === 'access' ? user : '',
    last === undefined ? '+inf' : String(last),
    getMillisecondsUntil(last, nowSeconds),
    isListed ? token.state : '',
    ...listFields(token, user).flatMap(([name, value]) =>
      value === undefined ? [] : [name, String(value)],
    ),
  ]
}

/** Returns the last second in which a token is needed; `undefined` if that is without end. */
export function getLastSecond(token: TokenRecord): number | undefined {
  return token.kind === 'request' ? token.expiresAtSeconds : token.keepUntilSeconds
}

/** The fields of a token’s hash that a script reads, in the order in which `parseToken` takes it. */
export const READ_FIELDS =
  "'record', 'state', 'secret', 'userId', 'verifierDigest', 'wrongVerifiers', 'keepUntil', 'lastUsed'"

/** Reads the values of a token's hash; `undefined` if there is no token. */
export function parseToken(values: readonly (string | null)[]): TokenRecord | undefined {
  const [record, state, secret, userId, verifierDigest, wrongVerifiers, keepUntil, lastUsed] =
    values
  if (typeof record !== 'string') return undefined
  const token = JSON.parse(record) as Record<string, unknown>
  token.state = state
  token.secret = secret
  if (token.kind === 'request') {
    token.wrongVerifiers = Number(wrongVerifiers)
    if (typeof userId === 'string') token.userId = userId
    if (typeof verifierDigest === 'string') token.verifierDigest = verifierDigest
  } else {
    if (typeof keepUntil === 'string') token.keepUntilSeconds = Number(keepUntil)
    if (typeof lastUsed === 'string') token.lastUsedAtSeconds = Number(lastUsed)
  }
  return token as unknown as TokenRecord
}

function listFields(
  token: TokenRecord,
  user: string,
): readonly (readonly [string, string | number | undefined])[] {
  const userField = ['user', user === '' ? undefined : user] as const
  if (token.kind === 'request') {
    const { secret, state, userId, verifierDigest, wrongVerifiers, ...record } = token
    return [
      ['kind', token.kind],
      ['state', state],
      ['secret', secret],
      ['record', JSON.stringify(record)],
      ['expires', token.expiresAtSeconds],
      ['wrongVerifiers', wrongVerifiers],
      ['userId', userId],
      ['verifierDigest', verifierDigest],
      userField,
    ]
  }
  const { secret, state, keepUntilSeconds, lastUsedAtSeconds, ...record } = token
  return [
    ['kind', token.kind],
    ['state', state],
    ['secret', secret],
    ['record', JSON.stringify(record)],
    ['handle', token.sessionHandleDigest],
    ['keepUntil', keepUntilSeconds],
    ['lastUsed', lastUsedAtSeconds],
    userField,
  ]
}
