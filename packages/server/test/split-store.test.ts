import { describe, expect, it, vi } from 'vitest'

import { memoryStore, sealedStore, splitStore } from '../src/index.js'
import type { DurableStore, NonceRecord, Store } from '../src/index.js'
import { codeOf, CONSUMER, neutral, START_SECONDS, testProvider } from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

const KEYS = { encryption: [new Uint8Array(32).fill(1)], lookup: new Uint8Array(32).fill(2) }
const DOWN = new Error('connection refused')

/** Two stores in memory with spies in place of their `recordNonce`. */
function createSplit() {
  const [records, nonces] = [memoryStore(), memoryStore()]
  const recordLastUse = vi.spyOn(records, 'recordNonce')
  const recordNonce = vi.spyOn(nonces, 'recordNonce')
  return { records, nonces, recordLastUse, recordNonce, store: splitStore({ records, nonces }) }
}

async function issueToken({ provider }: TestProvider) {
  const { key, secret } = await provider.tokens.issue({
    consumerKey: CONSUMER.key,
    userId: 'jane',
    scopes: ['photos'],
  })
  return { key, secret }
}

/** Creates a provider on a split store and a function that sends requests with an access token. */
async function createSite(store: Store) {
  const site = await testProvider({ store })
  const token = await issueToken(site)
  const send = async (nonce: string, secret = token.secret) => {
    const credentials = { consumer: CONSUMER, token: { ...token, secret } }
    const request = await neutral({ method: 'GET', url: '/photos' }, credentials, {
      nonce,
      timestampSeconds: site.clock.nowSeconds,
    })
    return site.provider.authenticate(request)
  }
  return { ...site, token, send }
}

function createNonce(fields: Partial<NonceRecord> = {}): NonceRecord {
  return {
    digest: 'digest',
    consumerKey: CONSUMER.key,
    expiresAtSeconds: START_SECONDS + 300,
    nowSeconds: START_SECONDS,
    ...fields,
  }
}

describe('splitStore', () => {
  it('records nonces in the one store, and writes the last use in the other once a minute', async () => {
    const { store, records, recordNonce, recordLastUse } = createSplit()
    const { send, clock, token } = await createSite(store)

    for (const [passed, writes] of [
      [0, 1],
      [1, 1],
      [59, 1],
      [60, 2],
      [61, 2],
    ] as const) {
      clock.nowSeconds = START_SECONDS + passed
      expect(codeOf(await send(`after ${passed}`))).toBe('ok')
      expect(recordLastUse).toHaveBeenCalledTimes(writes)
    }

    expect(recordNonce).toHaveBeenCalledTimes(5)
    const { token: found } = await records.findCredentials(CONSUMER.key, token.key)
    expect(found).toMatchObject({ lastUsedAtSeconds: START_SECONDS + 60 })
  })

  it('refuses a replay, and sends no key of a token to the store of nonces', async () => {
    const { store, recordNonce } = createSplit()
    const { send } = await createSite(store)

    expect(codeOf(await send('once'))).toBe('ok')
    expect(codeOf(await send('once'))).toBe('nonce_used')
    expect(recordNonce.mock.calls.map(([nonce]) => nonce.accessTokenKey)).toEqual([
      undefined,
      undefined,
    ])
  })

  it('records no nonce of a request with a wrong signature', async () => {
    const { store, recordNonce, recordLastUse } = createSplit()
    const { send } = await createSite(store)

    expect(codeOf(await send('forged', 'wrong'))).toBe('signature_invalid')
    expect(recordNonce).not.toHaveBeenCalled()
    expect(recordLastUse).not.toHaveBeenCalled()
    expect(codeOf(await send('forged'))).toBe('ok')
  })

  it('refuses a request with 503 while the store of nonces fails, and writes no last use', async () => {
    const { store, recordNonce, recordLastUse } = createSplit()
    const { send } = await createSite(store)
    recordNonce.mockRejectedValueOnce(DOWN)

    expect(await send('first')).toMatchObject({ ok: false, response: { status: 503 } })
    expect(recordLastUse).not.toHaveBeenCalled()
    expect(codeOf(await send('first'))).toBe('ok')
  })

  it('refuses a request with 503 while the store of records fails, and its nonce stays used', async () => {
    const { store, records, recordLastUse } = createSplit()
    const { send } = await createSite(store)
    recordLastUse.mockRejectedValueOnce(DOWN)

    expect(await send('first')).toMatchObject({ ok: false, response: { status: 503 } })
    expect(codeOf(await send('first'))).toBe('nonce_used')
    vi.spyOn(records, 'findCredentials').mockRejectedValueOnce(DOWN)
    expect(await send('second')).toMatchObject({ ok: false, response: { status: 503 } })
    expect(codeOf(await send('second'))).toBe('ok')
  })

  it('refuses a request if the store of records has no room for the last use', async () => {
    const records = memoryStore({ maxNonces: 1 })
    await records.recordNonce(createNonce())
    const store = splitStore({ records, nonces: memoryStore() })
    const { send } = await createSite(store)

    expect(await send('first')).toMatchObject({ ok: false, response: { status: 503 } })
  })

  it('writes the last use once for simultaneous requests with one token', async () => {
    const { store, recordNonce, recordLastUse } = createSplit()
    const { send } = await createSite(store)

    const results = await Promise.all(['a', 'b', 'c', 'd'].map((nonce) => send(nonce)))

    expect(results.map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(recordNonce).toHaveBeenCalledTimes(4)
    expect(recordLastUse).toHaveBeenCalledTimes(1)
  })

  it('lets no request be refused because the last use of another was refused', async () => {
    const { store, recordLastUse } = createSplit()
    recordLastUse.mockResolvedValueOnce('used')

    const outcomes = await Promise.all(
      ['first', 'second'].map((digest) =>
        store.recordNonce(createNonce({ digest, accessTokenKey: 'token' })),
      ),
    )

    expect(outcomes).toEqual(['used', 'recorded'])
  })

  it('remembers the last uses of 10,000 tokens', async () => {
    const { store, records, recordLastUse } = createSplit()
    await testProvider({ store })
    const use = async (number: number) => {
      const key = `token ${number}`
      await store.findCredentials(CONSUMER.key, key)
      await store.recordNonce(createNonce({ digest: `${Math.random()}`, accessTokenKey: key }))
    }
    vi.spyOn(records, 'findCredentials').mockResolvedValue({
      consumer: undefined,
      token: { kind: 'access', lastUsedAtSeconds: START_SECONDS } as never,
    })
    for (let number = 0; number < 10_000; number++) await use(number)
    expect(recordLastUse).not.toHaveBeenCalled()

    await store.findCredentials(CONSUMER.key, 'one more')
    await store.recordNonce(createNonce({ digest: 'of 1', accessTokenKey: 'token 1' }))
    expect(recordLastUse).not.toHaveBeenCalled()
    await store.recordNonce(createNonce({ digest: 'of 0', accessTokenKey: 'token 0' }))
    expect(recordLastUse).toHaveBeenCalledTimes(1)
  })

  it('purges both stores, and rejects after both if one fails', async () => {
    const { store, records, nonces } = createSplit()
    await records.recordNonce(createNonce())
    await store.recordNonce(createNonce())
    await store.recordNonce(createNonce({ digest: 'other' }))
    expect(await store.purge(START_SECONDS + 301)).toBe(3)

    vi.spyOn(records, 'purge').mockRejectedValueOnce(DOWN)
    const purge = vi.spyOn(nonces, 'purge')
    await expect(store.purge(START_SECONDS + 301)).rejects.toThrow(DOWN)
    expect(purge).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['around', () => sealedStore(createSplit().store, KEYS)],
    [
      'within',
      () => splitStore({ records: sealedStore(memoryStore(), KEYS), nonces: memoryStore() }),
    ],
    [
      'within, both',
      () =>
        splitStore({
          records: sealedStore(memoryStore(), KEYS),
          nonces: sealedStore(memoryStore(), KEYS),
        }),
    ],
  ])('works with sealedStore %s it', async (_where, createStore) => {
    const store = createStore()
    const { send, token } = await createSite(store)

    expect(codeOf(await send('once'))).toBe('ok')
    expect(codeOf(await send('once'))).toBe('nonce_used')
    const { token: found } = await store.findCredentials(CONSUMER.key, token.key)
    expect(found).toMatchObject({ key: token.key, lastUsedAtSeconds: START_SECONDS })
  })

  it('calls the operations of a store that is an instance of a class', async () => {
    const recorded: string[] = []
    class NonceSet {
      readonly #digests = new Set<string>()
      async recordNonce({ digest }: NonceRecord): Promise<'recorded' | 'used'> {
        recorded.push(digest)
        if (this.#digests.has(digest)) return 'used'
        this.#digests.add(digest)
        return 'recorded'
      }
      async purge(): Promise<number> {
        return 0
      }
    }
    const store = splitStore({ records: memoryStore(), nonces: new NonceSet() })

    expect(await store.recordNonce(createNonce())).toBe('recorded')
    expect(await store.recordNonce(createNonce())).toBe('used')
    expect(recorded).toEqual(['digest', 'digest'])
    expect('migrate' in store).toBe(false)
  })
})

describe('splitStore with stores that outlast the process', () => {
  function createDurable(name: string, calls: string[], failing?: string): DurableStore {
    const call = async (what: string) => {
      calls.push(`${what} ${name}`)
      if (what === failing) throw new Error(`${name} failed`)
    }
    return {
      ...memoryStore(),
      migrate: () => call('migrate'),
      check: () => call('check'),
      close: () => call('close'),
      warnings: async () => [`${name} may lose a second`],
    }
  }

  it('migrates, checks and closes both, and returns the warnings of both', async () => {
    const calls: string[] = []
    const store = splitStore({
      records: createDurable('records', calls),
      nonces: createDurable('nonces', calls),
    })

    await store.migrate()
    await store.check()
    await store.close()

    expect(calls).toEqual([
      'migrate records',
      'migrate nonces',
      'check records',
      'check nonces',
      'close records',
      'close nonces',
    ])
    expect(await store.warnings?.()).toEqual([
      'records may lose a second',
      'nonces may lose a second',
    ])
  })

  it('closes the second store even if the first fails to close, and then rejects', async () => {
    const calls: string[] = []
    const store = splitStore({
      records: createDurable('records', calls, 'close'),
      nonces: createDurable('nonces', calls),
    })

    await expect(store.close()).rejects.toThrow('records failed')
    expect(calls).toEqual(['close records', 'close nonces'])
  })

  it('closes the second store even if the first throws at once', async () => {
    const calls: string[] = []
    const records = createDurable('records', calls)
    records.close = () => {
      throw new Error('records failed')
    }
    const store = splitStore({ records, nonces: createDurable('nonces', calls) })

    await expect(store.close()).rejects.toThrow('records failed')
    expect(calls).toEqual(['close nonces'])
  })

  it('needs only one store that outlasts the process', async () => {
    const calls: string[] = []
    const nonces = createDurable('nonces', calls)
    delete nonces.warnings
    const store = splitStore({ records: memoryStore(), nonces })

    await store.check()
    expect(calls).toEqual(['check nonces'])
    expect(await store.warnings?.()).toEqual([])
  })
})

it.each([
  [
    'the same store twice',
    () => {
      const store = memoryStore()
      return { records: store, nonces: store }
    },
    'splitStore: records and nonces must be two different stores',
  ],
  [
    'records that are not a store',
    () => ({ records: { recordNonce: () => undefined }, nonces: memoryStore() }),
    /^splitStore: records must be a store such as memoryStore\(\)/,
  ],
  [
    'nonces without purge',
    () => ({ records: memoryStore(), nonces: { recordNonce: () => undefined } }),
    /^splitStore: nonces must be a store such as memoryStore\(\), or an object with recordNonce and purge/,
  ],
])('splitStore refuses %s', (_what, createStores, message) => {
  expect(() => splitStore(createStores() as never)).toThrow(message)
})
