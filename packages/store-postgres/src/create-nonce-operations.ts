import type { Store } from '@oauthplus/server'

import type { StoreParts } from './store-parts.js'

// So many rows are forgotten by one statement at most.
const BATCH_SIZE = 1000
const DAY_SECONDS = 86_400
const REFUSAL_DAYS = 14

/** Creates the operation that records a nonce, and the one that forgets what has expired. */
export function createNonceOperations({
  link,
  names,
}: StoreParts): Pick<Store, 'recordNonce' | 'purge'> {
  const record = `SELECT ${names.recordNonce}($1, $2, $3, $4)`
  const begin = `SELECT ${names.beginPurge}($1)`
  // A process deletes nothing while another one purges. In the order of keys, as a revocation locks
  // them, which avoids a deadlock.
  const buildDeletion = (table: string, key: string, lastSecond: string): string =>
    `WITH turn AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock(hashtextextended('${names.lock('purge')}', 0)) AS is_ours
      ), expired AS MATERIALIZED (
        SELECT ${key} FROM ${table} WHERE (SELECT is_ours FROM turn) AND ${lastSecond} < $1
        ORDER BY ${lastSecond} LIMIT ${BATCH_SIZE}
      ), locked AS MATERIALIZED (
        SELECT ${key} FROM ${table} WHERE ${key} = ANY(ARRAY(SELECT ${key} FROM expired))
        ORDER BY ${key} FOR UPDATE
      )
      DELETE FROM ${table} AS forgotten USING locked WHERE forgotten.${key} = locked.${key}`
  const deleteNonces = buildDeletion(names.nonces, 'digest', 'expires_at_seconds')
  const deleteTokens = buildDeletion(names.tokens, 'key', 'keep_until_seconds')

  const deleteRefusals = `DELETE FROM ${names.refusals} WHERE day < $1`

  async function deleteInBatches(sql: string, nowSeconds: number): Promise<number> {
    let sum = 0
    for (;;) {
      const { count } = await link.query(sql, [nowSeconds])
      sum += count
      if (count < BATCH_SIZE) return sum
    }
  }

  return {
    async recordNonce({ digest, expiresAtSeconds, nowSeconds, accessTokenKey = null }) {
      const values = [digest, expiresAtSeconds, nowSeconds, accessTokenKey]
      const { rows } = await link.query(record, values)
      return rows[0]?.[0] === true ? 'recorded' : 'used'
    },

    async purge(nowSeconds) {
      await link.query(begin, [nowSeconds])
      const nonceCount = await deleteInBatches(deleteNonces, nowSeconds)
      const tokenCount = await deleteInBatches(deleteTokens, nowSeconds)
      await link.query(deleteRefusals, [Math.floor(nowSeconds / DAY_SECONDS) - REFUSAL_DAYS])
      return nonceCount + tokenCount
    },
  }
}
