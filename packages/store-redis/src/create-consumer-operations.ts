import { freezeDeeply, keepLatest } from '@oauthplus/core/internal'
import type { AuditEntry, ConsumerPageRequest, ConsumerRecord, Store } from '@oauthplus/server'

import type { StoreParts } from './store-parts.js'
import { createAuditScript, formatEntry } from './audit-script.js'

const CREATE = createAuditScript(`
if redis.call('EXISTS', KEYS[2]) == 1 then return 'removing' end
if redis.call('EXISTS', KEYS[1]) == 1 then return 'exists' end
redis.call('HSET', KEYS[1], 'revision', ARGV[1], 'record', ARGV[2])
log(KEYS[3], ARGV[3])
return 'created'
`)

const REPLACE = createAuditScript(`
local revision = redis.call('HGET', KEYS[1], 'revision')
if not revision then return 'absent' end
if revision ~= ARGV[1] then return 'conflict' end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'record', ARGV[3])
log(KEYS[2], ARGV[4])
return 'replaced'
`)

/** The values of fields in records that were written before the fields existed. */
const LATER_FIELDS: Pick<ConsumerRecord, 'allowPlaintextInQuery'> = {
  allowPlaintextInQuery: false,
}

const FILTER_BATCH_SIZE = 1000
const KEPT_RECORDS = 500

type ConsumerOperations = Pick<
  Store,
  'createConsumer' | 'findConsumer' | 'listConsumers' | 'replaceConsumer' | 'listAuditEntries'
>

/** Creates the operations that save and find consumers. */
export function createConsumerOperations(
  { link, names }: StoreParts,
  removeTokens: (consumerTag: string) => Promise<unknown>,
): ConsumerOperations {
  const getKeys = (consumerKey: string) => names.consumer(names.tag(consumerKey))

  async function findConsumer(key: string): Promise<ConsumerRecord | undefined> {
    return parseConsumer(await link.command('HGET', getKeys(key).consumer, 'record'))
  }

  return {
    findConsumer,

    async createConsumer(consumer, entry) {
      const { key, revision } = consumer
      const { consumer: hash, removing, audit } = getKeys(key)
      // First, so that no consumer is ever missing from the lists; a name without a record is
      // passed over.
      await link.command('ZADD', names.consumers, '0', key)
      const args = [String(revision), JSON.stringify(consumer), formatEntry(entry)]
      let outcome = await link.run(CREATE, [hash, removing, audit], args)
      if (outcome === 'removing') {
        // A removal was interrupted: its remaining tokens must not become tokens of this consumer.
        await removeTokens(names.tag(key))
        outcome = await link.run(CREATE, [hash, removing, audit], args)
      }
      if (outcome !== 'created' && outcome !== 'exists') throw new Error('A removal goes on')
      return outcome
    },

    async listConsumers({ after, limit, ownerId, status }) {
      const found: ConsumerRecord[] = []
      // With a filter, most of what is read may be left out.
      const batch = ownerId === undefined && status === undefined ? limit : FILTER_BATCH_SIZE
      let from = after === undefined ? '-' : `(${after}`
      while (found.length < limit) {
        const range = ['BYLEX', 'LIMIT', '0', String(batch)] as const
        const keys = (await link.command(
          'ZRANGE',
          names.consumers,
          from,
          '+',
          ...range,
        )) as string[]
        for (const consumer of await Promise.all(keys.map(findConsumer))) {
          if (consumer && isListed(consumer, { ownerId, status })) found.push(consumer)
        }
        const last = keys.at(-1)
        if (last === undefined || keys.length < batch) break
        from = `(${last}`
      }
      return found.slice(0, limit)
    },

    async replaceConsumer(consumer, entry) {
      const { key, revision } = consumer
      const args = [
        String(revision - 1),
        String(revision),
        JSON.stringify(consumer),
        formatEntry(entry),
      ]
      const { consumer: hash, audit } = getKeys(key)
      const outcome = await link.run(REPLACE, [hash, audit], args)
      return outcome as 'replaced' | 'conflict' | 'absent'
    },

    async listAuditEntries(consumerKey, { before, limit }) {
      const log = (await link.command('LRANGE', getKeys(consumerKey).audit, '0', '-1')) as string[]
      return log
        .map((entry) => JSON.parse(entry) as AuditEntry)
        .filter(({ id }) => before === undefined || id < before)
        .slice(0, limit)
    },
  }
}

function isListed(
  consumer: ConsumerRecord,
  { ownerId, status }: Pick<ConsumerPageRequest, 'ownerId' | 'status'>,
): boolean {
  if (ownerId !== undefined && consumer.ownerId !== ownerId) return false
  return status === undefined || consumer.status === status
}

/** Reads a consumer's record, which is frozen. */
export function parseConsumer(json: unknown): ConsumerRecord | undefined {
  return typeof json === 'string' ? parseRecord(json) : undefined
}

// Each request has Redis send the record again; only what has not changed since is not parsed again.
const parseRecord = keepLatest(
  (json) => freezeDeeply({ ...LATER_FIELDS, ...(JSON.parse(json) as ConsumerRecord) }),
  KEPT_RECORDS,
)
