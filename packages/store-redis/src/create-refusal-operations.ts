import type { RefusalCount, Store } from '@oauthplus/server'

import { createScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'

const DAY_SECONDS = 86_400
const REFUSAL_DAYS = 14
const KEPT_MILLISECONDS = String((REFUSAL_DAYS + 2) * DAY_SECONDS * 1000)

const FORGET = `
local function forgetBefore(day)
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if tonumber(field:match('^%d+')) < day then redis.call('HDEL', KEYS[1], field) end
  end
end
`

// The days that are too long ago are looked for only when a new one begins.
const ADD = createScript(`${FORGET}
for index = 2, #ARGV, 3 do
  local day, code, count = unpack(ARGV, index, index + 2)
  if redis.call('HINCRBY', KEYS[1], day .. ' ' .. code, count) == tonumber(count) then
    forgetBefore(tonumber(day) - ${REFUSAL_DAYS})
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 'added'
`)

// By a script, because clients give the reply of the command itself in different shapes.
const LIST = createScript(`return redis.call('HGETALL', KEYS[1])`)

const PURGE = createScript(`${FORGET}
forgetBefore(tonumber(ARGV[1]))
return 0
`)

interface RefusalOperations extends Pick<Store, 'addRefusals' | 'listRefusals'> {
  /** Forgets the counts of a consumer of days that are too long ago. Returns 0: they are not counted. */
  purge(consumerTag: string, nowSeconds: number): Promise<number>
}

/** Creates the operations on counts of refusals. */
export function createRefusalOperations({ link, names }: StoreParts): RefusalOperations {
  const getKey = (consumerKey: string): string => names.consumer(names.tag(consumerKey)).refusals

  async function addOfConsumer(
    consumerKey: string,
    counts: readonly RefusalCount[],
  ): Promise<void> {
    const args = counts.flatMap(({ day, code, count }) => [String(day), code, String(count)])
    await link.run(ADD, [getKey(consumerKey)], [KEPT_MILLISECONDS, ...args])
  }

  return {
    async addRefusals(counts) {
      const consumers = new Map<string, RefusalCount[]>()
      for (const count of counts) {
        const others = consumers.get(count.consumerKey) ?? []
        consumers.set(count.consumerKey, [...others, count])
      }
      await Promise.all([...consumers].map((consumer) => addOfConsumer(...consumer)))
      return 'added'
    },

    async listRefusals(consumerKey, sinceDay) {
      const fields = (await link.run(LIST, [getKey(consumerKey)], [])) as string[]
      return parseCounts(consumerKey, fields)
        .filter(({ day }) => day >= sinceDay)
        .sort((a, b) => a.day - b.day || (a.code < b.code ? -1 : 1))
    },

    async purge(consumerTag, nowSeconds) {
      const firstDay = Math.floor(nowSeconds / DAY_SECONDS) - REFUSAL_DAYS
      await link.run(PURGE, [names.consumer(consumerTag).refusals], [String(firstDay)])
      return 0
    },
  }
}

function parseCounts(consumerKey: string, fields: readonly string[]): readonly RefusalCount[] {
  return fields.flatMap((field, index) => {
    const separator = field.indexOf(' ')
    if (index % 2 === 1) return []
    return {
      consumerKey,
      day: Number(field.slice(0, separator)),
      code: field.slice(separator + 1),
      count: Number(fields[index + 1]),
    }
  })
}
