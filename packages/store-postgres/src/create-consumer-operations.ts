import type { ConsumerRecord, Store } from '@oauthplus/server'

import {
  CONSUMER_COLUMNS,
  toConsumer,
  listColumnNames,
  listParameters,
  TOKEN_COLUMNS,
  toToken,
  listValues,
} from './store-columns.js'
import type { StoreParts } from './store-parts.js'

const COLUMNS = listColumnNames(CONSUMER_COLUMNS)
const COUNT = Object.keys(CONSUMER_COLUMNS).length

/** Creates the operations on Consumers. */
export function createConsumerOperations({
  link,
  names,
}: StoreParts): Pick<
  Store,
  | 'createConsumer'
  | 'findConsumer'
  | 'listConsumers'
  | 'replaceConsumer'
  | 'removeConsumer'
  | 'findCredentials'
> {
  const create = `INSERT INTO ${names.consumers} (${COLUMNS})
    VALUES (${listParameters(CONSUMER_COLUMNS)}) ON CONFLICT (key) DO NOTHING`
  const find = `SELECT ${COLUMNS} FROM ${names.consumers} WHERE key = $1`
  const list = `SELECT ${COLUMNS} FROM ${names.consumers} WHERE key > $1 ORDER BY key LIMIT $2`
  const replace = `UPDATE ${names.consumers}
    SET (${COLUMNS}) = ROW (${listParameters(CONSUMER_COLUMNS)})
    WHERE key = $1 AND revision = $${COUNT + 1}`
  const findBoth = `SELECT ${listColumnNames(CONSUMER_COLUMNS, 'consumer')}, ${listColumnNames(TOKEN_COLUMNS, 'token')}
    FROM (VALUES (true)) AS always (here)
    LEFT JOIN ${names.consumers} AS consumer ON consumer.key = $1
    LEFT JOIN ${names.tokens} AS token ON token.key = $2`

  async function findConsumer(key: string): Promise<ConsumerRecord | undefined> {
    const { rows } = await link.query(find, [key])
    return toConsumer(rows[0])
  }

  return {
    findConsumer,

    async createConsumer(consumer) {
      const { count } = await link.query(create, listValues(CONSUMER_COLUMNS, consumer))
      return count === 1 ? 'created' : 'exists'
    },

    async listConsumers({ after = '', limit }) {
      const { rows } = await link.query(list, [after, limit])
      return rows.flatMap((row) => toConsumer(row) ?? [])
    },

    async replaceConsumer(consumer) {
      const values = [...listValues(CONSUMER_COLUMNS, consumer), consumer.revision - 1]
      const { count } = await link.query(replace, values)
      if (count === 1) return 'replaced'
      return (await findConsumer(consumer.key)) ? 'conflict' : 'absent'
    },

    removeConsumer: (key) =>
      link.transaction(async (run) => {
        // From here on nothing is issued to it: an issue in progress locks the row until it is done.
        const lock = `SELECT key FROM ${names.consumers} WHERE key = $1 FOR UPDATE`
        if ((await run(lock, [key])).count === 0) return 'absent'
        // In the order of keys, as a purge locks them, which avoids a deadlock.
        await run(
          `WITH issued AS MATERIALIZED (
            SELECT key FROM ${names.tokens} WHERE consumer_key = $1 ORDER BY key FOR UPDATE
          )
          DELETE FROM ${names.tokens} AS token USING issued WHERE token.key = issued.key`,
          [key],
        )
        await run(`DELETE FROM ${names.consumers} WHERE key = $1`, [key])
        return 'removed'
      }),

    async findCredentials(consumerKey, tokenKey) {
      const { rows } = await link.query(findBoth, [consumerKey, tokenKey ?? null])
      const [row = []] = rows
      return { consumer: toConsumer(row.slice(0, COUNT)), token: toToken(row.slice(COUNT)) }
    },
  }
}
