import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

import { afterEach, expect, it, vi } from 'vitest'

import { memoryStore, sealedStore } from '../src/index.js'
import type { Provider, ProviderOptions, ProviderRequest, Store, Throttle } from '../src/index.js'
import {
  accessToken,
  approve,
  codeOf,
  CONSUMER,
  exchange,
  neutral,
  requestToken,
  testProvider,
} from './neutral-requests.js'
import type { TestUser } from './neutral-requests.js'

const PUBLIC_KEY = crypto
  .generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'pem' }) as string

const SEALING_KEYS = {
  encryption: [new Uint8Array(32).fill(1)],
  lookup: new Uint8Array(32).fill(2),
}

afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

/** Notes the name of every operation that is asked of a store. */
function noting(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver)
      if (typeof found !== 'function') return found
      return (...given: unknown[]): unknown => {
        calls.push(String(name))
        return Reflect.apply(found, target, given)
      }
    },
  })
}

/** A provider with consumers and tokens of every state. */
async function world(beneath: Store, options: Partial<ProviderOptions<TestUser>>) {
  const calls: string[] = []
  const store = noting(beneath, calls)
  const app = await testProvider({ ...options, store, accessTokenLifetimeSeconds: 100 })
  const { consumers } = app.provider
  const expired = await accessToken(app)
  const revoked = await accessToken(app)
  await app.provider.tokens.revoke({ tokenKey: revoked.key })
  const used = await requestToken(app)
  await exchange(app, used, { verifier: await approve(app, used.key) })
  app.clock.nowSeconds += 101
  const tokens = {
    none: undefined,
    valid: (await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })).key,
    unknown: 'unknown',
    expired: expired.key,
    revoked: revoked.key,
    used: used.key,
    pending: (await requestToken(app, { timestampSeconds: app.clock.nowSeconds })).key,
    strange: 'a b%00',
  }
  await consumers.register({ key: 'other', name: 'Other' })
  await consumers.register({ key: 'rsa', name: 'RSA', publicKeys: [PUBLIC_KEY] })
  await consumers.register({ key: 'rotated', name: 'Rotated' })
  await consumers.rotate('rotated', { overlapSeconds: 1000 })
  await consumers.register({ key: 'rejected', name: 'Rejected' })
  await consumers.reject('rejected')
  await consumers.register({ key: 'pending', name: 'Pending', status: 'pending' })
  return {
    app,
    calls,
    tokens,
    keys: [CONSUMER.key, 'unknown', 'other', 'rsa', 'rotated', 'rejected', 'pending'],
  }
}

async function garbage(
  nowSeconds: number,
  named: { readonly key: string; readonly tokenKey: string | undefined; readonly method: string },
): Promise<ProviderRequest> {
  const { key, tokenKey, method } = named
  const request = await neutral(
    { method: 'POST', url: '/photos' },
    {
      consumer: { key, secret: 'wrong' },
      ...(tokenKey === undefined ? {} : { token: { key: tokenKey, secret: 'wrong' } }),
    },
    { timestampSeconds: nowSeconds },
  )
  const headers = request.headers.map(
    ([name, value]) => [name, value.replace('HMAC-SHA1', method)] as const,
  )
  return { ...request, headers }
}

type Operation = 'authenticate' | 'requestToken' | 'accessToken' | 'invalidateToken'

function operationsWith(tokenKey: string | undefined): readonly Operation[] {
  return tokenKey === undefined
    ? ['requestToken', 'authenticate', 'accessToken']
    : ['authenticate', 'accessToken', 'invalidateToken']
}
const USED_UP: Throttle = {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as rate-limiter-flexible does
  consume: () => Promise.reject({ msBeforeNext: 1500 }),
}

it.each([
  ['problem', false],
  ['problem', true],
  ['status', false],
  ['status', true],
] as const)(
  'sends the same response, after the same work, for every invalid signature: disclosure %s, throttled %s',
  async (disclosure, isThrottled) => {
    const { app, calls, tokens, keys } = await world(memoryStore(), {
      disclosure,
      ...(isThrottled ? { limits: { invalidSignatures: USED_UP } } : {}),
    })
    for (const method of ['HMAC-SHA1', 'HMAC-SHA256', 'RSA-SHA1', 'RSA-SHA256']) {
      const seen = new Set<string>()
      for (const key of keys) {
        for (const tokenKey of Object.values(tokens)) {
          for (const operation of operationsWith(tokenKey)) {
            const named = { key, tokenKey, method }
            const request = await garbage(app.clock.nowSeconds, named)
            seen.add(await tracesOf(app.provider, { operation, request, calls }))
          }
        }
      }
      expect([...seen]).toEqual([[...seen][0]])
      expect(JSON.parse([...seen][0] ?? '')).toMatchObject({
        calls: ['findCredentials'],
        // The limit in memory counts under a keyed digest.
        hmacs: (method.startsWith('HMAC') ? 2 : 0) + (isThrottled ? 0 : 1),
        rsas: method.startsWith('RSA') ? 2 : 0,
        response: { status: isThrottled ? 503 : 401 },
      })
    }
  },
)

it('opens the same number of sealed records for every invalid signature', async () => {
  const store = sealedStore(memoryStore(), SEALING_KEYS)
  const { app, calls, tokens, keys } = await world(store, {})
  // Dummies are sealed once.
  await store.findCredentials('unknown', 'unknown')
  for (const [tokenName, tokenKey] of Object.entries(tokens)) {
    for (const key of keys) {
      for (const operation of operationsWith(tokenKey)) {
        const named = { key, tokenKey, method: 'HMAC-SHA1' }
        const request = await garbage(app.clock.nowSeconds, named)
        const decrypt = vi.spyOn(globalThis.crypto.subtle, 'decrypt')
        const traces = await tracesOf(app.provider, { operation, request, calls })
        const opened = decrypt.mock.calls.length
        decrypt.mockRestore()
        // That a token was named is known to the sender. It costs a digest to look for one.
        const isNamed = tokenKey !== undefined
        expect({ key, tokenName, opened, ...(JSON.parse(traces) as object) }).toMatchObject({
          opened: isNamed ? 3 : 1,
          hmacs: isNamed ? 4 : 3,
          calls: ['findCredentials'],
        })
      }
    }
  }
})

it('opens as many sealed records for tokens that died under a key that is gone', async () => {
  const beneath = memoryStore()
  const encryption = [new Uint8Array(32).fill(9)]
  const { tokens, keys } = await world(sealedStore(beneath, { ...SEALING_KEYS, encryption }), {})
  const newKeys = [...SEALING_KEYS.encryption, ...encryption]
  await sealedStore(beneath, { ...SEALING_KEYS, encryption: newKeys }).rekey()
  const store = sealedStore(beneath, SEALING_KEYS)
  for (const tokenKey of [tokens.valid, tokens.revoked, tokens.unknown]) {
    const decrypt = vi.spyOn(globalThis.crypto.subtle, 'decrypt')
    await store.findCredentials(keys[0] ?? '', tokenKey)
    expect(decrypt.mock.calls.length).toBe(3)
    decrypt.mockRestore()
  }
})

async function tracesOf(
  provider: Provider<TestUser>,
  asked: {
    readonly operation: Operation
    readonly request: ProviderRequest
    readonly calls: string[]
  },
): Promise<string> {
  const { operation, request, calls } = asked
  calls.length = 0
  const spies = [vi.spyOn(crypto, 'hash'), vi.spyOn(crypto, 'verify')] as const
  const [hash, verify] = spies
  syncBuiltinESMExports()
  const result = await (operation === 'authenticate'
    ? provider.authenticate(request, { allowTwoLegged: true })
    : provider[operation](request))
  // An HMAC is a hash of bytes in Base64; that of its inner bytes comes in binary.
  const hmacs = hash.mock.calls.filter(
    ([, data, encoding]) => typeof data !== 'string' && encoding === 'base64',
  ).length
  const rsas = verify.mock.calls.length
  for (const spy of spies) spy.mockRestore()
  syncBuiltinESMExports()
  return JSON.stringify({ calls, hmacs, rsas, response: 'response' in result && result.response })
}

it('reports to the application which wrong signatures name an unknown consumer', async () => {
  const app = await testProvider()
  const token = await accessToken(app)
  const cases = [
    ['signature_invalid', CONSUMER, { ...token, secret: 'wrong' }],
    ['token_rejected', CONSUMER, { ...token, key: 'unknown' }],
    ['consumer_key_unknown', { ...CONSUMER, key: 'unknown' }, token],
  ] as const
  for (const [code, consumer, used] of cases) {
    const request = await neutral({ method: 'GET', url: '/photos' }, { consumer, token: used })
    expect(codeOf(await app.provider.authenticate(request))).toBe(code)
  }
})

it('does not show which keys exist by whose wrong signatures are used up', async () => {
  const app = await testProvider({ disclosure: 'status' })
  const ask = async (key: string) => {
    const request = await neutral(
      { method: 'GET', url: '/photos' },
      { consumer: { key, secret: 'wrong' } },
    )
    const result = await app.provider.authenticate(request, { allowTwoLegged: true })
    return 'response' in result ? result.response.status : 200
  }
  for (let count = 0; count < 1000; count++) await ask('unknown')
  expect(await ask('unknown')).toBe(503)
  expect([await ask('stranger'), await ask(CONSUMER.key)]).toEqual([401, 401])
})
