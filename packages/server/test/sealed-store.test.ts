import { parameterValue, parseForm } from '@oauthplus/core'
import type { Credentials } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { memoryStore, sealedStore } from '../src/index.js'
import type {
  AccessTokenRecord,
  ConsumerRecord,
  DurableStore,
  RequestTokenRecord,
  SealedStore,
  SealedStoreKeys,
  Store,
} from '../src/index.js'
import {
  accessToken,
  approve,
  CONSUMER as PRINTER,
  exchange,
  neutral,
  requestToken,
  testProvider,
  tokenOf,
} from './neutral-requests.js'
import { plainStore } from '../../testkit/test/plain-store.js'
import type { Tables } from '../../testkit/test/plain-store.js'

const NOW = 1_800_000_000
const OLD_KEY = new Uint8Array(32).fill(1)
const NEW_KEY = new Uint8Array(32).fill(2)
const LOOKUP_KEY = new Uint8Array(32).fill(3)
const KEYS = { encryption: [OLD_KEY], lookup: LOOKUP_KEY }
const OPENING_REFUSED =
  /^Error: sealedStore: a record of the store cannot be opened \((?:consumer|request token|request token approval|access token)\): [^"]+$/
const CONSUMER: ConsumerRecord = {
  key: 'printer',
  revision: 0,
  name: 'Printer',
  description: '',
  status: 'accepted',
  secrets: [{ value: 'new consumer secret' }, { value: 'old', expiresAtSeconds: NOW }],
  publicKeys: [],
  signatureMethods: ['HMAC-SHA1'],
  callbacks: ['oob'],
  allowXauth: true,
  allowTwoLegged: true,
  requireBodyHash: false,
  allowPlaintextInQuery: false,
  addressRanges: [],
  createdAtSeconds: NOW,
}
const TOKEN: AccessTokenRecord = {
  kind: 'access',
  key: 'access-token',
  secret: 'access token secret',
  consumerKey: 'printer',
  userId: 'jane',
  scopes: ['photos'],
  grantedBy: 'consent',
  state: 'valid',
  createdAtSeconds: NOW,
  sessionHandleDigest: 'digest of a handle',
}

/** A sealed store and the tables of the underlying store. */
function sealedAndTables(keys: SealedStoreKeys = KEYS): {
  readonly store: SealedStore
  readonly tables: Tables
  readonly beneath: Store
} {
  const { store, tables } = plainStore()
  return { store: sealedStore(store, keys), tables, beneath: store }
}

async function filled() {
  const made = sealedAndTables()
  await made.store.createConsumer(CONSUMER)
  await made.store.createAccessToken(TOKEN)
  return made
}

it('takes over the consumers and access tokens of a store that is not sealed', async () => {
  const open = memoryStore()
  await open.createConsumer(CONSUMER)
  await open.createAccessToken(TOKEN)
  const { store, tables } = sealedAndTables()
  for (const consumer of await open.listConsumers({ limit: 100 })) {
    await store.createConsumer(consumer)
  }
  for (const token of await open.listAccessTokens({}, { limit: 100 })) {
    await store.createAccessToken(token)
  }
  expect(await store.findCredentials(CONSUMER.key, TOKEN.key)).toEqual(
    await open.findCredentials(CONSUMER.key, TOKEN.key),
  )
  expect(JSON.stringify([...tables.accessTokens.values()])).not.toContain(TOKEN.secret)
  const renewed = { ...TOKEN, key: 'renewed', secret: 'renewed secret' }
  const renewal = {
    sessionHandleDigest: TOKEN.sessionHandleDigest ?? '',
    accessToken: renewed,
    nowSeconds: NOW,
  }
  expect(await store.renewAccessToken(TOKEN.key, renewal)).toBe('renewed')
})

describe('a stolen database', () => {
  it('contains no secret, no token key and no session handle, and signs nothing', async () => {
    const { store, tables } = sealedAndTables()
    const made: string[] = []
    const app = await testProvider({
      store,
      accessTokenLifetimeSeconds: 600,
      sessionLifetimeSeconds: 3600,
      randomBytes: (count) => {
        const bytes = globalThis.crypto.getRandomValues(new Uint8Array(count))
        made.push(Buffer.from(bytes).toString('base64url'), Buffer.from(bytes).toString('hex'))
        return bytes
      },
    })
    const pending = await requestToken(app)
    const approved = await requestToken(app)
    const verifier = await approve(app, approved.key)
    const { body } = (await exchange(app, approved, { verifier })).response
    const handle = parameterValue(parseForm(body), 'oauth_session_handle') ?? ''
    const token = tokenOf({ status: 200, headers: [], body })
    const photos = { method: 'GET', url: '/photos' }
    const authenticate = async (credentials: Credentials): Promise<boolean> =>
      (await app.provider.authenticate(await neutral(photos, credentials))).ok
    expect(await authenticate({ consumer: PRINTER, token })).toBe(true)

    const dump = textsIn(tables).filter((text) => text !== '')
    const tokens = [pending, approved, token].flatMap(({ key, secret }) => [key, secret])
    const hidden = [PRINTER.secret, verifier, handle, ...tokens, ...made]
    for (const text of hidden) {
      expect(text).not.toBe('')
      expect(dump.filter((found) => found.includes(text))).toEqual([])
    }
    for (const secret of ['', ...dump]) {
      const { key } = PRINTER
      expect(await authenticate({ consumer: { key, secret }, token })).toBe(false)
      const [stolenKey = ''] = tables.accessTokens.keys()
      for (const thiefKey of [stolenKey, token.key]) {
        const stolen = { key: thiefKey, secret }
        expect(await authenticate({ consumer: PRINTER, token: stolen })).toBe(false)
        expect(await authenticate({ consumer: { key, secret }, token: stolen })).toBe(false)
      }
    }
  })

  it('reveals neither a nonce nor its token', async () => {
    const { store, tables } = await filled()
    const digest = 'digest of a nonce'
    const nonce = { digest, consumerKey: 'printer', expiresAtSeconds: NOW, nowSeconds: NOW }
    expect(await store.recordNonce({ ...nonce, accessTokenKey: TOKEN.key })).toBe('recorded')
    const kept = textsIn(tables)
    expect(kept.filter((text) => text.includes(digest) || text.includes(TOKEN.key))).toEqual([])
    const { token } = await store.findCredentials('printer', TOKEN.key)
    expect(token).toEqual({ ...TOKEN, lastUsedAtSeconds: NOW })
  })
})

describe('a database that an attacker has written to', () => {
  const other = { ...TOKEN, key: 'other', secret: 'other secret', userId: 'bob' }

  it.each<[string, (tables: Tables, keys: readonly [string, string]) => void]>([
    ['a token has the secret of another', swapSecrets],
    ['a token lies beneath the key of another', moveToken],
    ['a token is of another user', (tables, [key]) => changeToken(tables, key, { userId: 'bob' })],
    [
      'a token is of another consumer',
      (tables, [key]) => changeToken(tables, key, { consumerKey: 'camera' }),
    ],
    [
      'a token has a scope more',
      (tables, [key]) => changeToken(tables, key, { scopes: ['photos', 'albums'] }),
    ],
    ['a token has a secret in clear', (tables, [key]) => changeToken(tables, key, { secret: 'a' })],
    ['a token has no secret', (tables, [key]) => changeToken(tables, key, { secret: '' })],
    ['a token has a secret that was cut', cutSecret],
  ])('is refused if %s', async (_name, write) => {
    const { store, tables } = await filled()
    await store.createAccessToken(other)
    const keys = [...tables.accessTokens.keys()] as [string, string]
    write(tables, keys)
    await expectRefusal(store.findCredentials('printer', TOKEN.key))
    await expectRefusal(store.listAccessTokens({}, { limit: 10 }))
  })

  it('is refused if it lists the access tokens of another user or another consumer', async () => {
    const { beneath } = await filled()
    const listed = await beneath.listAccessTokens({}, { limit: 10 })
    const store = sealedStore({ ...beneath, listAccessTokens: async () => listed }, KEYS)
    const page = { limit: 10 }
    expect(await store.listAccessTokens({ userId: 'jane', consumerKey: 'printer' }, page)).toEqual([
      TOKEN,
    ])
    await expectRefusal(store.listAccessTokens({ userId: 'bob' }, page))
    await expectRefusal(store.listAccessTokens({ userId: 'jane', consumerKey: 'camera' }, page))
  })

  it('is refused if any one character of a sealed string was changed', async () => {
    const { store, tables } = await filled()
    const [key = ''] = tables.accessTokens.keys()
    const secret = tables.accessTokens.get(key)?.secret ?? ''
    // The last one may contain unused bits.
    for (let place = 0; place < secret.length - 1; place++) {
      const character = secret[place] === 'A' ? 'B' : 'A'
      const changed = secret.slice(0, place) + character + secret.slice(place + 1)
      changeToken(tables, key, { secret: changed })
      await expectRefusal(store.findCredentials('printer', TOKEN.key))
    }
    changeToken(tables, key, { secret })
    expect((await store.findCredentials('printer', TOKEN.key)).token).toEqual(TOKEN)
  })

  it('is refused if a consumer has the secret or the key of another', async () => {
    const { store, tables } = await filled()
    await store.createConsumer({ ...CONSUMER, key: 'camera', secrets: [{ value: 'third' }] })
    const [printer, camera] = [...tables.consumers.values()] as [ConsumerRecord, ConsumerRecord]
    for (const taken of [{ ...printer, secrets: camera.secrets }, camera]) {
      tables.consumers.set('printer', taken)
      await expectRefusal(store.findConsumer('printer'))
      await expectRefusal(store.findCredentials('printer', undefined))
    }
  })

  it('opens what was sealed before a field was known, where that is absent, false or empty now', async () => {
    const { store, tables } = sealedAndTables()
    const { requireBodyHash, addressRanges, ...earlier } = CONSUMER
    await store.createConsumer(earlier as ConsumerRecord)
    const sealed = tables.consumers.get('printer')
    const put = async (fields: Partial<ConsumerRecord>) => {
      tables.consumers.set('printer', { ...sealed, ...fields } as ConsumerRecord)
      return store.findConsumer('printer')
    }
    expect(await put({ requireBodyHash, addressRanges })).toEqual(CONSUMER)
    await expectRefusal(put({ requireBodyHash: true, addressRanges }))
    await expectRefusal(put({ requireBodyHash, addressRanges: ['192.0.2.1'] }))
  })

  it('is refused if a request token was turned into an access token', async () => {
    const { store, tables } = await filled()
    await store.createRequestToken({
      kind: 'request',
      key: 'request',
      secret: 'request secret',
      consumerKey: 'printer',
      callback: 'oob',
      scopes: [],
      state: 'pending',
      wrongVerifiers: 0,
      consentKey: 'key',
      createdAtSeconds: NOW,
      expiresAtSeconds: NOW,
    })
    const [[key = '', { secret = '' } = {}] = []] = tables.requestTokens as Map<
      string,
      { secret?: string }
    >
    tables.requestTokens.clear()
    tables.accessTokens.set(key, { ...TOKEN, key, secret })
    await expectRefusal(store.findCredentials('printer', 'request'))
  })

  it('makes a provider respond with 503', async () => {
    const { store, tables } = sealedAndTables()
    const app = await testProvider({ store })
    const token = await accessToken(app)
    const photos = { method: 'GET', url: '/photos' }
    const ask = async () =>
      app.provider.authenticate(await neutral(photos, { consumer: PRINTER, token }))
    expect((await ask()).ok).toBe(true)
    const [key = ''] = tables.accessTokens.keys()
    changeToken(tables, key, { secret: token.secret })
    const result = await ask()
    expect(!result.ok && result.response.status).toBe(503)
    expect(JSON.stringify(result)).not.toContain(token.secret)
  })
})

describe('keys', () => {
  it('are 32 bytes or those in base64, and one of them encrypts', () => {
    const { store } = plainStore()
    const text = Buffer.from(NEW_KEY).toString('base64')
    expect(() => sealedStore(store, { encryption: [text], lookup: text })).not.toThrow()
    for (const key of ['', 'short', '%', new Uint8Array(16), new Uint8Array(33)]) {
      expect(() => sealedStore(store, { ...KEYS, encryption: [key] })).toThrow(TypeError)
      expect(() => sealedStore(store, { ...KEYS, lookup: key })).toThrow(TypeError)
    }
    expect(() => sealedStore(store, { ...KEYS, encryption: [] })).toThrow(TypeError)
  })

  it('rotate: the first encrypts, all decrypt, and after a rekeying the first is enough', async () => {
    const { store: old, tables, beneath } = await filled()
    const both = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY, OLD_KEY] })
    const alone = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY] })
    expect(await both.findConsumer('printer')).toEqual(CONSUMER)
    await both.createAccessToken({ ...TOKEN, key: 'second' })
    await expectRefusal(alone.findCredentials('printer', TOKEN.key))
    await expectRefusal(old.findCredentials('printer', 'second'))

    expect(await both.rekey()).toEqual({ consumers: 1, accessTokens: 1 })
    expect(await both.rekey()).toEqual({ consumers: 0, accessTokens: 0 })
    expect(await alone.findCredentials('printer', TOKEN.key)).toEqual({
      consumer: { ...CONSUMER, revision: 1 },
      token: TOKEN,
    })
    expect(tables.accessTokens.size).toBe(2)
    await expectRefusal(old.findConsumer('printer'))
  })

  it('rotate for a consumer without a secret, and for an approval that was given before', async () => {
    const { store, beneath } = sealedAndTables()
    const publicKeys = [
      { value: 'a public key' },
      { value: 'the one before', expiresAtSeconds: NOW },
    ]
    const signer = { ...CONSUMER, secrets: [], publicKeys }
    await store.createConsumer(signer)
    const request: RequestTokenRecord = {
      kind: 'request',
      key: 'request',
      secret: 'request secret',
      consumerKey: 'printer',
      callback: 'oob',
      scopes: [],
      state: 'pending',
      wrongVerifiers: 0,
      consentKey: 'key',
      createdAtSeconds: NOW,
      expiresAtSeconds: NOW,
    }
    const approval = { userId: 'jane', verifierDigest: 'digest of a verifier' }
    const both = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY, OLD_KEY] })
    for (const [key, approver] of [
      ['by old', store],
      ['by both', both],
    ] as const) {
      await store.createRequestToken({ ...request, key })
      expect(await approver.approveRequestToken(key, { ...approval, nowSeconds: NOW })).toBe(
        'approved',
      )
      expect(await both.findRequestToken(key)).toEqual({
        ...request,
        key,
        state: 'approved',
        ...approval,
      })
    }
    await expectRefusal(store.findRequestToken('by both'))

    expect(await both.rekey()).toEqual({ consumers: 1, accessTokens: 0 })
    const alone = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY] })
    expect(await alone.findConsumer('printer')).toEqual({ ...signer, revision: 1 })
  })

  it('are changed for every record where there are many', async () => {
    const { store, beneath } = sealedAndTables()
    for (let number = 0; number < 250; number++) {
      await store.createConsumer({ ...CONSUMER, key: `consumer ${1000 + number}` })
      await store.createAccessToken({ ...TOKEN, key: `token ${number}` })
    }
    const both = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY, OLD_KEY] })
    expect(await both.rekey()).toEqual({ consumers: 250, accessTokens: 250 })
    const alone = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY] })
    expect(await alone.listConsumers({ limit: 1000 })).toHaveLength(250)
    expect(await alone.listAccessTokens({}, { limit: 1000 })).toHaveLength(250)
  })

  it('are changed during traffic, without losing concurrent writes', async () => {
    const { beneath } = await filled()
    const both = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY, OLD_KEY] })
    for (let round = 0; round < 20; round++) {
      await both.createAccessToken({ ...TOKEN, key: `renewed ${round}` })
      await both.createAccessToken({ ...TOKEN, key: `revoked ${round}` })
    }
    const written = sealedStore(beneath, { ...KEYS, encryption: [OLD_KEY, NEW_KEY] })
    const name = 'renamed meanwhile'
    const [counts, , outcome, ...others] = await Promise.all([
      both.rekey(),
      both.rekey(),
      written.replaceConsumer({ ...CONSUMER, revision: 1, name }),
      ...Array.from({ length: 20 }, (_none, round) =>
        written.renewAccessToken(`renewed ${round}`, {
          sessionHandleDigest: 'digest of a handle',
          accessToken: { ...TOKEN, key: `new ${round}` },
          nowSeconds: NOW,
        }),
      ),
      ...Array.from({ length: 20 }, (_none, round) =>
        written.revokeTokens({ tokenKey: `revoked ${round}` }, NOW + 600),
      ),
    ])
    expect(counts.consumers).toBeLessThanOrEqual(2)
    expect(others).toEqual([...Array<string>(20).fill('renewed'), ...Array<number>(20).fill(1)])
    await both.rekey()
    const alone = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY] })
    const consumer = await alone.findConsumer('printer')
    if (outcome === 'replaced') expect(consumer?.name).toBe(name)
    expect(consumer?.secrets).toEqual(CONSUMER.secrets)
    for (let round = 0; round < 20; round++) {
      const { token } = await alone.findCredentials('printer', `new ${round}`)
      expect(token).toEqual({ ...TOKEN, key: `new ${round}` })
      const revoked = await both.findCredentials('printer', `revoked ${round}`)
      expect(revoked.token?.state).toBe('revoked')
    }
  })

  it('that are gone make of a dead access token an unknown one, never a valid one', async () => {
    const { store, beneath } = await filled()
    await store.revokeTokens({ tokenKey: TOKEN.key }, NOW + 600)
    const both = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY, OLD_KEY] })
    expect((await both.findCredentials('printer', TOKEN.key)).token?.state).toBe('revoked')
    await both.rekey()
    const alone = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY] })
    expect((await alone.findCredentials('printer', TOKEN.key)).token).toBeUndefined()
  })

  it('stop a rekeying if one is missing, and continue it once that is added', async () => {
    const { beneath } = await filled()
    await expectRefusal(sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY] }).rekey())
    const both = sealedStore(beneath, { ...KEYS, encryption: [NEW_KEY, OLD_KEY] })
    expect(await both.rekey()).toEqual({ consumers: 1, accessTokens: 1 })
  })
})

describe('around a store that outlasts the process', () => {
  const calls: string[] = []
  const durable = (beneath: Store): DurableStore => ({
    ...beneath,
    migrate: async () => void calls.push('migrate'),
    check: async () => void calls.push('check'),
    close: async () => void calls.push('close'),
  })

  it('passes on migrate, check and close, and checks the keys too', async () => {
    const { beneath } = await filled()
    const store = sealedStore(durable(beneath), KEYS)
    await store.migrate()
    await store.check()
    await store.close()
    expect(calls).toEqual(['migrate', 'check', 'close'])
    for (const keys of [
      { ...KEYS, encryption: [NEW_KEY] },
      { ...KEYS, lookup: NEW_KEY },
    ]) {
      const wrong = sealedStore(durable(beneath), keys)
      await expect(wrong.check()).rejects.toThrow(/cannot be opened|key for lookups/)
      await expect(wrong.migrate()).rejects.toThrow(/cannot be opened|key for lookups/)
    }
  })
})

async function expectRefusal(found: Promise<unknown>): Promise<void> {
  const error: unknown = await found.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(String(error)).toMatch(OPENING_REFUSED)
  for (const text of [TOKEN.secret, TOKEN.key, 'consumer secret', 'v1.']) {
    expect(String(error)).not.toContain(text)
  }
}

function changeToken(tables: Tables, key: string, fields: Partial<AccessTokenRecord>): void {
  const token = tables.accessTokens.get(key)
  if (token) tables.accessTokens.set(key, { ...token, ...fields })
}

function swapSecrets({ accessTokens }: Tables, [first, second]: readonly [string, string]): void {
  const [one, two] = [accessTokens.get(first), accessTokens.get(second)]
  if (!one || !two) return
  accessTokens.set(first, { ...one, secret: two.secret })
  accessTokens.set(second, { ...two, secret: one.secret })
}

function moveToken({ accessTokens }: Tables, [first, second]: readonly [string, string]): void {
  const [one, two] = [accessTokens.get(first), accessTokens.get(second)]
  if (!one || !two) return
  accessTokens.set(first, { ...two, key: first })
}

function cutSecret(tables: Tables, [key]: readonly [string, string]): void {
  const secret = tables.accessTokens.get(key)?.secret ?? ''
  changeToken(tables, key, { secret: secret.slice(0, -4) })
}

/** Every string that a database of these tables would contain, including keys. */
function textsIn(tables: Tables): string[] {
  const texts: string[] = []
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value)
    else if (value instanceof Map) for (const entry of value) collect(entry)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  Object.values(tables).forEach(collect)
  return texts
}
