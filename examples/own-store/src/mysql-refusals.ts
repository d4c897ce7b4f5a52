import type { Store } from '@oauthplus/server'

import type { Statements, Value } from './mysql-database.js'

/** Creates the operations on counts of refusals. */
export function createRefusalOperations({
  read,
  runExclusively,
}: {
  readonly read: (sql: string, values: readonly Value[]) => ReturnType<Statements['selectRows']>
  readonly runExclusively: <Result>(
    act: (statements: Statements) => Promise<Result>,
  ) => Promise<Result>
}): Pick<Store, 'addRefusals' | 'listRefusals'> {
  return {
    addRefusals: (counts) =>
      runExclusively<'added'>(async ({ countChanges }) => {
        for (const { consumerKey, day, code, count } of counts) {
          await countChanges(
            `INSERT INTO oauth_refusals (consumer_id, day, code, refusals) VALUES (?, ?, ?, ?)
              ON DUPLICATE KEY UPDATE refusals = refusals + VALUES(refusals)`,
            [consumerKey, day, code, count],
          )
        }
        return 'added'
      }),

    async listRefusals(consumerKey, sinceDay) {
      const rows = await read(
        `SELECT day, code, refusals FROM oauth_refusals WHERE consumer_id = ? AND day >= ?
          ORDER BY day, code`,
        [consumerKey, sinceDay],
      )
      return rows.map(({ day, code, refusals }) => ({
        consumerKey,
        day: Number(day),
        code: String(code),
        count: Number(refusals),
      }))
    },
  }
}
