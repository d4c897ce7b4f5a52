import type { ConsumerRecord, RequestTokenRecord, RevocationTarget } from '@oauthplus/server'

import type { Statements, Value } from './mysql-database.js'
import { toConsumer, TOKEN_COLUMNS, toToken, toTokenValues } from './mysql-rows.js'
import type { ConsumerRow, TokenRecord, TokenRow } from './mysql-rows.js'

interface Owners {
  readonly consumerKey?: string | undefined
  readonly userId?: string | undefined
}

/** Finds a consumer. */
export async function findConsumer(
  { selectRows }: Statements,
  key: string,
): Promise<ConsumerRecord | undefined> {
  const [row] = await selectRows('SELECT record FROM oauth_consumers WHERE id = ?', [key])
  return row && toConsumer(row as ConsumerRow)
}

/** Finds a token of either kind. */
export async function findToken(
  { selectRows }: Statements,
  key: string,
): Promise<TokenRecord | undefined> {
  const [row] = await selectRows(`SELECT ${TOKEN_COLUMNS} FROM oauth_tokens WHERE id = ?`, [key])
  return row && toToken(row as TokenRow)
}

/** Saves a new token. Returns `false` if its key is taken. */
export async function addToken(statements: Statements, token: TokenRecord): Promise<boolean> {
  if (await findToken(statements, token.key)) return false
  await statements.countChanges(
    `INSERT INTO oauth_tokens (${TOKEN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    toTokenValues(token),
  )
  return true
}

/** Updates the fields of a token that decisions change, but not its last use, which other calls write. */
export async function changeToken({ countChanges }: Statements, token: TokenRecord): Promise<void> {
  const [key, , state, , userId, , , record] = toTokenValues(token)
  await countChanges('UPDATE oauth_tokens SET state = ?, user_id = ?, record = ? WHERE id = ?', [
    state ?? null,
    userId ?? null,
    record ?? null,
    key ?? null,
  ])
}

/** Reports whether a token is a request token in a state, and has not expired. */
export function isOpen(
  token: TokenRecord | undefined,
  state: 'pending' | 'approved',
  nowSeconds: number,
): token is RequestTokenRecord {
  return token?.kind === 'request' && token.state === state && token.expiresAtSeconds >= nowSeconds
}

/** Finds the consumer and user of a revocation, or `undefined` if the token does not exist. */
export async function findOwners(
  statements: Statements,
  target: RevocationTarget,
): Promise<Owners | undefined> {
  if (!('tokenKey' in target)) return target
  const token = await findToken(statements, target.tokenKey)
  return token?.kind === 'access' ? token : undefined
}

/** Creates a condition and its values for the tokens of a consumer, a user, both, or all. */
export function createCondition({
  consumerKey,
  userId,
}: Owners): readonly [string, readonly Value[]] {
  const conditions = [
    ...(consumerKey === undefined ? [] : [['consumer_id = ?', consumerKey] as const]),
    ...(userId === undefined ? [] : [['user_id = ?', userId] as const]),
  ]
  if (conditions.length === 0) return ['TRUE', []]
  return [conditions.map(([text]) => text).join(' AND '), conditions.map(([, value]) => value)]
}
