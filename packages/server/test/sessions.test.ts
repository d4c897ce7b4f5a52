import { parameterValue, parseForm } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { ProviderEvent, ProviderResponse } from '../src/index.js'
import {
  accessToken,
  approve,
  codeOf,
  CONSUMER,
  exchange,
  neutral,
  requestToken,
  START_SECONDS,
  testProvider,
  tokenOf,
} from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

const OTHER = { key: 'other', secret: 'other-secret' }

interface Session {
  readonly key: string
  readonly secret: string
  readonly handle: string
}

async function sessionProvider(): Promise<TestProvider> {
  const app = await testProvider({ accessTokenLifetimeSeconds: 100, sessionLifetimeSeconds: 1000 })
  await app.provider.consumers.register({ ...OTHER, name: 'Other' })
  return app
}

function sessionOf(response: ProviderResponse): Session {
  const handle = parameterValue(parseForm(response.body), 'oauth_session_handle') ?? ''
  return { ...tokenOf(response), handle }
}

async function begin(app: TestProvider, query = ''): Promise<Session> {
  const token = await requestToken(app, { query })
  const verifier = await approve(app, token.key)
  const { response } = await exchange(app, token, { verifier })
  return sessionOf(response)
}

async function renew(
  app: TestProvider,
  { key, secret, handle }: Session,
  options: { readonly consumer?: { readonly key: string; readonly secret: string } } = {},
) {
  const { consumer = CONSUMER } = options
  return app.provider.accessToken(
    await neutral(
      { method: 'POST', url: `/oauth/access_token?oauth_session_handle=${handle}` },
      { consumer, token: { key, secret } },
      { transmission: 'query', timestampSeconds: app.clock.nowSeconds },
    ),
  )
}

async function call(app: TestProvider, { key, secret }: Omit<Session, 'handle'>) {
  const request = await neutral(
    { method: 'GET', url: '/photos' },
    { consumer: CONSUMER, token: { key, secret } },
    { timestampSeconds: app.clock.nowSeconds },
  )
  return codeOf(await app.provider.authenticate(request))
}

describe('an access token that can be renewed', () => {
  it('comes with its handle and both lifetimes', async () => {
    const app = await sessionProvider()
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    const { response } = await exchange(app, token, { verifier })
    const parameters = parseForm(response.body)
    expect(parameterValue(parameters, 'oauth_session_handle')).toMatch(/^[\w-]{42}$/)
    expect(parameterValue(parameters, 'oauth_expires_in')).toBe('100')
    expect(parameterValue(parameters, 'oauth_authorization_expires_in')).toBe('1000')
  })

  it('says so when it has expired, until the session ends', async () => {
    const app = await sessionProvider()
    const session = await begin(app)
    app.clock.nowSeconds = START_SECONDS + 100
    expect(await call(app, session)).toBe('ok')
    app.clock.nowSeconds += 1
    expect(await call(app, session)).toBe('access_token_expired')
    app.clock.nowSeconds = START_SECONDS + 1001
    expect(await call(app, session)).toBe('token_expired')
  })

  it('is renewed with its own secret, before and after it has expired, the scopes kept', async () => {
    const app = await sessionProvider()
    const first = await begin(app, '?scope=photos')
    const renewed = await renew(app, first)
    expect(renewed.ok).toBe(true)
    expect(renewed.response.body).toContain('scope=photos')
    expect(renewed.response.body).toContain('user_id=jane')
    expect(renewed.response.body).toContain('&oauth_expires_in=100&')
    const second = sessionOf(renewed.response)
    expect(new Set([first.key, second.key, first.secret, second.secret]).size).toBe(4)
    expect(second.handle).not.toBe(first.handle)
    expect([await call(app, first), await call(app, second)]).toEqual(['token_used', 'ok'])
    app.clock.nowSeconds += 500
    const third = sessionOf((await renew(app, second)).response)
    expect(await call(app, third)).toBe('ok')
  })

  it('does not outlive the session that began with the first', async () => {
    const app = await sessionProvider()
    const first = await begin(app)
    app.clock.nowSeconds = START_SECONDS + 950
    const { response } = await renew(app, first)
    const parameters = parseForm(response.body)
    expect(parameterValue(parameters, 'oauth_expires_in')).toBe('50')
    expect(parameterValue(parameters, 'oauth_authorization_expires_in')).toBe('50')
    const second = sessionOf(response)
    app.clock.nowSeconds = START_SECONDS + 1001
    expect(await call(app, second)).toBe('token_expired')
    expect(codeOf(await renew(app, second))).toBe('token_expired')
  })

  it('is renewed once: a handle that comes again is refused', async () => {
    const app = await sessionProvider()
    const first = await begin(app)
    expect(codeOf(await renew(app, first))).toBe('ok')
    expect(codeOf(await renew(app, first))).toBe('token_used')
  })

  it('is renewed by one of many at the same moment', async () => {
    const app = await sessionProvider()
    const first = await begin(app)
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => renew(app, first)))
    expect(outcomes.map(codeOf).sort()).toEqual([
      'ok',
      ...Array.from({ length: 19 }, () => 'token_used'),
    ])
  })

  it('is not renewed if the store has no room, or returns an unknown result', async () => {
    for (const outcome of ['full', undefined]) {
      const store = memoryStore()
      const app = await testProvider({
        store,
        accessTokenLifetimeSeconds: 100,
        sessionLifetimeSeconds: 1000,
      })
      const first = await begin(app)
      store.renewAccessToken = async () => Promise.resolve(outcome as 'full')
      expect(codeOf(await renew(app, first))).toBe('service_unavailable')
    }
  })

  it('is refused with a wrong handle, an empty one, and that of another token', async () => {
    const app = await sessionProvider()
    const first = await begin(app)
    const second = await begin(app)
    for (const handle of ['wrong', '', second.handle]) {
      expect(codeOf(await renew(app, { ...first, handle }))).toBe('token_rejected')
    }
    expect(codeOf(await renew(app, first))).toBe('ok')
  })

  it('is refused with a wrong secret and to another consumer', async () => {
    const app = await sessionProvider()
    const first = await begin(app)
    expect(codeOf(await renew(app, { ...first, secret: 'wrong' }))).toBe('signature_invalid')
    expect(codeOf(await renew(app, first, { consumer: OTHER }))).toBe('token_rejected')
  })

  it('is refused if the user is no longer active, or the consumer no longer accepted', async () => {
    const app = await sessionProvider()
    const first = await begin(app)
    app.inactive.add('jane')
    expect(codeOf(await renew(app, first))).toBe('token_rejected')
    app.inactive.clear()
    await app.provider.consumers.reject(CONSUMER.key)
    expect(codeOf(await renew(app, first))).toBe('consumer_key_rejected')
  })

  it('is refused after a revocation', async () => {
    const app = await sessionProvider()
    const first = await begin(app)
    await app.provider.tokens.revoke({ userId: 'jane' })
    expect(codeOf(await renew(app, first))).toBe('token_revoked')
  })

  it('keeps its record through a purge until the session ends', async () => {
    const app = await sessionProvider()
    const first = await begin(app)
    app.clock.nowSeconds = START_SECONDS + 1000
    await app.provider.purge()
    expect(codeOf(await renew(app, first))).toBe('ok')
    app.clock.nowSeconds += 1
    await app.provider.purge()
    expect(codeOf(await renew(app, first))).toBe('token_rejected')
  })

  it('never stores the handle itself', async () => {
    const app = await sessionProvider()
    const { handle } = await begin(app)
    const listed = await app.provider.tokens.list()
    expect(JSON.stringify(listed)).not.toContain(handle)
    expect(listed.tokens[0]).not.toHaveProperty('sessionHandleDigest')
  })
})

it('does not support the upgrade of section 6.2: refuses a handle with a request token', async () => {
  const app = await sessionProvider()
  const { handle } = await begin(app)
  const token = await requestToken(app)
  const verifier = await approve(app, token.key)
  const upgrade = await app.provider.accessToken(
    await neutral(
      { method: 'POST', url: `/oauth/access_token?oauth_session_handle=${handle}` },
      { consumer: CONSUMER, token },
      { transmission: 'query', verifier },
    ),
  )
  expect(upgrade).toMatchObject({
    problem: { code: 'parameter_rejected', parametersRejected: [['oauth_session_handle', '']] },
  })
})

it('refuses a verifier together with a handle', async () => {
  const app = await sessionProvider()
  const { key, secret, handle } = await begin(app)
  const both = await app.provider.accessToken(
    await neutral(
      { method: 'POST', url: `/oauth/access_token?oauth_session_handle=${handle}` },
      { consumer: CONSUMER, token: { key, secret } },
      { transmission: 'query', verifier: 'x' },
    ),
  )
  expect(both).toMatchObject({
    problem: {
      code: 'parameter_rejected',
      advice: 'A request token is exchanged, or an access token renewed.',
      parametersRejected: [['oauth_session_handle', '']],
    },
  })
  expect(JSON.stringify(both)).not.toContain(handle)
})

it('returns no handle if the consumer’s tokens live as long as their session would', async () => {
  const app = await sessionProvider()
  await app.provider.consumers.update(CONSUMER.key, { accessTokenLifetimeSeconds: 1000 })
  expect((await begin(app)).handle).toBe('')
})

it('responds with token_expired if a token cannot be renewed', async () => {
  const app = await testProvider({ accessTokenLifetimeSeconds: 100 })
  const token = await accessToken(app)
  app.clock.nowSeconds += 101
  expect(await call(app, token)).toBe('token_expired')
  expect(codeOf(await renew(app, { ...token, handle: 'x' }))).toBe('token_expired')
})

it('refuses a session that would not outlive the token', async () => {
  const options = { accessTokenLifetimeSeconds: 100, sessionLifetimeSeconds: 100 }
  await expect(testProvider(options)).rejects.toThrow(TypeError)
  await expect(testProvider({ sessionLifetimeSeconds: 100 })).rejects.toThrow(TypeError)
})

describe('invalidation by the consumer', () => {
  async function invalidate(app: TestProvider, { key, secret, handle }: Session) {
    const query = handle === '' ? '' : `?oauth_session_handle=${handle}`
    return app.provider.invalidateToken(
      await neutral(
        { method: 'POST', url: `/oauth/invalidate_token${query}` },
        { consumer: CONSUMER, token: { key, secret } },
        { transmission: 'query', timestampSeconds: app.clock.nowSeconds },
      ),
    )
  }

  it('takes the token and its session away', async () => {
    const app = await sessionProvider()
    const session = await begin(app)
    const { response, ok } = await invalidate(app, session)
    expect([ok, response.status, response.body]).toEqual([true, 200, ''])
    expect(await call(app, session)).toBe('token_revoked')
    expect(codeOf(await renew(app, session))).toBe('token_revoked')
    expect(codeOf(await invalidate(app, session))).toBe('token_revoked')
  })

  it('reports to the application which consumer invalidated the token', async () => {
    const events: ProviderEvent[] = []
    const app = await testProvider({ on: (event) => events.push(event) })
    const token = await accessToken(app)
    await invalidate(app, { ...token, handle: '' })
    expect(events.at(-1)).toEqual({
      type: 'tokens_revoked',
      target: { tokenKey: token.key },
      revokedBy: 'consumer',
      count: 1,
    })
  })

  it('takes back what has expired, and what belongs to a user who is not active any more', async () => {
    const app = await sessionProvider()
    const [expired, inactive] = [await begin(app), await begin(app)]
    app.inactive.add('jane')
    expect(codeOf(await invalidate(app, inactive))).toBe('ok')
    app.clock.nowSeconds += 500
    expect(codeOf(await invalidate(app, expired))).toBe('ok')
  })

  it('requires the handle of a token that has one, and none otherwise', async () => {
    const app = await sessionProvider()
    const session = await begin(app)
    expect(await invalidate(app, { ...session, handle: '' })).toMatchObject({
      problem: { code: 'parameter_absent', parametersAbsent: ['oauth_session_handle'] },
    })
    expect(codeOf(await invalidate(app, { ...session, handle: 'x' }))).toBe('token_rejected')
    expect(await call(app, session)).toBe('ok')
    const plain = await testProvider()
    const token = await accessToken(plain)
    expect(codeOf(await invalidate(plain, { ...token, handle: '' }))).toBe('ok')
    expect(await call(plain, token)).toBe('token_revoked')
  })

  it('takes a signed request with an access token, and nothing else', async () => {
    const app = await sessionProvider()
    const session = await begin(app)
    expect(codeOf(await invalidate(app, { ...session, secret: 'x' }))).toBe('signature_invalid')
    const token = await requestToken(app)
    expect(codeOf(await invalidate(app, { ...token, handle: '' }))).toBe('token_rejected')
    const without = await neutral({ method: 'POST', url: '/oauth/invalidate_token' })
    expect(await app.provider.invalidateToken(without)).toMatchObject({
      problem: { code: 'parameter_absent', parametersAbsent: ['oauth_token'] },
    })
    const wrongMethod = await neutral(
      { method: 'DELETE', url: '/oauth/invalidate_token' },
      { consumer: CONSUMER, token: session },
    )
    expect((await app.provider.invalidateToken(wrongMethod)).response.status).toBe(405)
  })
})
