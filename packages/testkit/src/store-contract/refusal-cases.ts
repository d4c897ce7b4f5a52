import type { RefusalCount } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import { CONSUMER_KEY } from './sample-records.js'
import { tamperWith } from './tamper-with.js'

const DAY_SECONDS = 86_400
const KEPT_DAYS = 14

/** Promises about counts of refusals. */
export const refusalCases: readonly StoreCase[] = [
  {
    name: 'refusals are added up by consumer, day and code, and listed in that order',
    async run(store, nowSeconds) {
      const [today, counts] = makeCounts(nowSeconds)
      const [signature, nonce, tomorrow] = counts
      assertEqual(await store.addRefusals([tomorrow, nonce, signature]), 'added', 'the outcome')
      assertEqual(
        await store.listRefusals(CONSUMER_KEY, today),
        [nonce, signature, tomorrow],
        'once',
      )
      await store.addRefusals([signature, { ...nonce, count: 10 }])
      const sums = [
        { ...nonce, count: nonce.count + 10 },
        { ...signature, count: signature.count * 2 },
        tomorrow,
      ]
      assertEqual(await store.listRefusals(CONSUMER_KEY, today), sums, 'twice')
      assertEqual(await store.listRefusals(CONSUMER_KEY, today + 1), [tomorrow], 'from a day on')
      assertEqual(await store.listRefusals(CONSUMER_KEY, today + 2), [], 'after the last day')
    },
  },
  {
    name: 'refusals of one call may be for the same consumer, day and code, or none at all',
    async run(store, nowSeconds) {
      const [today, [signature]] = makeCounts(nowSeconds)
      await store.addRefusals([signature, signature, signature])
      await store.addRefusals([])
      const sum = { ...signature, count: signature.count * 3 }
      assertEqual(await store.listRefusals(CONSUMER_KEY, today), [sum], 'the counts')
    },
  },
  {
    name: 'refusals are listed without those of another consumer, and need none that exists',
    async run(store, nowSeconds) {
      const [today, [signature]] = makeCounts(nowSeconds)
      // Keys that patterns, prefixes and collations confuse with the key of the sample consumer.
      const keys = [CONSUMER_KEY, `${CONSUMER_KEY}-2`, 'print', 'Printer', '%']
      const counts = keys.map((consumerKey, index) => ({
        ...signature,
        consumerKey,
        count: index + 1,
      }))
      await store.addRefusals(counts)
      for (const [index, key] of keys.entries()) {
        assertEqual(await store.listRefusals(key, today), [counts[index]], `the counts of ${key}`)
      }
      assertEqual(
        await store.listRefusals('unknown', today),
        [],
        'the counts of an unknown consumer',
      )
    },
  },
  {
    name: 'of 20 additions at the same moment none is lost',
    async run(store, nowSeconds) {
      const [today, counts] = makeCounts(nowSeconds)
      const [signature, nonce] = counts
      const calls = Array.from({ length: 20 }, (_none, index) =>
        // In either order, which must not block them.
        store.addRefusals(index % 2 === 0 ? [signature, nonce] : [nonce, signature]),
      )
      await Promise.all(calls)
      const sums = [nonce, signature].map((count) => ({ ...count, count: count.count * 20 }))
      assertEqual(await store.listRefusals(CONSUMER_KEY, today), sums, 'the counts')
    },
  },
  {
    name: 'a purge forgets refusals of more than 14 days before, without counting them',
    async run(store, nowSeconds) {
      const [today, [signature, , tomorrow]] = makeCounts(nowSeconds)
      await store.addRefusals([signature])
      await store.addRefusals([tomorrow])
      const list = () => store.listRefusals(CONSUMER_KEY, today)
      const lastDay = (today + KEPT_DAYS) * DAY_SECONDS
      assertEqual(await store.purge(lastDay + DAY_SECONDS - 1), 0, 'the purge of the last day')
      assertEqual(await list(), [signature, tomorrow], 'on the last day')
      assertEqual(await store.purge(lastDay + DAY_SECONDS), 0, 'the purge after it')
      assertEqual(await list(), [tomorrow], 'after it')
    },
  },
  {
    name: 'refusals are kept and listed as copies',
    async run(store, nowSeconds) {
      const [today, [signature]] = makeCounts(nowSeconds)
      const given = { ...signature }
      await store.addRefusals([given])
      tamperWith(given)
      const [found] = await store.listRefusals(CONSUMER_KEY, today)
      assertEqual(found, signature, 'the count')
      tamperWith(found)
      assertEqual(await store.listRefusals(CONSUMER_KEY, today), [signature], 'afterwards')
    },
  },
]

type Counts = readonly [signature: RefusalCount, nonce: RefusalCount, tomorrow: RefusalCount]

/** Returns the current day, and counts of that day and of the next. */
function makeCounts(nowSeconds: number): readonly [today: number, counts: Counts] {
  const day = Math.floor(nowSeconds / DAY_SECONDS)
  const signature = { consumerKey: CONSUMER_KEY, day, code: 'signature_invalid', count: 3 }
  const nonce = { ...signature, code: 'nonce_used', count: 1 }
  const tomorrow = { ...nonce, day: day + 1, count: 5_000_000_000 }
  return [day, [signature, nonce, tomorrow]]
}
