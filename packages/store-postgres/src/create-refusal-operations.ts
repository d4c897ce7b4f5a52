import type { Store } from '@oauthplus/server'

import type { StoreParts } from './store-parts.js'

/** Creates the operations on counts of refusals. */
export function createRefusalOperations({
  link,
  names,
}: StoreParts): Pick<Store, 'addRefusals' | 'listRefusals'> {
  // A statement may change a row only once. In the order of keys, which avoids a deadlock.
  const add = `INSERT INTO ${names.refusals} AS kept (consumer_key, day, code, count)
    SELECT consumer_key, day, code, sum(count)
      FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[])
        AS added (consumer_key, day, code, count)
      GROUP BY 1, 2, 3 ORDER BY consumer_key COLLATE "C", day, code COLLATE "C"
    ON CONFLICT (consumer_key, day, code) DO UPDATE SET count = kept.count + excluded.count`
  const list = `SELECT day, code, count FROM ${names.refusals}
    WHERE consumer_key = $1 AND day >= $2 ORDER BY day, code`

  return {
    async addRefusals(counts) {
      await link.query(add, [
        counts.map(({ consumerKey }) => consumerKey),
        counts.map(({ day }) => day),
        counts.map(({ code }) => code),
        counts.map(({ count }) => count),
      ])
      return 'added'
    },

    async listRefusals(consumerKey, sinceDay) {
      const { rows } = await link.query(list, [consumerKey, sinceDay])
      return rows.map(([day, code, count]) => ({
        consumerKey,
        day: Number(day),
        code: String(code),
        count: Number(count),
      }))
    },
  }
}
