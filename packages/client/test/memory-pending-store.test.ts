import { describe, expect, it } from 'vitest'

import { memoryPendingStore } from '../src/index.js'
import type { PendingRequestToken } from '../src/index.js'

function entry(expiresAtSeconds: number): PendingRequestToken {
  return {
    secret: 's',
    bindingDigest: 'd',
    outOfBand: false,
    accessTokenUrl: 'https://photos.example/',
    expiresAtSeconds,
    state: undefined,
  }
}

describe('memoryPendingStore', () => {
  it('gives an entry until it is taken, once', () => {
    const store = memoryPendingStore({ now: () => 0 })
    void store.set('a', entry(1), { lifetimeSeconds: 1 })
    expect(store.get('a')).toEqual(entry(1))
    expect(store.get('a')).toEqual(entry(1))
    expect(store.take('a')).toEqual(entry(1))
    expect(store.take('a')).toBeUndefined()
    expect(store.get('__proto__')).toBeUndefined()
  })

  it('forgets what has expired', () => {
    let time = 0
    const store = memoryPendingStore({ now: () => time })
    void store.set('a', entry(10), { lifetimeSeconds: 10 })
    void store.set('b', entry(20), { lifetimeSeconds: 20 })
    time = 10_000
    expect(store.get('a')).toBeUndefined()
    expect(store.take('b')).toEqual(entry(20))
  })

  it('gives up what has waited longest where it is full', () => {
    const store = memoryPendingStore({ limit: 2, now: () => 0 })
    for (const key of ['a', 'b', 'a', 'c']) void store.set(key, entry(1), { lifetimeSeconds: 1 })
    expect(['a', 'b', 'c'].filter((key) => store.get(key) !== undefined)).toEqual(['a', 'c'])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses the limit %d', (limit) => {
    expect(() => memoryPendingStore({ limit })).toThrow(TypeError)
  })
})
