import type { AccessTokenRecord, Store } from '@oauthplus/server'

import { isConsumerAbsent, isKeyTaken } from './postgres-error.js'
import { listColumnNames, listParameters, TOKEN_COLUMNS, listTokenValues } from './store-columns.js'
import type { StoreParts } from './store-parts.js'

/** Creates the operations that replace a token by an access token, both or neither. */
export function createExchangeOperations({
  link,
  names,
}: StoreParts): Pick<Store, 'exchangeRequestToken' | 'renewAccessToken'> {
  const exchange = buildReplacement(
    `state = 'used'`,
    `state = 'approved' AND expires_at_seconds >= $3::bigint`,
  )
  const renew = buildReplacement(
    `state = 'replaced'`,
    `state = 'valid' AND (keep_until_seconds IS NULL OR keep_until_seconds >= $3::bigint)
      AND session_handle_digest = $4::text`,
  )

  function buildReplacement(change: string, condition: string): string {
    const first = condition.includes('$4') ? 5 : 4
    // The consumer's row is shared by exchanges and renewals, and taken whole by a revocation: that
    // one then sees every access token that came before it, and stops those that come after.
    return `WITH consumer AS MATERIALIZED (
        SELECT key FROM ${names.consumers} WHERE key = $2 FOR SHARE
      ), replaced AS (
        UPDATE ${names.tokens} AS token SET ${change} FROM consumer
        WHERE token.key = $1 AND token.consumer_key = consumer.key AND ${condition}
        RETURNING token.key
      )
      INSERT INTO ${names.tokens} (${listColumnNames(TOKEN_COLUMNS)})
      SELECT ${listParameters(TOKEN_COLUMNS, first)} FROM replaced`
  }

  async function replace(
    sql: string,
    accessToken: AccessTokenRecord,
    [key, ...conditions]: readonly [key: string, ...conditions: unknown[]],
  ): Promise<boolean> {
    const values = [key, accessToken.consumerKey, ...conditions, ...listTokenValues(accessToken)]
    try {
      return (await link.query(sql, values)).count === 1
    } catch (error) {
      if (isKeyTaken(error) || isConsumerAbsent(error)) return false
      throw error
    }
  }

  return {
    async exchangeRequestToken(key, { accessToken, nowSeconds }) {
      const isExchanged = await replace(exchange, accessToken, [key, nowSeconds])
      return isExchanged ? 'exchanged' : 'refused'
    },

    async renewAccessToken(key, { sessionHandleDigest, accessToken, nowSeconds }) {
      const conditions = [key, nowSeconds, sessionHandleDigest] as const
      return (await replace(renew, accessToken, conditions)) ? 'renewed' : 'refused'
    },
  }
}
