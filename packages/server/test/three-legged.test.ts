import type { SignRequestOptions } from '@oauthplus/core'
import { beforeEach, describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { ProviderEvent, Store } from '../src/index.js'

import {
  accessToken,
  approve,
  codeOf,
  CONSUMER,
  exchange,
  headerOf,
  neutral,
  raw,
  requestToken,
  START_SECONDS,
  testProvider,
  tokenOf,
} from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

let app: TestProvider

beforeEach(async () => {
  app = await testProvider()
})

async function askForToken(
  options: SignRequestOptions,
  request = { method: 'POST', url: '/oauth/request_token' },
) {
  return app.provider.requestToken(await neutral(request, undefined, options))
}

describe('the request token', () => {
  it('is issued with its secret and oauth_callback_confirmed=true', async () => {
    const result = await askForToken({ callback: 'https://printer.example/ready' })
    expect(result.response.status).toBe(200)
    expect(result.response.body).toMatch(
      /^oauth_token=[\w-]{22}&oauth_token_secret=[\w-]{42}&oauth_callback_confirmed=true$/,
    )
    expect(headerOf(result.response, 'Content-Type')).toBe('application/x-www-form-urlencoded')
    expect(headerOf(result.response, 'Cache-Control')).toBe('no-store')
  })

  it('is issued with GET too, unless that is turned off', async () => {
    const request = { method: 'GET', url: '/oauth/request_token' }
    expect(codeOf(await askForToken({ callback: 'oob' }, request))).toBe('ok')
    app = await testProvider({ allowTokenRequestsByGet: false })
    const { response } = await askForToken({ callback: 'oob' }, request)
    expect([response.status, headerOf(response, 'Allow')]).toEqual([405, 'POST'])
  })

  it('needs a callback that is registered', async () => {
    expect(codeOf(await askForToken({}))).toBe('parameter_absent')
    expect(codeOf(await askForToken({ callback: '' }))).toBe('parameter_absent')
    expect(codeOf(await askForToken({ callback: 'https://evil.example/' }))).toBe(
      'parameter_rejected',
    )
  })

  it('is refused to a request that names a token, and given for an empty one', async () => {
    const withToken = (key: string) =>
      neutral(
        { method: 'POST', url: '/oauth/request_token' },
        { consumer: CONSUMER, token: { key, secret: '' } },
        { callback: 'oob' },
      )
    const { provider } = app
    expect(codeOf(await provider.requestToken(await withToken('x')))).toBe('parameter_rejected')
    expect(codeOf(await provider.requestToken(await withToken('')))).toBe('ok')
  })

  it('is for the scopes that the request names, each once, or else for the default ones', async () => {
    const events: ProviderEvent[] = []
    const on = (event: ProviderEvent) => events.push(event)
    app = await testProvider({ on, defaultScopes: ['albums'] })
    for (const [query, scopes] of [
      ['?scope=photos,%20albums,,photos%20', ['photos', 'albums']],
      ['?scope=photos&scope=albums', ['photos', 'albums']],
      ['?scope=,%20', ['albums']],
      ['?scope=', ['albums']],
      ['?x=photos', ['albums']],
    ] as const) {
      await askForToken(
        { callback: 'oob' },
        { method: 'POST', url: `/oauth/request_token${query}` },
      )
      expect(events.at(-1)).toMatchObject({ type: 'request_token_issued', scopes })
    }
  })

  it('is refused by another method, which the response names', async () => {
    const { response } = await askForToken(
      { callback: 'oob' },
      { method: 'PUT', url: '/oauth/request_token' },
    )
    expect([response.status, headerOf(response, 'Allow')]).toEqual([405, 'POST, GET'])
  })

  it('is refused for a scope that there is not', async () => {
    const request = { method: 'POST', url: '/oauth/request_token?scope=photos,secrets' }
    expect(codeOf(await askForToken({ callback: 'oob' }, request))).toBe('parameter_rejected')
  })
})

it('lets two consumers use the same nonce in the same second', async () => {
  const other = await app.provider.consumers.register({ name: 'Other' })
  const ask = async (consumer: { readonly key: string; readonly secret: string }) =>
    codeOf(
      await app.provider.requestToken(
        await neutral(
          { method: 'POST', url: '/oauth/request_token' },
          { consumer },
          { callback: 'oob', nonce: 'same' },
        ),
      ),
    )
  expect(await ask(CONSUMER)).toBe('ok')
  expect(await ask({ key: other.key, secret: other.secret ?? '' })).toBe('ok')
  expect(await ask(CONSUMER)).toBe('nonce_used')
})

describe('the decision', () => {
  it('is not asked for a callback that is not registered any more', async () => {
    const store = memoryStore()
    app = await testProvider({ store })
    const { key } = await requestToken(app)
    const consumer = await store.findConsumer(CONSUMER.key)
    store.findConsumer = async () =>
      Promise.resolve(consumer && { ...consumer, callbacks: ['oob'] })
    const { authorization } = app.provider
    const loaded = await authorization.load({ tokenKey: key, userId: 'jane' })
    expect(codeOf(loaded)).toBe('token_rejected')
    expect(headerOf(loaded.response, 'Location')).toBeUndefined()
  })

  it('leads to the callback, its own query kept', async () => {
    const token = await requestToken(app, { callback: 'https://printer.example/x?y=1' })
    const loaded = await app.provider.authorization.load({ tokenKey: token.key, userId: 'jane' })
    if (!loaded.ok) throw new Error('not loaded')
    const { response } = await app.provider.authorization.approve({
      tokenKey: token.key,
      userId: 'jane',
      csrf: loaded.consent.csrf,
    })
    expect(response.status).toBe(303)
    expect(headerOf(response, 'Location')).toMatch(
      new RegExp(
        `^https://printer\\.example/x\\?y=1&oauth_token=${token.key}&oauth_verifier=[\\w-]{22}$`,
      ),
    )
  })

  it('needs the CSRF value of this user and this request token', async () => {
    const token = await requestToken(app)
    const other = await requestToken(app)
    const { authorization } = app.provider
    const csrfOf = async (tokenKey: string, userId: string) => {
      const loaded = await authorization.load({ tokenKey, userId })
      return loaded.ok ? loaded.consent.csrf : ''
    }
    const foreign = ['', 'x', await csrfOf(token.key, 'bob'), await csrfOf(other.key, 'jane')]
    for (const csrf of foreign) {
      for (const decide of [authorization.approve, authorization.deny]) {
        const result = await decide({ tokenKey: token.key, userId: 'jane', csrf })
        expect([codeOf(result), result.response.status]).toEqual(['permission_denied', 403])
      }
    }
    expect(await approve(app, token.key)).toMatch(/^[\w-]{22}$/)
  })

  it('is made once: not again, and not by another user', async () => {
    const token = await requestToken(app)
    const loaded = await app.provider.authorization.load({ tokenKey: token.key, userId: 'jane' })
    if (!loaded.ok) throw new Error('not loaded')
    const decision = { tokenKey: token.key, userId: 'jane', csrf: loaded.consent.csrf }
    const { authorization } = app.provider
    const outcomes = await Promise.all([
      authorization.approve(decision),
      authorization.deny(decision),
      authorization.approve(decision),
    ])
    expect(outcomes.map(codeOf).sort()).toEqual(['ok', 'token_used', 'token_used'])
    expect(codeOf(await authorization.load({ tokenKey: token.key, userId: 'bob' }))).toBe(
      'token_used',
    )
  })

  it('refuses an inactive user, and a token that is unknown or expired', async () => {
    const { authorization } = app.provider
    const { key } = await requestToken(app)
    expect(codeOf(await authorization.load({ tokenKey: 'x', userId: 'jane' }))).toBe(
      'token_rejected',
    )
    expect(codeOf(await authorization.load({ tokenKey: key, userId: 'nobody' }))).toBe(
      'permission_denied',
    )
    app.inactive.add('jane')
    expect(codeOf(await authorization.load({ tokenKey: key, userId: 'jane' }))).toBe(
      'permission_denied',
    )
    app.clock.nowSeconds += 601
    expect(codeOf(await authorization.load({ tokenKey: key, userId: 'bob' }))).toBe('token_expired')
  })

  it('redirects a denial to the callback, and invalidates the request token', async () => {
    const token = await requestToken(app)
    const { authorization } = app.provider
    const loaded = await authorization.load({ tokenKey: token.key, userId: 'jane' })
    if (!loaded.ok) throw new Error('not loaded')
    const { csrf } = loaded.consent
    const { response } = await authorization.deny({ tokenKey: token.key, userId: 'jane', csrf })
    expect(headerOf(response, 'Location')).toBe(
      `https://printer.example/ready?oauth_token=${token.key}&oauth_problem=permission_denied`,
    )
    expect(codeOf(await exchange(app, token, { verifier: 'x' }))).toBe('permission_denied')
  })

  it('shows an out-of-band verifier that can be typed, on a page that nobody may frame or keep', async () => {
    const token = await requestToken(app, { callback: 'oob' })
    const loaded = await app.provider.authorization.load({ tokenKey: token.key, userId: 'jane' })
    if (!loaded.ok) throw new Error('not loaded')
    const { csrf } = loaded.consent
    const { response } = await app.provider.authorization.approve({
      tokenKey: token.key,
      userId: 'jane',
      csrf,
    })
    const verifier = /id="oauth_verifier"[^>]*>([^<]+)</.exec(response.body)?.[1] ?? ''
    expect(verifier).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
    expect(headerOf(response, 'Content-Security-Policy')).toContain("frame-ancestors 'none'")
    expect(headerOf(response, 'Cache-Control')).toBe('no-store')
    expect(codeOf(await exchange(app, token, { verifier }))).toBe('ok')
  })

  it('sends an out-of-band verifier to the default callback if the consumer has one', async () => {
    const consumer = await app.provider.consumers.register({
      name: 'Desktop',
      callbacks: ['oob'],
      defaultCallback: 'https://desktop.example/done',
    })
    const secret = consumer.secret ?? ''
    const asked = await app.provider.requestToken(
      await neutral(
        { method: 'POST', url: '/oauth/request_token' },
        { consumer: { key: consumer.key, secret } },
        { callback: 'oob' },
      ),
    )
    const { key } = tokenOf(asked.response)
    const loaded = await app.provider.authorization.load({ tokenKey: key, userId: 'jane' })
    if (!loaded.ok) throw new Error('not loaded')
    const { response } = await app.provider.authorization.approve({
      tokenKey: key,
      userId: 'jane',
      csrf: loaded.consent.csrf,
    })
    expect(headerOf(response, 'Location')).toMatch(
      /^https:\/\/desktop\.example\/done\?oauth_token=/,
    )
  })
})

describe('the exchange', () => {
  it('issues an access token once, with the parameters of the application', async () => {
    const token = await requestToken(app, { query: '?scope=photos%20albums' })
    const verifier = await approve(app, token.key)
    const first = await exchange(app, token, { verifier })
    expect(first.response.body).toMatch(
      /^oauth_token=[\w-]{22}&oauth_token_secret=[\w-]{42}&scope=photos%20albums&user_id=jane$/,
    )
    expect(codeOf(await exchange(app, token, { verifier }))).toBe('token_used')
  })

  it('ignores a callback that older clients send again', async () => {
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    expect(codeOf(await exchange(app, token, { verifier, callback: 'oob' }))).toBe('ok')
  })

  it('is done once, however many ask at the same moment', async () => {
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    const outcomes = await Promise.all([1, 2, 3].map(() => exchange(app, token, { verifier })))
    expect(outcomes.map(codeOf).sort()).toEqual(['ok', 'token_used', 'token_used'])
  })

  it('is refused if the store has no room, or returns an unknown result', async () => {
    const store = memoryStore()
    app = await testProvider({ store })
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    for (const outcome of ['full', undefined]) {
      store.exchangeRequestToken = async () => Promise.resolve(outcome as 'full')
      expect(codeOf(await exchange(app, token, { verifier }))).toBe('service_unavailable')
    }
  })

  it('rejects with a TypeError if tokenParameters gives parameters of the protocol', async () => {
    app = await testProvider({
      tokenParameters: () => [
        ['user_id', 'jane'],
        ['oauth_expires_in', '5'],
      ],
    })
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    await expect(exchange(app, token, { verifier })).rejects.toThrow(
      'createProvider: tokenParameters must not give parameters of the protocol (oauth_*)',
    )
  })

  it.each([undefined, { user_id: 'jane' }, [['user_id', 5]]])(
    'rejects with a TypeError, and grants nothing, if tokenParameters returns %j',
    async (returned) => {
      app = await testProvider({ tokenParameters: () => returned as never })
      const token = await requestToken(app)
      const verifier = await approve(app, token.key)
      await expect(exchange(app, token, { verifier })).rejects.toThrow(
        /^tokenParameters: the returned value(?:\[0\])? must be /,
      )
      expect((await app.provider.tokens.list()).tokens).toEqual([])
    },
  )

  it('lets tokenParameters give a parameter whose name only ends like those', async () => {
    app = await testProvider({ tokenParameters: () => [['my_oauth_', 'x']] })
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    expect((await exchange(app, token, { verifier })).response.body).toMatch(/&my_oauth_=x$/)
  })

  it('waits for the decision', async () => {
    const token = await requestToken(app)
    expect(codeOf(await exchange(app, token, { verifier: 'x' }))).toBe('permission_unknown')
  })

  it('requires the verifier, and accepts at most four wrong attempts', async () => {
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    expect(await exchange(app, token)).toMatchObject({
      problem: { code: 'parameter_absent', parametersAbsent: ['oauth_verifier'] },
    })
    for (let guess = 0; guess < 4; guess++) {
      expect(codeOf(await exchange(app, token, { verifier: `wrong${guess}` }))).toBe(
        'verifier_invalid',
      )
    }
    const lucky = await requestToken(app)
    const right = await approve(app, lucky.key)
    expect(codeOf(await exchange(app, token, { verifier: 'wrong' }))).toBe('verifier_invalid')
    expect(codeOf(await exchange(app, token, { verifier }))).toBe('token_rejected')
    expect(codeOf(await exchange(app, lucky, { verifier: right }))).toBe('ok')
  })

  it('does not count wrong verifiers of requests with an invalid signature', async () => {
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    for (let guess = 0; guess < 10; guess++) {
      const stranger = { key: token.key, secret: 'wrong' }
      expect(codeOf(await exchange(app, stranger, { verifier: 'x' }))).toBe('signature_invalid')
    }
    expect(codeOf(await exchange(app, token, { verifier }))).toBe('ok')
  })

  it('ends with the request token’s life, in the second after its last', async () => {
    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    app.clock.nowSeconds = START_SECONDS + 601
    const late = { verifier, timestampSeconds: START_SECONDS + 601 }
    expect(codeOf(await exchange(app, token, late))).toBe('token_expired')
    app.clock.nowSeconds = START_SECONDS + 600
    expect(
      codeOf(await exchange(app, token, { ...late, timestampSeconds: START_SECONDS + 600 })),
    ).toBe('ok')
  })

  it('refuses an access token, a request token of another consumer, and an inactive user', async () => {
    const access = await accessToken(app)
    expect(codeOf(await exchange(app, access, { verifier: 'x' }))).toBe('token_rejected')

    const token = await requestToken(app)
    const verifier = await approve(app, token.key)
    const other = await app.provider.consumers.register({ name: 'Other' })
    const stolen = await app.provider.accessToken(
      await neutral(
        { method: 'POST', url: '/oauth/access_token' },
        { consumer: { key: other.key, secret: other.secret ?? '' }, token },
        { verifier },
      ),
    )
    expect(codeOf(stolen)).toBe('token_rejected')

    app.inactive.add('jane')
    expect(codeOf(await exchange(app, token, { verifier }))).toBe('token_rejected')
  })

  it('keeps the verifier as a digest only', async () => {
    const verifier = await approve(app, (await requestToken(app)).key)
    expect(verifier).not.toBe('')
    const kept: unknown[] = []
    const watched = await testProvider({
      store: new Proxy(memoryStore(), {
        get: (store, name) => {
          const operation = store[name as keyof Store] as (...values: unknown[]) => unknown
          return (...values: unknown[]) => {
            kept.push(values)
            return operation(...values)
          }
        },
      }),
    })
    const token = await requestToken(watched)
    const shown = await approve(watched, token.key)
    expect(JSON.stringify(kept)).not.toContain(shown)
  })
})

it('requires a token if the exchange has neither a token nor xAuth', async () => {
  const result = await app.provider.accessToken(
    await neutral({ method: 'POST', url: '/oauth/access_token' }),
  )
  expect(result).toMatchObject({
    problem: { code: 'parameter_absent', parametersAbsent: ['oauth_token'] },
  })
})

it('responds to a request without credentials with a bare challenge', async () => {
  const result = await app.provider.requestToken(
    raw({ method: 'POST', url: '/oauth/request_token' }),
  )
  expect(result.response).toMatchObject({ status: 401, body: '' })
  expect(headerOf(result.response, 'WWW-Authenticate')).toBe('OAuth realm="OAuth"')
})
