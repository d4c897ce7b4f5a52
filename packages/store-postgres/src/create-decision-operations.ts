import type { Store } from '@oauthplus/server'

import type { StoreParts } from './store-parts.js'

/** Creates the operations that decide about a request token: each changes one row, or none. */
export function createDecisionOperations({
  link,
  names,
}: StoreParts): Pick<Store, 'approveRequestToken' | 'denyRequestToken' | 'countWrongVerifier'> {
  // Of several statements that want to change one row, the next looks again at what the first left.
  const undecided = `WHERE key = $1 AND state = 'pending' AND expires_at_seconds >= $2`
  const approve = `UPDATE ${names.tokens}
    SET state = 'approved', user_id = $3, verifier_digest = $4 ${undecided}`
  const deny = `UPDATE ${names.tokens} SET state = 'denied', user_id = $3 ${undecided}`
  const count = `UPDATE ${names.tokens} SET
    wrong_verifiers = wrong_verifiers + 1,
    state = CASE WHEN state = 'approved' AND wrong_verifiers + 1 >= $2 THEN 'locked' ELSE state END
    WHERE key = $1 AND kind = 'request' RETURNING wrong_verifiers`

  return {
    async approveRequestToken(key, { userId, verifierDigest, nowSeconds }) {
      const approval = [key, nowSeconds, userId, verifierDigest]
      const { count } = await link.query(approve, approval)
      return count === 1 ? 'approved' : 'refused'
    },

    async denyRequestToken(key, { userId, nowSeconds }) {
      const { count } = await link.query(deny, [key, nowSeconds, userId])
      return count === 1 ? 'denied' : 'refused'
    },

    async countWrongVerifier(key, limit) {
      const { rows } = await link.query(count, [key, limit])
      return Number(rows[0]?.[0] ?? 0)
    },
  }
}
