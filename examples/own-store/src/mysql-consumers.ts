import type { AuditEntry, Store } from '@oauthplus/server'

import type { Database, Statements, Value } from './mysql-database.js'
import { findConsumer } from './mysql-records.js'
import { toConsumer, toConsumerValues } from './mysql-rows.js'
import type { ConsumerRow } from './mysql-rows.js'

type ConsumerOperations = Pick<
  Store,
  | 'createConsumer'
  | 'findConsumer'
  | 'listConsumers'
  | 'replaceConsumer'
  | 'removeConsumer'
  | 'listAuditEntries'
>

/** Creates the operations on consumers and their audit logs. */
export function createConsumerOperations({
  database,
  read,
  runExclusively,
}: {
  readonly database: Database
  readonly read: (sql: string, values: readonly Value[]) => ReturnType<Statements['selectRows']>
  readonly runExclusively: <Result>(
    act: (statements: Statements) => Promise<Result>,
  ) => Promise<Result>
}): ConsumerOperations {
  return {
    createConsumer: (consumer, entry) =>
      runExclusively(async (statements) => {
        if (await findConsumer(statements, consumer.key)) return 'exists'
        await statements.countChanges(
          'INSERT INTO oauth_consumers (id, owner_id, status, record) VALUES (?, ?, ?, ?)',
          [consumer.key, ...toConsumerValues(consumer)],
        )
        await addAuditEntry(statements, entry)
        return 'created'
      }),

    findConsumer: (key) => database.connect((statements) => findConsumer(statements, key)),

    async listConsumers({ after = '', limit, ownerId, status }) {
      const filters = [
        ...(ownerId === undefined ? [] : [['owner_id = ? AND', ownerId] as const]),
        ...(status === undefined ? [] : [['status = ? AND', status] as const]),
      ]
      const condition = filters.map(([text]) => text).join(' ')
      const rows = await read(
        `SELECT record FROM oauth_consumers WHERE ${condition} id > ? ORDER BY id LIMIT ${limit}`,
        [...filters.map(([, value]) => value), after],
      )
      return rows.map((row) => toConsumer(row as ConsumerRow))
    },

    replaceConsumer: (consumer, entry) =>
      runExclusively(async (statements) => {
        const current = await findConsumer(statements, consumer.key)
        if (!current) return 'absent'
        if (current.revision !== consumer.revision - 1) return 'conflict'
        await statements.countChanges(
          'UPDATE oauth_consumers SET owner_id = ?, status = ?, record = ? WHERE id = ?',
          [...toConsumerValues(consumer), consumer.key],
        )
        await addAuditEntry(statements, entry)
        return 'replaced'
      }),

    removeConsumer: (key, entry) =>
      runExclusively(async (statements) => {
        const { countChanges } = statements
        await countChanges('DELETE FROM oauth_tokens WHERE consumer_id = ?', [key])
        const removed = await countChanges('DELETE FROM oauth_consumers WHERE id = ?', [key])
        if (removed === 0) return 'absent'
        await addAuditEntry(statements, entry)
        return 'removed'
      }),

    async listAuditEntries(consumerKey, { before, limit }) {
      const rows = await read(
        `SELECT entry FROM oauth_audit WHERE consumer_id = ? AND (? IS NULL OR id < ?)
          ORDER BY id DESC LIMIT ${limit}`,
        [consumerKey, before ?? null, before ?? null],
      )
      return rows.map(({ entry }) => JSON.parse(String(entry)) as AuditEntry)
    },
  }
}

/** Saves an entry of an audit log, if there is one. */
async function addAuditEntry(
  { countChanges }: Statements,
  entry: AuditEntry | undefined,
): Promise<void> {
  if (entry === undefined) return
  await countChanges('INSERT INTO oauth_audit (id, consumer_id, entry) VALUES (?, ?, ?)', [
    entry.id,
    entry.consumerKey,
    JSON.stringify(entry),
  ])
}
