import type { AuditEntry, Store } from '@oauthplus/server'

import { formatEntry, LOG } from './audit-script.js'
import type { ConsumerKeys } from './key-names.js'
import { createTokenScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'
import type { TokenPlaces } from './token-places.js'

const BATCH_SIZE = 1000

// The consumer goes first: without it none of its tokens is worth anything. If there are more
// than one step can take, a mark keeps its key from being given away until they are gone.
const REMOVE = createTokenScript(`${LOG}
local consumer, removing, audit = KEYS[6], KEYS[7], KEYS[8]
local isRemoved = redis.call('DEL', consumer)
if isRemoved == 1 then log(audit, ARGV[1]) end
for index = 9, #KEYS do forget(KEYS[index], ARGV[index - 7]) end
if redis.call('ZCARD', expiry) > 0 then
  redis.call('SET', removing, 1)
  return {isRemoved, 1}
end
redis.call('DEL', valid, grants, pending, approved, removing)
return {isRemoved, 0}
`)

// Looks again whether it has passed: a token of the same key may have come since.
const PURGE = createTokenScript(`
local now = tonumber(ARGV[1])
local count, members = 0, {}
for index = 6, #KEYS do
  local member = ARGV[index - 4]
  local last = redis.call('ZSCORE', expiry, member)
  if last and tonumber(last) < now then
    count = count + forget(KEYS[index], member)
    members[#members + 1] = member
  end
end
return {count, members}
`)

interface RemovalOperations extends Pick<Store, 'removeConsumer'> {
  /** Removes every token of a consumer, and the consumer. Returns whether there was one. */
  removeAll(consumerTag: string, entry?: AuditEntry): Promise<boolean>
  /** Forgets the tokens of a consumer whose last second has passed. Returns how many. */
  purge(consumerTag: string, nowSeconds: number): Promise<number>
}

/** Creates the operations that remove consumers and tokens. */
export function createRemovalOperations({
  link,
  names,
  places,
}: StoreParts & { readonly places: TokenPlaces }): RemovalOperations {
  async function removeAll(consumerTag: string, entry?: AuditEntry): Promise<boolean> {
    const keys = names.consumer(consumerTag)
    const { indexes, consumer, removing, audit } = keys
    let isRemoved = false
    for (;;) {
      const lastIndex = String(BATCH_SIZE - 1)
      const members = (await link.command('ZRANGE', indexes[0], '0', lastIndex)) as string[]
      const tokenKeys = members.map(getTokenKey)
      const records = tokenKeys.map(keys.token)
      const all = [...indexes, consumer, removing, audit, ...records]
      const args = [formatEntry(entry), ...members]
      const [removed, isMoreLeft] = (await link.run(REMOVE, all, args)) as [number, number]
      isRemoved ||= removed === 1
      await places.release(tokenKeys)
      if (isMoreLeft === 0) return isRemoved
    }
  }

  return {
    removeAll,

    async removeConsumer(key, entry) {
      const tag = names.tag(key)
      const isRemoved = await removeAll(tag, entry)
      if (!isRemoved) return 'absent'
      await link.command('ZREM', names.consumers, key)
      // Another of the same key may have been created meanwhile.
      const isThere = await link.command('EXISTS', names.consumer(tag).consumer)
      if (isThere === 1) await link.command('ZADD', names.consumers, '0', key)
      return 'removed'
    },

    async purge(consumerTag, nowSeconds) {
      const { indexes, token } = names.consumer(consumerTag)
      const [expiry] = indexes
      let sum = 0
      let members: readonly string[]
      do {
        members = await listExpired(expiry, nowSeconds)
        if (members.length === 0) break
        const records = members.map((member) => token(getTokenKey(member)))
        const args = [String(nowSeconds), ...members]
        const outcome = await link.run(PURGE, [...indexes, ...records], args)
        const [count, forgotten] = outcome as [number, string[]]
        sum += count
        await places.release(forgotten.map(getTokenKey))
      } while (members.length === BATCH_SIZE)
      return sum
    },
  }

  async function listExpired(
    expiry: ConsumerKeys['indexes'][0],
    nowSeconds: number,
  ): Promise<readonly string[]> {
    const range = ['BYSCORE', 'LIMIT', '0', String(BATCH_SIZE)] as const
    return (await link.command('ZRANGE', expiry, '-inf', `(${nowSeconds}`, ...range)) as string[]
  }
}

function getTokenKey(member: string): string {
  return member.slice(member.indexOf(':') + 1)
}
