import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type {
  AccessTokenRecord,
  ConsumerRecord,
  MemoryStoreOptions,
  RequestTokenRecord,
  Store,
} from '../src/index.js'

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
  grantedBy: 'consent',
  state: 'valid',
  createdAtSeconds: NOW,
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  collectGarbage()
  return process.memoryUsage().heapUsed
}

it('keeps an access token in 320 bytes', async () => {
  const count = 60_000
  const store = memoryStore()
  const before = heapUsed()
  for (let index = 0; index < count; index++) {
    // Of the lengths of the provider's own keys and secrets.
    const key = Buffer.from(`${index}`.padStart(22, 'k')).toString('latin1')
    const secret = Buffer.from(`${index}`.padStart(42, 's')).toString('latin1')
    const userId = `user-${index}`
    await store.createAccessToken({ ...ACCESS_TOKEN, key, secret, userId, scopes: ['photos'] })
  }
  expect((heapUsed() - before) / count).toBeLessThan(320)
  const { token } = await store.findCredentials('printer', 'k'.repeat(17) + '59999')
  expect(token).toMatchObject({ userId: 'user-59999', scopes: ['photos'] })
})

describe('the bounds', () => {
  it.each(['maxConsumers', 'maxRequestTokens', 'maxAccessTokens', 'maxNonces'])(
    'refuses a %s that is not an integer from 1 to 16,777,216',
    (name) => {
      for (const value of [0, -1, 1.5, NaN, Infinity, 16_777_217, '10', 10n]) {
        const options = { [name]: value } as MemoryStoreOptions
        expect(() => memoryStore(options)).toThrow(
          `memoryStore: ${name} must be an integer from 1 to 16777216, received `,
        )
      }
      for (const value of [undefined, 1, 16_777_216]) {
        expect(() => memoryStore({ [name]: value })).not.toThrow()
      }
    },
  )

  it('are 500,000 nonces by default', async () => {
    const store = memoryStore({ maxNoncesPerConsumer: 500_000 })
    const record = (digest: string) =>
      store.recordNonce({
        consumerKey: 'printer',
        digest,
        expiresAtSeconds: NOW + 300,
        nowSeconds: NOW,
      })
    for (let index = 0; index < 499_999; index++) await record(`${index}`)
    expect(await record('the last one')).toBe('recorded')
    expect(await record('one too many')).toBe('full')
    expect(await record('0')).toBe('used')
  })

  it('are 100,000 request tokens by default, which end with their expiry', async () => {
    const store = memoryStore({ maxRequestTokensPerConsumer: 100_000 })
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
    const nonce = {
      consumerKey: 'printer',
      digest: 'late',
      expiresAtSeconds: NOW,
      nowSeconds: NOW + 1,
    }
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
      const nonce = {
        consumerKey: 'printer',
        digest,
        expiresAtSeconds: NOW + 300,
        nowSeconds,
        accessTokenKey: 'key',
      }
      expect(await store.recordNonce(nonce)).toBe('recorded')
    }
    const { token } = await store.findCredentials('printer', 'key')
    expect(token).toEqual({ ...ACCESS_TOKEN, lastUsedAtSeconds: NOW + 5 })
  })

  it('need no more room than those that are live, whatever the time', async () => {
    // Each second ten come from clocks that are up to 300 seconds wrong either way; each lives up
    // to 600 seconds more.
    const perSecond = 10
    const store = memoryStore({
      maxNonces: 601 * perSecond,
      maxNoncesPerConsumer: 601 * perSecond,
    })
    for (let passed = 0; passed < 30_000; passed++) {
      const nowSeconds = NOW + passed
      for (let index = 0; index < perSecond; index++) {
        const clockError = ((passed * 7 + index * 61) % 601) - 300
        const expiresAtSeconds = nowSeconds + clockError + 300
        const digest = `${passed} ${index}`
        const outcome = await store.recordNonce({
          consumerKey: 'printer',
          digest,
          expiresAtSeconds,
          nowSeconds,
        })
        if (outcome !== 'recorded') expect.fail(`${outcome} after ${passed} seconds`)
      }
    }
    expect(await store.purge(NOW + 100_000)).toBeLessThan(601 * perSecond)
  })

  it('leave no memory behind', async () => {
    const store = memoryStore()
    let nowSeconds = NOW
    const heapAfter = async (seconds: number) => {
      for (const end = nowSeconds + seconds; nowSeconds < end; nowSeconds++) {
        for (let index = 0; index < 20; index++) {
          const digest = `a digest as long as those of SHA-256 ${nowSeconds} ${index}`
          await store.recordNonce({
            consumerKey: 'printer',
            digest,
            expiresAtSeconds: nowSeconds + 300,
            nowSeconds,
          })
        }
      }
      return heapUsed()
    }
    const early = await heapAfter(1000)
    const late = await heapAfter(15_000)
    // 300,000 nonces, had they been kept, would take more than 20 MB.
    expect(late - early).toBeLessThan(3_000_000)
  })
})

describe('tokens', () => {
  it('share their keys, because a request names a token only by its key', async () => {
    const store = memoryStore()
    expect(await store.createRequestToken(REQUEST_TOKEN)).toBe('created')
    expect(await store.createAccessToken(ACCESS_TOKEN)).toBe('exists')
    const exchange = { accessToken: ACCESS_TOKEN, nowSeconds: NOW }
    expect(await store.exchangeRequestToken('key', exchange)).toBe('refused')
    expect(await store.findRequestToken('key')).toEqual(REQUEST_TOKEN)
    await store.createAccessToken({ ...ACCESS_TOKEN, key: 'other' })
    expect(await store.createRequestToken({ ...REQUEST_TOKEN, key: 'other' })).toBe('exists')
  })

  it('stay after their expiry, so that it is reported, until they are purged', async () => {
    const store = memoryStore()
    await store.createRequestToken(REQUEST_TOKEN)
    await store.createRequestToken({
      ...REQUEST_TOKEN,
      key: 'later',
      createdAtSeconds: NOW + 5000,
      expiresAtSeconds: NOW + 5600,
    })
    await store.recordNonce({
      consumerKey: 'printer',
      digest: '',
      expiresAtSeconds: NOW + 9000,
      nowSeconds: NOW + 9000,
    })
    expect(await store.findRequestToken('key')).toEqual(REQUEST_TOKEN)
    expect(await store.purge(NOW + 5000)).toBe(1)
    expect(await store.findRequestToken('key')).toBeUndefined()
  })
})

describe('tokens that are gone', () => {
  // As long as they can be renewed, which is why nothing may wait for that to end.
  const YEAR = 31_536_000
  const CONSUMER: ConsumerRecord = {
    key: 'printer',
    revision: 0,
    name: 'Printer',
    description: '',
    status: 'accepted',
    secrets: [],
    publicKeys: [],
    signatureMethods: [],
    callbacks: [],
    allowXauth: false,
    allowTwoLegged: false,
    requireBodyHash: false,
    allowPlaintextInQuery: false,
    addressRanges: [],
    createdAtSeconds: NOW,
  }
  const ROUNDS: Record<string, (store: Store, nowSeconds: number) => Promise<unknown>> = {
    'were purged': (store, nowSeconds) => store.purge(nowSeconds + 2 * YEAR),
    'went with their consumer': async (store) => {
      expect(await store.removeConsumer('printer')).toBe('removed')
    },
    'were revoked and purged': async (store, nowSeconds) => {
      expect(await store.revokeTokens({ consumerKey: 'printer' }, nowSeconds)).toBe(200)
      await store.purge(nowSeconds + 1)
    },
    'were revoked user by user and purged': async (store, nowSeconds) => {
      for (let index = 0; index < 200; index++) {
        const target = { userId: `the user of ${nowSeconds} ${index}` }
        expect(await store.revokeTokens(target, nowSeconds)).toBe(1)
      }
      await store.purge(nowSeconds + 1)
    },
  }

  it.each(Object.entries(ROUNDS))('leave no memory behind when they %s', async (_name, end) => {
    const store = memoryStore()
    let nowSeconds = NOW
    const heapAfter = async (rounds: number) => {
      for (let round = 0; round < rounds; round++, nowSeconds += 200) {
        await store.createConsumer(CONSUMER)
        for (let index = 0; index < 200; index++) {
          const name = `${nowSeconds} ${index}`
          const userId = `the user of ${name}`
          const fields = { userId, createdAtSeconds: nowSeconds }
          await store.createAccessToken({
            ...ACCESS_TOKEN,
            ...fields,
            key: `the key of an access token that is as long as they are ${name}`,
            keepUntilSeconds: nowSeconds + YEAR + index,
          })
          await store.createRequestToken({
            ...REQUEST_TOKEN,
            ...fields,
            key: `the key of a request token that is as long as they are ${name}`,
            expiresAtSeconds: nowSeconds + 5,
          })
        }
        await end(store, nowSeconds)
        await store.purge(nowSeconds + 6)
        expect(await store.listAccessTokens({}, { limit: 1 })).toEqual([])
      }
      return heapUsed()
    }
    const early = await heapAfter(20)
    const late = await heapAfter(200)
    // 40,000 tokens of each kind: had their keys been kept, or the second in which each was to go,
    // that would take more than 6 MB.
    expect(late - early).toBeLessThan(2_000_000)
  })

  it('are found no more under their consumer or user, and those that stay are', async () => {
    const store = memoryStore()
    const save = (key: string, keepUntilSeconds?: number) =>
      store.createAccessToken({ ...ACCESS_TOKEN, key, keepUntilSeconds })
    await save('stays')
    await save('is purged', NOW)
    await save('is revoked')
    await store.revokeTokens({ tokenKey: 'is revoked' }, NOW)
    expect(await store.purge(NOW + 1)).toBe(2)
    // A key that comes again is purged by its new second, not by the one before.
    await save('is revoked', NOW + 500)
    expect(await store.purge(NOW + 400)).toBe(0)
    for (const filter of [{}, { consumerKey: 'printer' }, { userId: 'jane' }]) {
      const listed = await store.listAccessTokens(filter, { limit: 10 })
      expect(listed.map(({ key }) => key)).toEqual(['is revoked', 'stays'])
    }
    expect(await store.revokeTokens({ userId: 'jane' }, NOW + 1000)).toBe(2)
    expect(await store.purge(NOW + 501)).toBe(1)
    expect(await store.purge(NOW + 1001)).toBe(1)
  })

  it('leave the second in which they were purged to those that come later', async () => {
    const store = memoryStore()
    await store.createAccessToken({ ...ACCESS_TOKEN, key: 'first', keepUntilSeconds: NOW + 10 })
    await store.createAccessToken({ ...ACCESS_TOKEN, key: 'second', keepUntilSeconds: NOW + 20 })
    await store.revokeTokens({ tokenKey: 'first' }, NOW + 20)
    await store.revokeTokens({ tokenKey: 'second' }, NOW + 5)
    expect(await store.purge(NOW + 6)).toBe(1)
    expect(await store.purge(NOW + 10)).toBe(0)
    expect(await store.purge(NOW + 11)).toBe(1)
    expect(await store.purge(NOW + 21)).toBe(0)
  })
})

it('knows a nonce again though its timestamp window was another', async () => {
  const store = memoryStore()
  const nonce = { consumerKey: 'printer', digest: 'same', nowSeconds: 1000 }
  expect(await store.recordNonce({ ...nonce, expiresAtSeconds: 1300 })).toBe('recorded')
  expect(await store.recordNonce({ ...nonce, expiresAtSeconds: 6400 })).toBe('used')
})

describe('the share of a consumer', () => {
  const START = 1_800_000_000
  const nonce = (consumerKey: string, digest: string, nowSeconds = START) => ({
    consumerKey,
    digest,
    nowSeconds,
    expiresAtSeconds: nowSeconds + 300,
  })

  it('of nonces is half by default: a consumer with as many is refused until they expire', async () => {
    const store = memoryStore({ maxNonces: 10 })
    const record = async (key: string, digest: string, nowSeconds = START) =>
      store.recordNonce(nonce(key, digest, nowSeconds))
    for (let count = 0; count < 5; count++) {
      expect(await record('greedy', `greedy ${count}`, START + (count % 2))).toBe('recorded')
      if (count < 4) expect(await record('modest', `modest ${count}`)).toBe('recorded')
    }
    expect(await record('greedy', 'one more')).toBe('consumer_full')
    expect(await record('greedy', 'greedy 0')).toBe('used')
    expect(await record('modest', 'modest 5')).toBe('recorded')
    expect(await record('greedy', 'later', START + 301)).toBe('recorded')
  })

  it.each(['maxRequestTokensPerConsumer', 'maxAccessTokensPerConsumer', 'maxNoncesPerConsumer'])(
    'is validated: %s',
    (name) => {
      expect(() => memoryStore({ [name]: 0 })).toThrow(name)
    },
  )
})
