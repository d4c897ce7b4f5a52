const CONSUMER_COLUMNS = [
  'key',
  'revision',
  'name',
  'description',
  'website',
  'icon_url',
  'owner_id',
  'status',
  'status_reason',
  'secrets',
  'public_keys',
  'signature_methods',
  'callbacks',
  'scopes',
  'default_callback',
  'xauth_allowed',
  'two_legged_allowed',
  'body_hash_required',
  'plaintext_in_query_allowed',
  'address_ranges',
  'request_token_lifetime_seconds',
  'access_token_lifetime_seconds',
  'session_lifetime_seconds',
  'created_at_seconds',
] as const

const TOKEN_COLUMNS = [
  'key',
  'kind',
  'secret',
  'consumer_key',
  'user_id',
  'scopes',
  'state',
  'created_at_seconds',
  'expires_at_seconds',
  'keep_until_seconds',
  'callback',
  'verifier_digest',
  'wrong_verifiers',
  'consent_key',
  'granted_by',
  'session_handle_digest',
  'last_used_at_seconds',
] as const

/** The names of the columns of a consumer. */
export type ConsumerColumn = (typeof CONSUMER_COLUMNS)[number]

/** The names of the columns of a token. */
export type TokenColumn = (typeof TOKEN_COLUMNS)[number]

/** Whose tokens a statement concerns. */
type Owners = 'of Consumer' | 'of User' | 'of both'

type Name =
  | 'createConsumer'
  | 'findConsumer'
  | 'replaceConsumer'
  | 'removeConsumer'
  | 'removeTokens'
  | 'addAuditEntry'
  | 'listAuditEntries'
  | 'addRefusals'
  | 'listRefusals'
  | 'findCredentials'
  | 'recordNonce'
  | 'writeLastUse'
  | 'createToken'
  | 'findToken'
  | 'approve'
  | 'deny'
  | 'countWrongVerifier'
  | 'use'
  | 'renew'
  | 'replaceSecret'
  | 'beginPurge'
  | 'endPurge'
  | 'markPurge'
  | 'purgeNonces'
  | 'purgeTokens'
  | 'purgeRefusals'

/** The SQL of the statements. */
export interface Statements extends Readonly<Record<Name, string>> {
  readonly listConsumers: Readonly<Record<'all' | 'of owner' | 'with status' | 'of both', string>>
  readonly list: Readonly<Record<Owners | 'all', string>>
  readonly revoke: Readonly<Record<Owners | 'token', string>>
  readonly revokeRequests: Readonly<Record<Owners, string>>
}

/** Writes the values of a row in the order of its columns. */
export function listConsumerValues<Value>(row: Record<ConsumerColumn, Value>): Value[] {
  return CONSUMER_COLUMNS.map((column) => row[column])
}

/** Writes the values of a row in the order of its columns. */
export function listTokenValues<Value>(row: Record<TokenColumn, Value>): Value[] {
  return TOKEN_COLUMNS.map((column) => row[column])
}

const joinNames = (columns: readonly string[]): string => columns.join(', ')
const joinPlaceholders = (columns: readonly string[]): string => columns.map(() => '?').join(', ')
const joinAssignments = (columns: readonly string[]): string =>
  columns.map((column) => `${column} = ?`).join(', ')
/** Names columns apart from those of the other table of a join. */
const joinAliases = (alias: string, columns: readonly string[]): string =>
  columns.map((column) => `${alias}.${column} AS ${alias}_${column}`).join(', ')

/**
 * Every statement of the store, each of which finds its rows by a key or an index.
 *
 * @param prefix That of the tables.
 */
export function createStatements(prefix: string): Statements {
  const consumers = `${prefix}consumers`
  const tokens = `${prefix}tokens`
  const nonces = `${prefix}nonces`
  const meta = `${prefix}meta`
  const audit = `${prefix}audit`
  const refusals = `${prefix}refusals`
  const buildConsumerList = (condition: string): string =>
    `SELECT ${joinNames(CONSUMER_COLUMNS)} FROM ${consumers}
     WHERE ${condition} AND key > ? ORDER BY key LIMIT ?`
  const buildList = (condition: string): string =>
    `SELECT ${joinNames(TOKEN_COLUMNS)} FROM ${tokens} WHERE ${condition} AND state = 'valid'
     AND key > ? ORDER BY key LIMIT ?`
  const buildRevocation = (condition: string): string =>
    `UPDATE ${tokens} SET state = 'revoked', keep_until_seconds = min(coalesce(keep_until_seconds, ?1), ?1)
     WHERE ${condition} AND state = 'valid'`
  const buildRequestRevocation = (condition: string): string =>
    `UPDATE ${tokens} SET state = 'revoked' WHERE ${condition}`
  const buildDecision = (changes: string): string =>
    `UPDATE ${tokens} SET ${changes}
     WHERE key = ? AND kind = 'request' AND state = 'pending' AND expires_at_seconds >= ?`
  return {
    createConsumer: `INSERT INTO ${consumers} (${joinNames(CONSUMER_COLUMNS)})
      VALUES (${joinPlaceholders(CONSUMER_COLUMNS)}) ON CONFLICT DO NOTHING`,
    findConsumer: `SELECT ${joinNames(CONSUMER_COLUMNS)} FROM ${consumers} WHERE key = ?`,
    listConsumers: {
      all: buildConsumerList('true'),
      'of owner': buildConsumerList('owner_id = ?'),
      'with status': buildConsumerList('status = ?'),
      // Of one owner there are few.
      'of both': buildConsumerList('owner_id = ? AND +status = ?'),
    },
    replaceConsumer: `UPDATE ${consumers} SET ${joinAssignments(CONSUMER_COLUMNS)}
      WHERE key = ? AND revision = ?`,
    removeConsumer: `DELETE FROM ${consumers} WHERE key = ?`,
    removeTokens: `DELETE FROM ${tokens} WHERE consumer_key = ?`,
    addAuditEntry: `INSERT INTO ${audit} (id, consumer_key, entry) VALUES (?, ?, ?)`,
    listAuditEntries: `SELECT entry FROM ${audit} WHERE consumer_key = ?1 AND (?2 IS NULL OR id < ?2)
      ORDER BY id DESC LIMIT ?3`,
    addRefusals: `INSERT INTO ${refusals} (consumer_key, day, code, count) VALUES (?, ?, ?, ?)
      ON CONFLICT (consumer_key, day, code) DO UPDATE SET count = count + excluded.count`,
    listRefusals: `SELECT day, code, count FROM ${refusals} WHERE consumer_key = ? AND day >= ?
      ORDER BY day, code`,
    // One read, whichever of the two is there.
    findCredentials: `SELECT ${joinAliases('c', CONSUMER_COLUMNS)}, ${joinAliases('t', TOKEN_COLUMNS)}
      FROM (SELECT 1) LEFT JOIN ${consumers} AS c ON c.key = ? LEFT JOIN ${tokens} AS t ON t.key = ?`,
    recordNonce: `INSERT INTO ${nonces} (digest, expires_at_seconds) SELECT ?1, ?2
      WHERE ?2 >= max(?3, (SELECT value FROM ${meta} WHERE name = 'purged_by_seconds'))
      ON CONFLICT DO NOTHING`,
    writeLastUse: `UPDATE ${tokens} SET last_used_at_seconds = ?1 WHERE key = ?2 AND kind = 'access'
      AND (last_used_at_seconds IS NULL OR ?1 - last_used_at_seconds >= 60)`,
    createToken: `INSERT INTO ${tokens} (${joinNames(TOKEN_COLUMNS)})
      VALUES (${joinPlaceholders(TOKEN_COLUMNS)}) ON CONFLICT DO NOTHING`,
    findToken: `SELECT ${joinNames(TOKEN_COLUMNS)} FROM ${tokens} WHERE key = ? AND kind = ?`,
    approve: buildDecision(`state = 'approved', user_id = ?, verifier_digest = ?`),
    deny: buildDecision(`state = 'denied', user_id = ?`),
    countWrongVerifier: `UPDATE ${tokens} SET wrong_verifiers = wrong_verifiers + 1,
      state = CASE WHEN state = 'approved' AND wrong_verifiers + 1 >= ? THEN 'locked' ELSE state END
      WHERE key = ? AND kind = 'request' RETURNING wrong_verifiers`,
    use: `UPDATE ${tokens} SET state = 'used'
      WHERE key = ? AND kind = 'request' AND state = 'approved' AND expires_at_seconds >= ?`,
    renew: `UPDATE ${tokens} SET state = 'replaced'
      WHERE key = ? AND kind = 'access' AND state = 'valid' AND session_handle_digest = ?
      AND (keep_until_seconds IS NULL OR keep_until_seconds >= ?)`,
    list: {
      all: buildList(`kind = 'access'`),
      'of Consumer': buildList('consumer_key = ?'),
      'of User': buildList('user_id = ?'),
      // Of one user there are few, of one consumer there may be millions.
      'of both': buildList('+consumer_key = ? AND user_id = ?'),
    },
    revoke: {
      token: buildRevocation('key = ?2'),
      'of Consumer': buildRevocation('consumer_key = ?2'),
      'of User': buildRevocation('user_id = ?2'),
      'of both': buildRevocation('+consumer_key = ?2 AND user_id = ?3'),
    },
    revokeRequests: {
      'of Consumer': buildRequestRevocation(
        `consumer_key = ? AND state IN ('pending', 'approved')`,
      ),
      'of User': buildRequestRevocation(`user_id = ? AND state = 'approved'`),
      'of both': buildRequestRevocation(`+consumer_key = ? AND user_id = ? AND state = 'approved'`),
    },
    replaceSecret: `UPDATE ${tokens} SET secret = ? WHERE key = ? AND kind = 'access' AND secret = ?`,
    // The process that purges has a lease; a clock that was set back must not extend it for ever.
    beginPurge: `UPDATE ${meta} SET value = ?1 + ?2
      WHERE name = 'purging_until' AND (value < ?1 OR value > ?1 + ?2)`,
    endPurge: `UPDATE ${meta} SET value = 0 WHERE name = 'purging_until'`,
    markPurge: `UPDATE ${meta} SET value = max(value, ?) WHERE name = 'purged_by_seconds'`,
    purgeNonces: `DELETE FROM ${nonces} WHERE digest IN
      (SELECT digest FROM ${nonces} WHERE expires_at_seconds < ? LIMIT ?)`,
    purgeTokens: `DELETE FROM ${tokens} WHERE key IN
      (SELECT key FROM ${tokens} WHERE keep_until_seconds < ? LIMIT ?)`,
    purgeRefusals: `DELETE FROM ${refusals} WHERE day < ?`,
  }
}
