import type { ConsumerRecord, Store } from '@oauthplus/server'

import type { StoreParts } from './store-parts.js'
import { createScript } from './redis-script.js'

const CREATE = createScript(`
if redis.call('EXISTS', KEYS[2]) == 1 then return 'removing' end
if redis.call('EXISTS', KEYS[1]) == 1 then return 'exists' end
redis.call('HSET', KEYS[1], 'revision', ARGV[1], 'record', ARGV[2])
return 'created'
`)

const REPLACE = createScript(`
local revision = redis.call('HGET', KEYS[1], 'revision')
if not revision then return 'absent' end
if revision ~= ARGV[1] then return 'conflict' end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'record', ARGV[3])
return 'replaced'
`)

/** What records say that were written before they had these fields. */
const LATER_FIELDS: Pick<ConsumerRecord, 'allowPlaintextInQuery'> = {
  allowPlaintextInQuery: false,
}

type ConsumerOperations = Pick<
  Store,
  'createConsumer' | 'findConsumer' | 'listConsumers' | 'replaceConsumer'
>

/** Creates the operations that save and find Consumers. */
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

    async createConsumer(consumer) {
      const { key, revision } = consumer
      const { consumer: hash, removing } = getKeys(key)
      // First, so that no Consumer is ever missing from the lists; a name without a record is
      // passed over.
      await link.command('ZADD', names.consumers, '0', key)
      const args = [String(revision), JSON.stringify(consumer)]
      let outcome = await link.run(CREATE, [hash, removing], args)
      if (outcome === 'removing') {
        // A removal was cut short: what is left of it must not become this one's.
        await removeTokens(names.tag(key))
        outcome = await link.run(CREATE, [hash, removing], args)
      }
      if (outcome !== 'created' && outcome !== 'exists') throw new Error('A removal goes on')
      return outcome
    },

    async listConsumers({ after, limit }) {
      const found: ConsumerRecord[] = []
      let from = after === undefined ? '-' : `(${after}`
      while (found.length < limit) {
        const count = String(limit - found.length)
        const range = ['BYLEX', 'LIMIT', '0', count] as const
        const keys = (await link.command(
          'ZRANGE',
          names.consumers,
          from,
          '+',
          ...range,
        )) as string[]
        for (const consumer of await Promise.all(keys.map(findConsumer))) {
          if (consumer) found.push(consumer)
        }
        const last = keys.at(-1)
        if (last === undefined || keys.length < Number(count)) break
        from = `(${last}`
      }
      return found
    },

    async replaceConsumer(consumer) {
      const { key, revision } = consumer
      const args = [String(revision - 1), String(revision), JSON.stringify(consumer)]
      const outcome = await link.run(REPLACE, [getKeys(key).consumer], args)
      return outcome as 'replaced' | 'conflict' | 'absent'
    },
  }
}

/** Reads a Consumer's record. */
export function parseConsumer(json: unknown): ConsumerRecord | undefined {
  if (typeof json !== 'string') return undefined
  return { ...LATER_FIELDS, ...(JSON.parse(json) as ConsumerRecord) }
}
