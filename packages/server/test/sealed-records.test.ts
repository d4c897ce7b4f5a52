import { describe, expect, it } from 'vitest'

import { memoryStore, sealedStore } from '../src/index.js'
import type {
  AccessTokenRecord,
  ConsumerRecord,
  DurableStore,
  NonceRecord,
  PageRequest,
  RequestTokenRecord,
  Store,
} from '../src/index.js'
import { plainStore } from '../../testkit/test/plain-store.js'

const NOW = 1_800_000_000
const NEWER_KEY = new Uint8Array(32).fill(2)
const KEYS = {
  encryption: [new Uint8Array(32).fill(1)],
  lookup: new Uint8Array(32).fill(3),
}
const BOTH_KEYS = { ...KEYS, encryption: [NEWER_KEY, ...KEYS.encryption] }

const CONSUMER: ConsumerRecord = {
  key: 'printer',
  revision: 4,
  name: 'Printer',
  description: '',
  status: 'accepted',
  secrets: [{ value: 'consumer secret' }, { value: 'old', expiresAtSeconds: NOW }],
  publicKeys: [{ value: 'public key' }, { value: 'old public key', expiresAtSeconds: NOW }],
  signatureMethods: ['HMAC-SHA1'],
  callbacks: ['oob'],
  allowXauth: true,
  allowTwoLegged: false,
  requireBodyHash: false,
  allowPlaintextInQuery: false,
  addressRanges: [],
  createdAtSeconds: NOW,
}
const REQUEST_TOKEN: RequestTokenRecord = {
  kind: 'request',
  key: 'request token',
  secret: 'request token secret',
  consumerKey: 'printer',
  callback: 'oob',
  scopes: ['photos'],
  state: 'pending',
  wrongVerifiers: 0,
  consentKey: 'consent key',
  createdAtSeconds: NOW,
  expiresAtSeconds: NOW + 600,
}
const APPROVAL = { userId: 'jane', verifierDigest: 'digest of a verifier' }
const ACCESS_TOKEN: AccessTokenRecord = {
  kind: 'access',
  key: 'access token',
  secret: 'access token secret',
  consumerKey: 'printer',
  userId: 'jane',
  scopes: ['photos'],
  grantedBy: 'consent',
  state: 'valid',
  createdAtSeconds: NOW,
  keepUntilSeconds: NOW + 1200,
  sessionHandleDigest: 'digest of a handle',
}
const NONCE: NonceRecord = {
  digest: 'digest of a nonce',
  consumerKey: 'printer',
  expiresAtSeconds: NOW + 600,
  nowSeconds: NOW,
  accessTokenKey: 'access token',
}

// Values that an earlier sealed store with these keys wrote for the records above. A change to the form of
// sealed values makes existing databases unreadable.
const KEY_ID = 'Sh_woWJ4'
const TOKEN_DIGEST = 'LueGXR-48jzyLfO09-A_CKILuUoY7z5IQOJ8bMRmwW4'
const WRITTEN_CONSUMER: ConsumerRecord = {
  ...CONSUMER,
  secrets: [
    {
      value: `v1.${KEY_ID}.JpTGjc3peYvDmIYnCbl_XWJH299OWNzSsmIZeI5dM82LVmx466bkGusI552pz8pJKceNgcpxFl6t9Jjvx3vg70VSkNFt-4mFRccGkzq7E46_xu2xMXHZG4eMoOG2IfuHJd9oVXMChx9jXR0DZUhbdVE7u0c1`,
    },
  ],
}
const WRITTEN_REQUEST_TOKEN: RequestTokenRecord = {
  ...REQUEST_TOKEN,
  key: 'STjb41BwStGJ5OorahBjVChihBDDqBvOyiM9wIn9AyI',
  secret: `v1.${KEY_ID}.g9bUymi2cTVOiWzd8dsap0mEmZxh_Hm_9Rsf2q9eZfB3ERIPe49mPjANEsLD4QrjjFiqsMB2zQCZpDnP0JfrMfximY5psQXthjJ1BKWF_IcHyA`,
  consentKey: '',
  state: 'approved',
  userId: 'jane',
  verifierDigest: `v1.${KEY_ID}.se2v73exvzN6wUqg2vVlAF2lHGTDF6ZEMpIiGqKyAlL6etMY7NG-chF84_gWQaveuWEKpQ`,
}
const WRITTEN_ACCESS_TOKEN: AccessTokenRecord = {
  ...ACCESS_TOKEN,
  key: TOKEN_DIGEST,
  secret: `v1.${KEY_ID}.458m3arj6-g4W5FZvgkQY5Bxu37odZxUDAejO03qH3xt3s-b3h7zIqMSfqo7rZdj2FiOWfpXtPboStftnbEDOfqAL5CKua2kos5uU6bwYw7vnmr94vy0zpnXKyWDswGudgs`,
  sessionHandleDigest: 'hSkoou8MAOxxmfARtQfTW29RJzHlxaBqHUQtzRq4BJE',
}

function sealedAndTables() {
  const { store: beneath, tables } = plainStore()
  return { store: sealedStore(beneath, KEYS), beneath, tables }
}

describe('the records that a sealed store writes', () => {
  it('is opened by the keys that sealed it, whatever version sealed it', async () => {
    const { store, tables } = sealedAndTables()
    tables.consumers.set('printer', WRITTEN_CONSUMER)
    tables.requestTokens.set(WRITTEN_REQUEST_TOKEN.key, WRITTEN_REQUEST_TOKEN)
    tables.accessTokens.set(TOKEN_DIGEST, WRITTEN_ACCESS_TOKEN)
    expect(await store.findConsumer('printer')).toEqual(CONSUMER)
    expect(await store.findRequestToken(REQUEST_TOKEN.key)).toEqual({
      ...REQUEST_TOKEN,
      ...APPROVAL,
      state: 'approved',
    })
    expect((await store.findCredentials('printer', ACCESS_TOKEN.key)).token).toEqual(ACCESS_TOKEN)
  })

  it('differs from the record only in hidden fields', async () => {
    const { store, tables } = sealedAndTables()
    await store.createConsumer(CONSUMER)
    await store.createRequestToken(REQUEST_TOKEN)
    await store.approveRequestToken(REQUEST_TOKEN.key, { ...APPROVAL, nowSeconds: NOW })
    await store.createAccessToken(ACCESS_TOKEN)
    const sealed: unknown = expect.stringMatching(/^v1\.Sh_woWJ4\.[\w-]{40,}$/)
    expect([...tables.consumers.values()]).toEqual([{ ...CONSUMER, secrets: [{ value: sealed }] }])
    expect([...tables.requestTokens.values()]).toEqual([
      { ...WRITTEN_REQUEST_TOKEN, secret: sealed, verifierDigest: sealed },
    ])
    expect([...tables.accessTokens.values()]).toEqual([{ ...WRITTEN_ACCESS_TOKEN, secret: sealed }])
  })

  it('has no session handle if the token has none', async () => {
    const { store, tables } = sealedAndTables()
    const token = { ...ACCESS_TOKEN, sessionHandleDigest: undefined }
    await store.createAccessToken(token)
    const [written] = tables.accessTokens.values()
    expect(written?.sessionHandleDigest).toBeUndefined()
  })

  it.each([
    ['with', NONCE, TOKEN_DIGEST],
    ['without', { ...NONCE, accessTokenKey: undefined }, undefined],
  ])('hides a nonce %s an access token', async (_with, nonce, accessTokenKey) => {
    const { store, tables } = sealedAndTables()
    expect(await store.recordNonce(nonce)).toBe('recorded')
    const digest = '8-em8I43SWXyEI1Yj5vvCFNNzCOTVK4yvAHGmUQuA4I'
    expect([...tables.nonces.values()]).toEqual([{ ...NONCE, digest, accessTokenKey }])
  })
})

describe('a record that was changed', () => {
  const NO_KEY = 'it is not sealed with any of the keys'
  const CHANGED = 'it was changed, or belongs to another record'

  it.each<[string, Partial<AccessTokenRecord>, string]>([
    ['is in clear', { secret: 'a secret' }, NO_KEY],
    ['is cut behind the id of its key', { secret: `v1.${KEY_ID}` }, NO_KEY],
    ['is of another version', { secret: WRITTEN_ACCESS_TOKEN.secret.replace('v1', 'v2') }, NO_KEY],
    ['names another key', { secret: WRITTEN_ACCESS_TOKEN.secret.replace('Sh_', 'Th_') }, NO_KEY],
    ['holds nothing', { secret: `v1.${KEY_ID}.` }, CHANGED],
    ['holds what is not base64', { secret: `v1.${KEY_ID}.%%%%` }, CHANGED],
    ['has another scope', { scopes: ['albums'] }, CHANGED],
    ['is kept longer', { keepUntilSeconds: NOW + 1201 }, 'keepUntilSeconds was changed'],
    ['is kept for a shorter time', { keepUntilSeconds: NOW }, 'keepUntilSeconds was changed'],
    ['is kept without end', { keepUntilSeconds: undefined }, 'keepUntilSeconds was changed'],
    [
      'is kept longer, and revoked',
      { state: 'revoked', keepUntilSeconds: NOW + 1201 },
      'keepUntilSeconds was changed',
    ],
  ])('is refused with the reason if an access token %s', async (_name, change, reason) => {
    const { store, tables } = sealedAndTables()
    tables.accessTokens.set(TOKEN_DIGEST, { ...WRITTEN_ACCESS_TOKEN, ...change })
    const asked = store.findCredentials('printer', ACCESS_TOKEN.key)
    await expect(asked).rejects.toThrow(
      `sealedStore: a record of the store cannot be opened (access token): ${reason}`,
    )
  })

  it('may be kept for a shorter time once it is revoked', async () => {
    const { store, tables } = sealedAndTables()
    const revoked = { state: 'revoked', keepUntilSeconds: NOW } as const
    tables.accessTokens.set(TOKEN_DIGEST, { ...WRITTEN_ACCESS_TOKEN, ...revoked })
    const { token } = await store.findCredentials('printer', ACCESS_TOKEN.key)
    expect(token).toEqual({ ...ACCESS_TOKEN, ...revoked })
  })

  it.each<[string, Partial<ConsumerRecord>, string]>([
    ['has no secret', { secrets: [] }, NO_KEY],
    [
      'has a secret more',
      { secrets: [...WRITTEN_CONSUMER.secrets, { value: 'known to a thief' }] },
      NO_KEY,
    ],
    [
      'has a secret that expires',
      { secrets: WRITTEN_CONSUMER.secrets.map((each) => ({ ...each, expiresAtSeconds: NOW })) },
      NO_KEY,
    ],
    [
      'has a public key that expires later',
      { publicKeys: CONSUMER.publicKeys.map((key) => ({ ...key, expiresAtSeconds: NOW + 1 })) },
      CHANGED,
    ],
    [
      'has a public key that no longer expires',
      { publicKeys: CONSUMER.publicKeys.map(({ value }) => ({ value })) },
      CHANGED,
    ],
  ])('is refused with the reason if a consumer %s', async (_name, change, reason) => {
    const { store, tables } = sealedAndTables()
    tables.consumers.set('printer', { ...WRITTEN_CONSUMER, ...change })
    await expect(store.findConsumer('printer')).rejects.toThrow(
      `sealedStore: a record of the store cannot be opened (consumer): ${reason}`,
    )
  })

  it.each<[keyof ConsumerRecord, unknown]>([
    ['revision', 5],
    ['name', 'Your bank'],
    ['description', 'Trust me'],
    ['website', 'https://evil.example/'],
    ['ownerId', 'mallory'],
    ['status', 'rejected'],
    ['publicKeys', []],
    ['signatureMethods', ['HMAC-SHA1', 'PLAINTEXT']],
    ['callbacks', ['https://evil.example/']],
    ['defaultCallback', 'https://evil.example/'],
    ['allowXauth', false],
    ['allowTwoLegged', true],
    ['requireBodyHash', true],
    ['allowPlaintextInQuery', true],
    ['addressRanges', ['192.0.2.1']],
    ['requestTokenLifetimeSeconds', 1],
    ['accessTokenLifetimeSeconds', 1],
    ['sessionLifetimeSeconds', 1],
    ['createdAtSeconds', NOW + 1],
  ])('is refused if the %s of a consumer was changed', async (field, value) => {
    const { store, tables } = sealedAndTables()
    tables.consumers.set('printer', { ...WRITTEN_CONSUMER, [field]: value })
    await expect(store.findConsumer('printer')).rejects.toThrow(CHANGED)
  })

  it.each<[keyof AccessTokenRecord, unknown]>([
    ['consumerKey', 'camera'],
    ['userId', 'bob'],
    ['grantedBy', 'xauth'],
    ['createdAtSeconds', NOW + 1],
    ['expiresAtSeconds', NOW + 1],
    ['sessionHandleDigest', 'another'],
  ])('is refused if the %s of an access token was changed', async (field, value) => {
    const { store, tables } = sealedAndTables()
    tables.accessTokens.set(TOKEN_DIGEST, { ...WRITTEN_ACCESS_TOKEN, [field]: value })
    await expect(store.findCredentials('printer', ACCESS_TOKEN.key)).rejects.toThrow(CHANGED)
  })

  it.each<[keyof RequestTokenRecord, unknown]>([
    ['consumerKey', 'camera'],
    ['scopes', ['albums']],
    ['createdAtSeconds', NOW + 1],
    ['expiresAtSeconds', NOW + 1],
  ])('is refused if the %s of a request token was changed', async (field, value) => {
    const { store, tables } = sealedAndTables()
    tables.requestTokens.set(WRITTEN_REQUEST_TOKEN.key, {
      ...WRITTEN_REQUEST_TOKEN,
      [field]: value,
    })
    await expect(store.findRequestToken(REQUEST_TOKEN.key)).rejects.toThrow(CHANGED)
  })

  it.each<[string, Partial<RequestTokenRecord>, string]>([
    ['has another callback', { callback: 'https://evil.example/' }, `(request token): ${CHANGED}`],
    ['is of another user', { userId: 'bob' }, `(request token approval): ${CHANGED}`],
    ['is of no user', { userId: undefined }, `(request token approval): ${CHANGED}`],
    ['has no verifier', { verifierDigest: undefined }, '(request token approval): it is missing'],
    [
      'has no verifier, and was used',
      { verifierDigest: undefined, state: 'used' },
      '(request token approval): it is missing',
    ],
    [
      'has no verifier, and is locked',
      { verifierDigest: undefined, state: 'locked' },
      '(request token approval): it is missing',
    ],
  ])('is refused with the reason if a request token %s', async (_name, change, reason) => {
    const { store, tables } = sealedAndTables()
    tables.requestTokens.set(WRITTEN_REQUEST_TOKEN.key, { ...WRITTEN_REQUEST_TOKEN, ...change })
    await expect(store.findRequestToken(REQUEST_TOKEN.key)).rejects.toThrow(reason)
  })
})

describe('the arguments of sealedStore', () => {
  const { store } = plainStore()
  const key = new Uint8Array(32)

  it.each<[string, unknown]>([
    ['a key that is a number', { ...KEYS, lookup: 32 }],
    ['a key that is a list of numbers', { ...KEYS, lookup: Array.from(key) }],
    ['a key of 31 bytes', { ...KEYS, lookup: key.slice(1) }],
    ['a key that is not in base64', { ...KEYS, lookup: '%'.repeat(44) }],
    ['keys of which one is short', { ...KEYS, encryption: [key, key.slice(1)] }],
  ])('refuse %s, and say what a key is', (_name, keys) => {
    expect(() => sealedStore(store, keys as typeof KEYS)).toThrow(
      /^sealedStore: keys\.\S+ must be .*32 bytes, or those in base64/,
    )
  })

  it('refuse keys that are not an object, and a value that is not a store', () => {
    expect(() => sealedStore(store, [] as unknown as typeof KEYS)).toThrow(/^sealedStore: keys /)
    expect(() => sealedStore({} as Store, KEYS)).toThrow(/^sealedStore: store /)
  })
})

describe('a rekeying', () => {
  it('reads each record once, page by page', async () => {
    const { store, beneath } = sealedAndTables()
    for (let number = 0; number < 205; number++) {
      await store.createConsumer({ ...CONSUMER, key: `consumer ${1000 + number}` })
    }
    const read: (string | undefined)[] = []
    const listConsumers = (page: PageRequest) => {
      read.push(page.after)
      return beneath.listConsumers(page)
    }
    await sealedStore({ ...beneath, listConsumers }, BOTH_KEYS).rekey()
    expect(read).toEqual([undefined, 'consumer 1099', 'consumer 1199', 'consumer 1204'])
  })

  it('counts a consumer with a concurrent change once, and not a removed one', async () => {
    const { store, beneath, tables } = sealedAndTables()
    await store.createConsumer({ ...CONSUMER, key: 'changed' })
    await store.createConsumer({ ...CONSUMER, key: 'removed' })
    let isChanged = false
    const replaceConsumer: Store['replaceConsumer'] = async (consumer) => {
      if (consumer.key === 'removed') tables.consumers.delete('removed')
      if (consumer.key === 'changed' && !isChanged) {
        isChanged = true
        await store.replaceConsumer({ ...CONSUMER, key: 'changed', revision: 5, name: 'Renamed' })
      }
      return beneath.replaceConsumer(consumer)
    }
    const rekeying = sealedStore({ ...beneath, replaceConsumer }, BOTH_KEYS)
    expect(await rekeying.rekey()).toEqual({ consumers: 1, accessTokens: 0 })
    const alone = sealedStore(beneath, { ...KEYS, encryption: [NEWER_KEY] })
    expect(await alone.listConsumers({ limit: 10 })).toEqual([
      { ...CONSUMER, key: 'changed', revision: 6, name: 'Renamed' },
    ])
  })
})

describe('a sealed store around another', () => {
  const lifecycle = {
    migrate: () => Promise.resolve(),
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }

  it('checks its keys with one consumer and one access token', async () => {
    const { beneath } = sealedAndTables()
    const limits: number[] = []
    const durable: DurableStore = {
      ...beneath,
      ...lifecycle,
      listConsumers: (page) => {
        limits.push(page.limit)
        return beneath.listConsumers(page)
      },
      listAccessTokens: (filter, page) => {
        limits.push(page.limit)
        return beneath.listAccessTokens(filter, page)
      },
    }
    await sealedStore(durable, KEYS).check()
    expect(limits).toEqual([1, 1])
  })

  it('returns the warnings of the underlying store, if there are any', async () => {
    const { beneath } = sealedAndTables()
    const durable = { ...beneath, ...lifecycle }
    const warning = {
      ...durable,
      text: 'careful',
      warnings() {
        return Promise.resolve([this.text])
      },
    }
    expect(await sealedStore(warning as DurableStore, KEYS).warnings?.()).toEqual(['careful'])
    expect('warnings' in sealedStore(durable, KEYS)).toBe(false)
  })

  it.each<[string, object]>([
    ['nothing of a lifecycle', {}],
    ['migrate alone', { migrate: lifecycle.migrate }],
    ['check and close alone', { check: lifecycle.check, close: lifecycle.close }],
    ['no close', { migrate: lifecycle.migrate, check: lifecycle.check }],
  ])('outlasts no process if the underlying store has %s', (_name, methods) => {
    const sealed = sealedStore({ ...memoryStore(), ...methods }, KEYS)
    expect(Object.keys(sealed)).not.toContain('close')
    expect(Object.keys(sealed)).not.toContain('migrate')
  })
})
