import { expect, it } from 'vitest'

import { createExpiryBuckets } from '../src/memory-store/expiry-buckets.js'

/** Random numbers that come out the same every time. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

it('gives up a key when its last second has passed, and not before', () => {
  const buckets = createExpiryBuckets(() => new Set<string>())
  buckets.getBucket(100).add('key')
  expect(buckets.takeExpired(100)).toEqual([])
  expect(buckets.takeExpired(101)).toEqual([new Set(['key'])])
  expect(buckets.takeExpired(101)).toEqual([])
})

it('counts in whole seconds', () => {
  const buckets = createExpiryBuckets(() => new Set<string>())
  for (const second of [100.2, 100.7, 101.9]) buckets.getBucket(second).add(`until ${second}`)
  expect(buckets.takeExpired(100.9)).toEqual([])
  expect(buckets.takeExpired(101.1)).toEqual([new Set(['until 100.2', 'until 100.7'])])
  expect(buckets.takeExpired(102)).toEqual([new Set(['until 101.9'])])
})

it('skips any number of seconds in one step', () => {
  const buckets = createExpiryBuckets(() => new Set<string>())
  buckets.getBucket(1).add('early')
  buckets.getBucket(Number.MAX_SAFE_INTEGER).add('late')
  expect(buckets.takeExpired(Number.MAX_SAFE_INTEGER)).toEqual([new Set(['early'])])
  expect(buckets.takeExpired(Infinity)).toEqual([new Set(['late'])])
})

it.each([1, 2, 3, 4, 5])('gives up what a plain list would, in any order (seed %i)', (seed) => {
  const random = randomFrom(seed)
  const buckets = createExpiryBuckets(() => new Set<string>())
  let kept: { readonly second: number; readonly key: string }[] = []
  let clock = 1000
  let takenCount = 0
  for (let step = 0; step < 5000; step++) {
    // Mostly near the clock; at times far behind or ahead of it, as what is added may be, too.
    const near = () => clock + random(40) - 20 + (random(50) === 0 ? random(2000) - 1000 : 0)
    if (random(3) > 0) {
      const entry = { second: near(), key: `${step}` }
      buckets.getBucket(entry.second).add(entry.key)
      kept.push(entry)
    } else {
      clock += random(3)
      const now = near()
      const taken = buckets.takeExpired(now).flatMap((keys) => [...keys])
      const expected = kept.filter(({ second }) => second < now).map(({ key }) => key)
      expect(taken.sort()).toEqual(expected.sort())
      kept = kept.filter(({ second }) => second >= now)
      takenCount += taken.length
    }
  }
  const left = buckets.takeExpired(Infinity).flatMap((keys) => [...keys])
  expect(left.sort()).toEqual(kept.map(({ key }) => key).sort())
  expect(takenCount).toBeGreaterThan(2500)
})
