import type { ConsumerRecord, RequestTokenRecord, RevocationTarget } from '@oauthplus/server'

import type { Statements, Value } from './mysql-database.js'
import { consumerOf, TOKEN_COLUMNS, tokenOf, tokenValues } from './mysql-rows.js'
import type { ConsumerRow, TokenRecord, TokenRow } from './mysql-rows.js'

interface Owners {
  readonly consumerKey?: string | undefined
  readonly userId?: string | undefined
}

/** Finds a Consumer. */
export async function findConsumer(
  { rows }: Statements,
  key: string,
): Promise<ConsumerRecord | undefined> {
  const [row] = await rows('SELECT record FROM oauth_consumers WHERE id = ?', [key])
  return row && consumerOf(row as ConsumerRow)
}

/** Finds a token of either kind. */
export async function findToken(
  { rows }: Statements,
  key: string,
): Promise<TokenRecord | undefined> {
  const [row] = await rows(`SELECT ${TOKEN_COLUMNS} FROM oauth_tokens WHERE id = ?`, [key])
  return row && tokenOf(row as TokenRow)
}

/** Saves a new token; false where its key is taken. */
export async function addToken(statements: Statements, token: TokenRecord): Promise<boolean> {
  if (await findToken(statements, token.key)) return false
  await statements.count(
    `INSERT INTO oauth_tokens (${TOKEN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    tokenValues(token),
  )
  return true
}

/** Writes what a decision may change of a token: never its last use, which others write meanwhile. */
export async function changeToken({ count }: Statements, token: TokenRecord): Promise<void> {
  const [key, , state, , userId, , , record] = tokenValues(token)
  await count('UPDATE oauth_tokens SET state = ?, user_id = ?, record = ? WHERE id = ?', [
    state ?? null,
    userId ?? null,
    record ?? null,
    key ?? null,
  ])
}

/** Tells whether a token is a Request Token in a state, and has not expired. */
export function isOpen(
  token: TokenRecord | undefined,
  state: 'pending' | 'approved',
  nowSeconds: number,
): token is RequestTokenRecord {
  return token?.kind === 'request' && token.state === state && token.expiresAtSeconds >= nowSeconds
}

/** Gives whose tokens a revocation concerns; `undefined` where there is no such token. */
export async function ownersOf(
  statements: Statements,
  target: RevocationTarget,
): Promise<Owners | undefined> {
  if (!('tokenKey' in target)) return target
  const token = await findToken(statements, target.tokenKey)
  return token?.kind === 'access' ? token : undefined
}

/** Gives a condition, and its values, for the tokens of a Consumer, a User, both, or all. */
export function ownedBy({ consumerKey, userId }: Owners): readonly [string, readonly Value[]] {
  const conditions = [
    ...(consumerKey === undefined ? [] : [['consumer_id = ?', consumerKey] as const]),
    ...(userId === undefined ? [] : [['user_id = ?', userId] as const]),
  ]
  if (conditions.length === 0) return ['TRUE', []]
  return [conditions.map(([text]) => text).join(' AND '), conditions.map(([, value]) => value)]
}
