import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { Provider, Store } from '../src/index.js'
import { CONSUMER, neutral, START_SECONDS, testProvider } from './neutral-requests.js'
import type { TestUser } from './neutral-requests.js'
import { testPortal } from './portal.js'

const TODAY = Math.floor(START_SECONDS / 86_400)
const FLUSH_MILLISECONDS = 5000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A store that notes the calls of two operations. */
function createWatchedStore(): { readonly store: Store; readonly calls: string[] } {
  const store = memoryStore()
  const calls: string[] = []
  return {
    calls,
    store: {
      ...store,
      findConsumer: (key) => {
        calls.push(`find ${key}`)
        return store.findConsumer(key)
      },
      addRefusals: (counts) => {
        calls.push('add')
        return store.addRefusals(counts)
      },
    },
  }
}

async function send(
  provider: Provider<TestUser>,
  consumer: { readonly key: string; readonly secret: string },
  timestampSeconds = START_SECONDS,
): Promise<void> {
  const request = { method: 'POST', url: '/oauth/request_token' } as const
  const options = { callback: 'oob', timestampSeconds }
  await provider.requestToken(await neutral(request, { consumer }, options))
}

describe('refusals', () => {
  it('are counted by consumer, day and code, and added to the store together', async () => {
    const { store, calls } = createWatchedStore()
    const { provider } = await testPortal({ store })
    calls.length = 0
    const wrong = { ...CONSUMER, secret: 'wrong' }
    await send(provider, wrong)
    await send(provider, wrong)
    await send(provider, CONSUMER, START_SECONDS - 10_000)
    await send(provider, CONSUMER)
    expect(calls).toEqual([])
    await vi.advanceTimersByTimeAsync(FLUSH_MILLISECONDS)
    expect(calls).toEqual(['add'])
    const count = { consumerKey: CONSUMER.key, day: TODAY }
    expect(await store.listRefusals(CONSUMER.key, TODAY)).toEqual([
      { ...count, code: 'signature_invalid', count: 2 },
      { ...count, code: 'timestamp_refused', count: 1 },
    ])
    await vi.advanceTimersByTimeAsync(FLUSH_MILLISECONDS)
    expect(calls).toEqual(['add'])
  })

  it('are not counted for consumers that do not exist, which are looked for 50 at a time', async () => {
    const { store, calls } = createWatchedStore()
    const { provider } = await testPortal({ store })
    calls.length = 0
    for (let count = 0; count < 60; count++) {
      await send(provider, { key: `invented ${count}`, secret: 'x' }, START_SECONDS - 10_000)
    }
    await send(provider, { key: 'invented', secret: 'x' })
    await vi.advanceTimersByTimeAsync(FLUSH_MILLISECONDS)
    expect(calls).toHaveLength(50)
    expect(calls).not.toContain('add')
    expect(await store.listRefusals('invented 1', TODAY)).toEqual([])
  })

  it('are dropped if the store fails, and later ones are counted', async () => {
    const store = memoryStore()
    let isDown = true
    const add: Store['addRefusals'] = (counts) =>
      isDown ? Promise.reject(new Error('down')) : store.addRefusals(counts)
    const { provider } = await testPortal({ store: { ...store, addRefusals: add } })
    const wrong = { ...CONSUMER, secret: 'wrong' }
    await send(provider, wrong)
    await vi.advanceTimersByTimeAsync(FLUSH_MILLISECONDS)
    isDown = false
    await send(provider, wrong)
    await vi.advanceTimersByTimeAsync(FLUSH_MILLISECONDS)
    expect(await store.listRefusals(CONSUMER.key, TODAY)).toMatchObject([{ count: 1 }])
  })

  it('are not counted without a portal', async () => {
    const { store, calls } = createWatchedStore()
    const { provider } = await testProvider({ store })
    calls.length = 0
    await send(provider, { ...CONSUMER, secret: 'wrong' })
    await vi.advanceTimersByTimeAsync(FLUSH_MILLISECONDS)
    expect(calls).toEqual([])
  })
})
