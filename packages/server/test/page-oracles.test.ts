import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

import { afterEach, expect, it, vi } from 'vitest'

import { memoryStore, sealedStore } from '../src/index.js'
import type { ProviderEvent, ProviderResponse, Store, Visitor } from '../src/index.js'
import {
  approve,
  codeOf,
  CONSUMER,
  exchange,
  raw,
  requestToken,
  testProvider,
} from './neutral-requests.js'

const SEALED_KEYS = { encryption: ['a'.repeat(43)], lookup: 'b'.repeat(43) }
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

const visitor = (userId: string | undefined): Visitor => ({
  getUserId: () => userId,
  getLoginUrl: () => '/login',
})

/** A provider with request tokens of every state, whose store notes what it is asked. */
async function world(wrap = (store: Store) => store) {
  const calls: string[] = []
  const events: ProviderEvent[] = []
  const store = new Proxy(wrap(memoryStore()), {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver)
      if (typeof found !== 'function') return found
      return (...given: unknown[]): unknown => {
        calls.push(String(name))
        return Reflect.apply(found, target, given)
      }
    },
  })
  const app = await testProvider({ store, on: (event) => events.push(event) })
  const { authorization, consumers, tokens } = app.provider
  const keyOf = async () => (await requestToken(app)).key
  const revoked = await keyOf()
  await tokens.revoke({ consumerKey: CONSUMER.key })
  const expired = await keyOf()
  app.clock.nowSeconds += 601
  const later = { timestampSeconds: app.clock.nowSeconds }
  const fresh = async () => await requestToken(app, later)
  const used = await fresh()
  await exchange(app, used, { verifier: await approve(app, used.key), ...later })
  const ofBob = await fresh()
  const loaded = await authorization.load({ tokenKey: ofBob.key, userId: 'bob' })
  if (!loaded.ok) throw new Error('not loaded')
  await authorization.approve({
    tokenKey: ofBob.key,
    userId: 'bob',
    csrf: loaded.consent.csrf,
  })
  const unaccepted = await fresh()
  await consumers.reject(CONSUMER.key)
  return {
    app,
    calls,
    events,
    keys: {
      unknown: 'unknown',
      consumer: CONSUMER.key,
      expired,
      used: used.key,
      ofBob: ofBob.key,
      revoked,
      unaccepted: unaccepted.key,
    },
  }
}

function get(url: string) {
  return raw({ method: 'GET', url })
}

function post(url: string, fields: Readonly<Record<string, string>>) {
  return raw({ method: 'POST', url, headers: [FORM], body: new URLSearchParams(fields).toString() })
}

it.each([
  ['a store in memory', (store: Store) => store],
  ['a sealed store', (store: Store) => sealedStore(store, SEALED_KEYS)],
])(
  'shows the same page, after the same work, for every request token that cannot be authorized: %s',
  async (_name, wrap) => {
    const { app, calls, events, keys } = await world(wrap)
    const decrypted = vi.spyOn(globalThis.crypto.subtle, 'decrypt')
    const digests = vi.spyOn(crypto, 'hash')
    const findings: string[] = []
    for (const [name, key] of Object.entries(keys)) {
      for (const request of [
        () => get(`/oauth/authorize?oauth_token=${key}`),
        () => post('/oauth/authorize', { oauth_token: key, csrf: 'x', decision: 'approve' }),
        () => post('/oauth/authorize', { oauth_token: key, csrf: 'x', decision: 'deny' }),
      ]) {
        calls.length = 0
        digests.mockClear()
        decrypted.mockClear()
        const response = await app.provider.authorization.respond(request(), visitor('jane'))
        expect(response.status, name).toBe(400)
        const work = { digests: digests.mock.calls.length, opened: decrypted.mock.calls.length }
        findings.push(JSON.stringify({ response, calls, work }))
      }
    }
    expect(new Set(findings).size).toBe(1)
    expect(findings[0]).toContain('token_rejected')
    expect(digests.mock.calls.length).toBeGreaterThan(0)
    // An event gives the reason to the application.
    const codes = events.flatMap((event) =>
      event.type === 'request_refused' ? event.problem.code : [],
    )
    expect(new Set(codes)).toEqual(
      new Set([
        'token_rejected',
        'token_expired',
        'token_used',
        'token_revoked',
        'consumer_key_rejected',
      ]),
    )
  },
)

it('reports to the application why a request token cannot be decided on', async () => {
  const { app, keys } = await world()
  const { authorization } = app.provider
  const codes = await Promise.all(
    Object.values(keys).map(async (tokenKey) =>
      codeOf(await authorization.load({ tokenKey, userId: 'jane' })),
    ),
  )
  expect(codes).toEqual([
    'token_rejected',
    'token_rejected',
    'token_expired',
    'token_used',
    'token_used',
    'token_revoked',
    'consumer_key_rejected',
  ])
})

it('sends the same response to every visitor without a login, and reads no store', async () => {
  const { app, calls, keys } = await world()
  const { authorization, applications } = app.provider
  const answers = new Set<string>()
  calls.length = 0
  const answer = (response: ProviderResponse) => answers.add(JSON.stringify(response))
  for (const key of Object.values(keys)) {
    answer(
      await authorization.respond(get(`/oauth/authorize?oauth_token=${key}`), visitor(undefined)),
    )
  }
  expect([...answers]).toEqual([expect.stringContaining('/login')])
  answers.clear()
  for (const key of Object.values(keys)) {
    const decision = { oauth_token: key, csrf: 'x', decision: 'approve' }
    answer(await authorization.respond(post('/oauth/authorize', decision), visitor(undefined)))
    const revocation = { consumer: key, csrf: 'x' }
    answer(await applications.respond(post('/oauth/applications', revocation), visitor(undefined)))
  }
  expect([...answers]).toEqual([expect.stringContaining('permission_denied')])
  expect(calls).toEqual([])
})

it('does not show on the page of applications which consumers there are', async () => {
  const { app, calls } = await world()
  await app.provider.consumers.accept(CONSUMER.key)
  await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
  const findings = new Set<string>()
  for (const consumer of [CONSUMER.key, 'unknown']) {
    calls.length = 0
    const response = await app.provider.applications.respond(
      post('/oauth/applications', { consumer, csrf: 'x' }),
      visitor('bob'),
    )
    findings.add(JSON.stringify({ response, calls }))
  }
  expect(findings.size).toBe(1)
  expect([...findings][0]).toContain('"status":403')
})
