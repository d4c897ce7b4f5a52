import type { AccessTokenRecord, RequestTokenRecord } from '@oauthplus/server'

import { getMillisecondsUntil } from './lifetime.js'
import type { KeyNames } from './key-names.js'

/** A token of either kind. */
export type TokenRecord = RequestTokenRecord | AccessTokenRecord

/**
 * Returns what the scripts save a token by: its key, its User's tag if it is an Access Token, its
 * last second, the milliseconds to keep it, its index, and the fields of its hash. What changes, or
 * is looked at by scripts, has a field; the rest stands in `record` as JSON.
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

/** Reads a token's hash, names and values in turn; `undefined` if it has none. */
export function parseToken(hash: readonly string[]): TokenRecord | undefined {
  if (hash.length === 0) return undefined
  const fields = new Map<string, string>()
  for (let index = 0; index < hash.length; index += 2) {
    fields.set(hash[index] ?? '', hash[index + 1] ?? '')
  }
  const token = {
    ...(JSON.parse(fields.get('record') ?? '') as TokenRecord),
    state: fields.get('state'),
    secret: fields.get('secret'),
  }
  if (token.kind === 'request') {
    return { ...token, ...readDecision(fields) } as RequestTokenRecord
  }
  return {
    ...token,
    ...readNumber(fields, 'keepUntil', 'keepUntilSeconds'),
    ...readNumber(fields, 'lastUsed', 'lastUsedAtSeconds'),
  } as AccessTokenRecord
}

function readDecision(fields: ReadonlyMap<string, string>): Partial<RequestTokenRecord> {
  const [userId, verifierDigest] = [fields.get('userId'), fields.get('verifierDigest')]
  return {
    wrongVerifiers: Number(fields.get('wrongVerifiers')),
    ...(userId === undefined ? {} : { userId }),
    ...(verifierDigest === undefined ? {} : { verifierDigest }),
  }
}

function readNumber(
  fields: ReadonlyMap<string, string>,
  field: string,
  name: string,
): Record<string, number> {
  const value = fields.get(field)
  return value === undefined ? {} : { [name]: Number(value) }
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
