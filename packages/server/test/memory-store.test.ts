import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { AccessTokenRecord, MemoryStoreOptions, RequestTokenRecord } from '../src/index.js'
import { storeContract } from '../src/store-contract.js'

const NOW = 1_800_000_000
const REQUEST_TOKEN: RequestTokenRecord = {
  kind: 'request',
  key: 'key',
  secret: 'secret',
  consumerKey: 'printer',
  callback: 'oob',
  scopes: [],
  state: 'approved',
  userId: 'jane',
  verifierDigest: 'verifier',
  wrongVerifiers: 0,
  consentKey: 'consent',
  createdAtSeconds: NOW,
  expiresAtSeconds: NOW + 600,
}
const ACCESS_TOKEN: AccessTokenRecord = {
  kind: 'access',
  key: 'key',
  secret: 'secret',
  consumerKey: 'printer',
  userId: 'jane',
  scopes: [],
  createdAtSeconds: NOW,
}

describe('the contract of a store', () => {
  const cases = storeContract(() => memoryStore(), { createFullStore: memoryStore })
  for (const { name, run } of cases) it(name, run)
})

describe('the bounds', () => {
  it.each(['maxConsumers', 'maxRequestTokens', 'maxAccessTokens', 'maxNonces'])(
    'refuses a %s that is not a whole number from 1 to 16,777,216',
    (name) => {
      for (const value of [0, -1, 1.5, NaN, Infinity, 16_777_217, '10', 10n]) {
        const options = { [name]: value } as MemoryStoreOptions
        expect(() => memoryStore(options)).toThrow(
          new TypeError(`${name} must be a whole number from 1 to 16777216`),
        )
      }
      for (const value of [undefined, 1, 16_777_216]) {
        expect(() => memoryStore({ [name]: value })).not.toThrow()
      }
    },
  )

  it('are 500,000 nonces by default', async () => {
    const store = memoryStore()
    const record = (digest: string) =>
      store.recordNonce({ digest, expiresAtSeconds: NOW + 300, nowSeconds: NOW })
    for (let index = 0; index < 499_999; index++) await record(`${index}`)
    expect(await record('the last one')).toBe('recorded')
    expect(await record('one too many')).toBe('full')
    expect(await record('0')).toBe('used')
  })

  it('are 100,000 Request Tokens by default, which end with their expiry', async () => {
    const store = memoryStore()
    const create = (key: string, createdAtSeconds = NOW) =>
      store.createRequestToken({ ...REQUEST_TOKEN, key, createdAtSeconds })
    for (let index = 0; index < 100_000; index++) await create(`${index}`)
    expect(await create('one too many')).toBe('full')
    expect(await create('later', NOW + 601)).toBe('created')
    expect(await store.findRequestToken('0')).toBeUndefined()
  })
})

describe('nonces', () => {
  it('are refused when they have expired by the time of their call', async () => {
    const store = memoryStore()
    const nonce = { digest: 'late', expiresAtSeconds: NOW, nowSeconds: NOW + 1 }
    expect(await store.recordNonce(nonce)).toBe('used')
    expect(await store.recordNonce({ ...nonce, nowSeconds: NOW })).toBe('used')
  })

  it('never move the last use back', async () => {
    const store = memoryStore()
    await store.createAccessToken(ACCESS_TOKEN)
    for (const [digest, nowSeconds] of [
      ['first', NOW + 5],
      ['second', NOW + 3],
    ] as const) {
      const nonce = { digest, expiresAtSeconds: NOW + 300, nowSeconds, accessTokenKey: 'key' }
      expect(await store.recordNonce(nonce)).toBe('recorded')
    }
    const { token } = await store.findCredentials('printer', 'key')
    expect(token).toEqual({ ...ACCESS_TOKEN, lastUsedAtSeconds: NOW + 5 })
  })

  it('need no more room than those that are live, whatever the time', async () => {
    // Each second ten come from clocks that are up to 300 seconds wrong either way; each lives up
    // to 600 seconds more.
    const perSecond = 10
    const store = memoryStore({ maxNonces: 601 * perSecond })
    for (let passed = 0; passed < 30_000; passed++) {
      const nowSeconds = NOW + passed
      for (let index = 0; index < perSecond; index++) {
        const clockError = ((passed * 7 + index * 61) % 601) - 300
        const expiresAtSeconds = nowSeconds + clockError + 300
        const digest = `${passed} ${index}`
        const outcome = await store.recordNonce({ digest, expiresAtSeconds, nowSeconds })
        if (outcome !== 'recorded') expect.fail(`${outcome} after ${passed} seconds`)
      }
    }
    expect(await store.purge(NOW + 100_000)).toBeLessThan(601 * perSecond)
  })

  it('leave no memory behind', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const store = memoryStore()
    let nowSeconds = NOW
    const heapAfter = async (seconds: number) => {
      for (const end = nowSeconds + seconds; nowSeconds < end; nowSeconds++) {
        for (let index = 0; index < 20; index++) {
          const digest = `a digest as long as those of SHA-256 ${nowSeconds} ${index}`
          await store.recordNonce({ digest, expiresAtSeconds: nowSeconds + 300, nowSeconds })
        }
      }
      collectGarbage()
      return process.memoryUsage().heapUsed
    }
    const early = await heapAfter(1000)
    const late = await heapAfter(15_000)
    // 300,000 nonces, had they been kept, would take more than 20 MB.
    expect(late - early).toBeLessThan(3_000_000)
  })
})

describe('tokens', () => {
  it('share their keys, as a request names one by its key alone', async () => {
    const store = memoryStore()
    expect(await store.createRequestToken(REQUEST_TOKEN)).toBe('created')
    expect(await store.createAccessToken(ACCESS_TOKEN)).toBe('exists')
    const exchange = { accessToken: ACCESS_TOKEN, nowSeconds: NOW }
    expect(await store.exchangeRequestToken('key', exchange)).toBe('refused')
    expect(await store.findRequestToken('key')).toEqual(REQUEST_TOKEN)
    await store.createAccessToken({ ...ACCESS_TOKEN, key: 'other' })
    expect(await store.createRequestToken({ ...REQUEST_TOKEN, key: 'other' })).toBe('exists')
  })

  it('stay when they have expired, to be told so, until purged', async () => {
    const store = memoryStore()
    await store.createRequestToken(REQUEST_TOKEN)
    await store.createRequestToken({
      ...REQUEST_TOKEN,
      key: 'later',
      createdAtSeconds: NOW + 5000,
      expiresAtSeconds: NOW + 5600,
    })
    await store.recordNonce({ digest: '', expiresAtSeconds: NOW + 9000, nowSeconds: NOW + 9000 })
    expect(await store.findRequestToken('key')).toEqual(REQUEST_TOKEN)
    expect(await store.purge(NOW + 5000)).toBe(1)
    expect(await store.findRequestToken('key')).toBeUndefined()
  })
})

it('knows a nonce again though its timestamp window was another', async () => {
  const store = memoryStore()
  const nonce = { digest: 'same', nowSeconds: 1000 }
  expect(await store.recordNonce({ ...nonce, expiresAtSeconds: 1300 })).toBe('recorded')
  expect(await store.recordNonce({ ...nonce, expiresAtSeconds: 6400 })).toBe('used')
})
