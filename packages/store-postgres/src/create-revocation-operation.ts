import type { RevocationTarget, Store } from '@oauthplus/server'

import type { Run } from './postgres-link.js'
import type { StoreParts } from './store-parts.js'

/** Which tokens a revocation concerns, and of which consumers they are. */
interface AffectedTokens {
  readonly consumerKeys: readonly unknown[]
  readonly condition: string
  /** The values of the condition, numbered from `$2` on. */
  readonly values: readonly unknown[]
}

/** Creates the operation that revokes tokens. */
export function createRevocationOperation({
  link,
  names,
}: StoreParts): Pick<Store, 'revokeTokens'> {
  async function findAffectedTokens(
    target: RevocationTarget,
    run: Run,
  ): Promise<AffectedTokens | undefined> {
    if ('tokenKey' in target) {
      const { rows } = await run(
        `SELECT consumer_key, user_id FROM ${names.tokens} WHERE key = $1 AND kind = 'access'`,
        [target.tokenKey],
      )
      const [owners] = rows
      return (
        owners && {
          consumerKeys: [owners[0]],
          condition: `consumer_key = $2 AND user_id = $3
            AND (state = 'approved' OR state = 'valid' AND key = $4)`,
          values: [...owners, target.tokenKey],
        }
      )
    }
    const { consumerKey, userId } = target
    if (userId === undefined) {
      return {
        consumerKeys: [consumerKey],
        condition: `consumer_key = $2 AND state IN ('valid', 'approved', 'pending')`,
        values: [consumerKey],
      }
    }
    const condition = `user_id = $2 AND state IN ('valid', 'approved')`
    if (consumerKey !== undefined) {
      return {
        consumerKeys: [consumerKey],
        condition: `${condition} AND consumer_key = $3`,
        values: [userId, consumerKey],
      }
    }
    const { rows } = await run(
      `SELECT DISTINCT consumer_key FROM ${names.tokens}
        WHERE user_id = $1 AND state IN ('valid', 'approved')`,
      [userId],
    )
    return { consumerKeys: rows.map(([key]) => key), condition, values: [userId] }
  }

  return {
    revokeTokens: (target, keepUntilSeconds) =>
      link.transaction(async (run) => {
        const affected = await findAffectedTokens(target, run)
        if (!affected) return 0
        const { consumerKeys, condition, values } = affected
        // Waits for the exchanges and renewals that are under way, and lets none begin: their
        // access tokens are then seen by the next statement.
        await run(
          `SELECT key FROM ${names.consumers} WHERE key = ANY($1::text[])
            ORDER BY key FOR NO KEY UPDATE`,
          [consumerKeys],
        )
        const { rows } = await run(
          `WITH concerned AS MATERIALIZED (
            SELECT key, state = 'valid' AS is_valid FROM ${names.tokens} WHERE ${condition}
            ORDER BY key FOR NO KEY UPDATE
          ), revoked AS (
            UPDATE ${names.tokens} AS token SET
              state = 'revoked',
              keep_until_seconds = CASE WHEN is_valid THEN LEAST(keep_until_seconds, $1::bigint)
                ELSE keep_until_seconds END
            FROM concerned WHERE token.key = concerned.key RETURNING is_valid
          )
          SELECT count(*) FROM revoked WHERE is_valid`,
          [keepUntilSeconds, ...values],
        )
        return Number(rows[0]?.[0])
      }),
  }
}
