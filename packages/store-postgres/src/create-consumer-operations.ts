import { freezeDeeply, keepLatest } from '@oauthplus/core/internal'
import type { AuditEntry, ConsumerRecord, Store } from '@oauthplus/server'

import {
  CONSUMER_COLUMNS,
  toConsumer,
  joinAsJson,
  listColumnNames,
  listParameters,
  TOKEN_COLUMNS,
  toToken,
  listValues,
} from './store-columns.js'
import type { Row } from './store-columns.js'
import type { StoreParts } from './store-parts.js'

const COLUMNS = listColumnNames(CONSUMER_COLUMNS)
/** The number of consumers whose last read is cached. */
const KEPT_CONSUMERS = 500
const COUNT = Object.keys(CONSUMER_COLUMNS).length

/** Creates the operations on consumers. */
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
  | 'listAuditEntries'
  | 'findCredentials'
> {
  // One statement for the change and its entry: both or neither.
  const withEntry = (change: string, first: number): string =>
    `WITH changed AS (${change} RETURNING key), logged AS (
      INSERT INTO ${names.audit} (id, consumer_key, entry)
        SELECT $${first}::text, $${first + 1}::text, $${first + 2}::jsonb
        FROM changed WHERE $${first}::text IS NOT NULL
    ) SELECT key FROM changed`
  const create = withEntry(
    `INSERT INTO ${names.consumers} (${COLUMNS})
      VALUES (${listParameters(CONSUMER_COLUMNS)}) ON CONFLICT (key) DO NOTHING`,
    COUNT + 1,
  )
  const find = `SELECT ${COLUMNS} FROM ${names.consumers} WHERE key = $1`
  const list = (condition: string): string =>
    `SELECT ${COLUMNS} FROM ${names.consumers} WHERE ${condition} key > $1 ORDER BY key LIMIT $2`
  const lists = {
    all: list(''),
    ofOwner: list('owner_id = $3 AND'),
    withStatus: list('status = $3 AND'),
    ofBoth: list('owner_id = $3 AND status = $4 AND'),
  }
  const replace = withEntry(
    `UPDATE ${names.consumers}
      SET (${COLUMNS}) = ROW (${listParameters(CONSUMER_COLUMNS)})
      WHERE key = $1 AND revision = $${COUNT + 1}`,
    COUNT + 2,
  )
  const remove = withEntry(`DELETE FROM ${names.consumers} WHERE key = $1`, 2)
  const listEntries = `SELECT entry FROM ${names.audit}
    WHERE consumer_key = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`
  const findBoth = `SELECT ${joinAsJson(CONSUMER_COLUMNS, 'consumer')}, ${joinAsJson(TOKEN_COLUMNS, 'token')}
    FROM (VALUES (true)) AS always (here)
    LEFT JOIN ${names.consumers} AS consumer ON consumer.key = $1
    LEFT JOIN ${names.tokens} AS token ON token.key = $2`

  async function findConsumer(key: string): Promise<ConsumerRecord | undefined> {
    const { rows } = await link.query(find, [key])
    return toConsumer(rows[0])
  }

  return {
    findConsumer,

    async createConsumer(consumer, entry) {
      const values = [...listValues(CONSUMER_COLUMNS, consumer), ...listEntryValues(entry)]
      const { count } = await link.query(create, values)
      return count === 1 ? 'created' : 'exists'
    },

    async listConsumers({ after = '', limit, ownerId, status }) {
      const filter = [ownerId, status].filter((value) => value !== undefined)
      const owned = status === undefined ? lists.ofOwner : lists.ofBoth
      const unowned = status === undefined ? lists.all : lists.withStatus
      const { rows } = await link.query(ownerId === undefined ? unowned : owned, [
        after,
        limit,
        ...filter,
      ])
      return rows.flatMap((row) => toConsumer(row) ?? [])
    },

    async replaceConsumer(consumer, entry) {
      const values = [
        ...listValues(CONSUMER_COLUMNS, consumer),
        consumer.revision - 1,
        ...listEntryValues(entry),
      ]
      const { count } = await link.query(replace, values)
      if (count === 1) return 'replaced'
      return (await findConsumer(consumer.key)) ? 'conflict' : 'absent'
    },

    removeConsumer: (key, entry) =>
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
        await run(remove, [key, ...listEntryValues(entry)])
        return 'removed'
      }),

    async listAuditEntries(consumerKey, { before, limit }) {
      const { rows } = await link.query(listEntries, [consumerKey, before ?? null, limit])
      return rows.map(([entry]) => entry as AuditEntry)
    },

    async findCredentials(consumerKey, tokenKey) {
      const { rows } = await link.query(findBoth, [consumerKey, tokenKey ?? null])
      const [[consumer, token] = []] = rows as [string, string][]
      return {
        consumer: consumer === undefined ? undefined : readConsumer(consumer),
        token: token === undefined ? undefined : toToken(JSON.parse(token) as Row),
      }
    },
  }
}

// PostgreSQL sends the row for each request; a row that has not changed is not parsed again.
const readConsumer = keepLatest(
  (json) => freezeDeeply(toConsumer(JSON.parse(json) as Row)),
  KEPT_CONSUMERS,
)

function listEntryValues(entry: AuditEntry | undefined): readonly unknown[] {
  if (entry === undefined) return [null, null, null]
  return [entry.id, entry.consumerKey, JSON.stringify(entry)]
}
