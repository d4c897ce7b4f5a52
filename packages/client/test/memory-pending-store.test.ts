import { describe, expect, it } from 'vitest'

import { createClient, memoryPendingStore } from '../src/index.js'
import type { PendingRequestToken, PendingStore } from '../src/index.js'
import { startProvider } from './provider.js'

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
  it('returns an entry until it is taken, once', () => {
    const store = memoryPendingStore({ now: () => 0 })
    void store.set('a', entry(1), { lifetimeSeconds: 1 })
    expect(store.get('a')).toEqual(entry(1))
    expect(store.get('a')).toEqual(entry(1))
    expect(store.take('a')).toEqual(entry(1))
    expect(store.take('a')).toBeUndefined()
    expect(store.get('__proto__')).toBeUndefined()
  })

  it('removes expired entries', () => {
    let time = 0
    const store = memoryPendingStore({ now: () => time })
    void store.set('a', entry(10), { lifetimeSeconds: 10 })
    void store.set('b', entry(20), { lifetimeSeconds: 20 })
    time = 10_000
    expect(store.get('a')).toBeUndefined()
    expect(store.take('b')).toEqual(entry(20))
  })

  it('refuses a new flow when it is full, and keeps the pending flows', () => {
    const store = memoryPendingStore({ limit: 2, now: () => 0 })
    const set = (key: string) => void store.set(key, entry(1), { lifetimeSeconds: 1 })
    for (const key of ['a', 'b', 'a']) set(key)
    expect(() => set('c')).toThrow(
      expect.objectContaining({
        code: 'pending_full',
        message: expect.stringContaining('2 request tokens are pending') as string,
      }),
    )
    expect(['a', 'b', 'c'].filter((key) => store.get(key) !== undefined)).toEqual(['a', 'b'])
    void store.take('a')
    set('c')
    expect(store.get('c')).toEqual(entry(1))
  })

  it('makes room by removing expired entries, in any order of expiry', () => {
    let time = 0
    const store = memoryPendingStore({ limit: 3, now: () => time })
    const set = (key: string, seconds: number) =>
      void store.set(key, entry(seconds), { lifetimeSeconds: seconds })
    set('long', 100)
    set('short', 10)
    set('longer', 200)
    time = 10_000
    set('new', 20)
    expect(() => set('another', 300)).toThrow('limit')
    const keys = ['long', 'short', 'longer', 'new', 'another']
    expect(keys.filter((key) => store.get(key) !== undefined)).toEqual(['long', 'longer', 'new'])
    time = 20_000
    set('another', 300)
    expect(store.get('another')).toEqual(entry(300))
  })

  it("keeps one user's flow during a burst of another user", async () => {
    const provider = await startProvider()
    const pending = memoryPendingStore({ limit: 3 })
    const client = createClient({ ...provider.options, pending })
    const { url, setCookie: cookie } = await client.authorize()
    const burst = await Promise.allSettled(Array.from({ length: 10 }, () => client.authorize()))
    expect(burst.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    for (const outcome of burst) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'pending_full' })
    }
    await expect(client.callback(provider.approve(url), { cookie })).resolves.toBeDefined()
    await expect(client.authorize()).resolves.toBeDefined()
  })

  it.each([0, -1, 1.5, Number.NaN])('rejects the limit %d', (limit) => {
    expect(() => memoryPendingStore({ limit })).toThrow(TypeError)
  })
})

describe('a full memoryPendingStore', () => {
  const fill = (store: PendingStore, key: string, expiresAtSeconds: number): void =>
    void store.set(key, entry(expiresAtSeconds), { lifetimeSeconds: 1 })

  it('does not search before an entry can have expired', () => {
    let looks = 0
    const now = (): number => {
      looks += 1
      return 5000
    }
    const store = memoryPendingStore({ limit: 100, now })
    for (let index = 0; index < 100; index++) fill(store, String(index), 10)
    looks = 0
    expect(() => {
      fill(store, 'another', 10)
    }).toThrow('limit')
    expect(looks).toBe(1)
  })

  it('knows when the next remaining entry expires', () => {
    let time = 0
    const store = memoryPendingStore({ limit: 2, now: () => time })
    fill(store, 'short', 10)
    fill(store, 'long', 100)
    time = 10_000
    fill(store, 'longer', 200)
    time = 100_000
    fill(store, 'longest', 300)
    expect(
      ['short', 'long', 'longer', 'longest'].filter((key) => store.get(key) !== undefined),
    ).toEqual(['longer', 'longest'])
  })
})

it.each([
  [{ limit: 0 }, 'limit must be an integer of 1 or more, received 0'],
  [{ now: 5 }, 'now must be a function, received 5'],
  [{ limt: 5 }, 'limt is not an option (received 5). Did you mean limit?'],
])('memoryPendingStore rejects the options %j', (options, message) => {
  expect(() => memoryPendingStore(options as never)).toThrow(
    expect.objectContaining({ name: 'TypeError', message: `memoryPendingStore: ${message}` }),
  )
})
