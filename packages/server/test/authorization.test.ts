import { describe, expect, it } from 'vitest'

import { createProvider, memoryStore } from '../src/index.js'
import type {
  AuthorizationDecision,
  LanguagePreference,
  ProviderEvent,
  ProviderOptions,
  ProviderRequest,
  ProviderResponse,
  Visitor,
} from '../src/index.js'
import {
  accessToken,
  approve,
  codeOf,
  CONSUMER,
  exchange,
  FORM,
  headerOf,
  raw,
  requestToken,
  START_SECONDS,
  testProvider,
} from './neutral-requests.js'
import type { TestProvider, TestUser } from './neutral-requests.js'

const AUTHORIZE = '/oauth/authorize'
const jane: Visitor = {
  getUserId: () => 'jane',
  getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
}
const numbered = { ...jane, getUserId: (): number => 42 }
const nobody: Visitor = { ...jane, getUserId: () => undefined }
const NO_CACHE = [
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
]

/** The headers of a page, of which the Content-Security-Policy is what differs. */
function pageHeaders(policy: unknown, ...others: readonly (readonly [string, string])[]) {
  return [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Cache-Control', 'no-store'],
    ['Content-Security-Policy', policy],
    ['X-Frame-Options', 'DENY'],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ...others,
  ]
}

function policyWith(formAction: string): unknown {
  return expect.stringMatching(
    new RegExp(
      `^default-src 'none'; style-src 'sha256-[\\w+/]{43}='; frame-ancestors 'none'; base-uri 'none'; form-action ${formAction}$`,
    ),
  )
}

/** A provider that notes its events, and the languages that it is asked for. */
async function notingProvider(options: Partial<ProviderOptions<TestUser>> = {}) {
  const events: ProviderEvent[] = []
  const languages: LanguagePreference[] = []
  const app = await testProvider({
    on: (event) => events.push(event),
    words: (language) => {
      languages.push(language)
      return {}
    },
    ...options,
  })
  return { ...app, events, languages }
}

async function csrfOf({ provider }: TestProvider, tokenKey: string, userId = 'jane') {
  const loaded = await provider.authorization.load({ tokenKey, userId })
  return loaded.ok ? loaded.consent.csrf : ''
}

function get(url: string, headers: ProviderRequest['headers'] = []) {
  return raw({ method: 'GET', url, headers })
}

function post(fields: Readonly<Record<string, string>>, headers: ProviderRequest['headers'] = []) {
  const body = new URLSearchParams(fields).toString()
  return raw({ method: 'POST', url: AUTHORIZE, headers: [FORM, ...headers], body })
}

function hiddenFields({ body }: ProviderResponse) {
  return [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name, value],
  )
}

describe('the functions of the authorization', () => {
  const ID =
    'must be a string of 255 bytes at most (UTF-8), without NUL or unpaired surrogates, received'
  const NEVER = raw({ method: 'GET', url: '/' })
  it.each([
    ['load', [undefined], 'authorization.load: input must be a plain object, received undefined'],
    ['load', [{ tokenKey: 'x' }], `authorization.load: input.userId ${ID} undefined`],
    [
      'load',
      [{ tokenKey: 'x', userId: 'jane', token: 'x' }],
      'authorization.load: input.token is not an option (received a string of 1 characters). Did you mean tokenKey?',
    ],
    [
      'load',
      [{ tokenKey: 'x', userId: 'jane', zzz: 1 }],
      'authorization.load: input.zzz is not an option (received 1). The options are tokenKey, userId, language, csrf',
    ],
    [
      'load',
      [{ tokenKey: 'x', userId: 'jane', language: 'de' }],
      'authorization.load: input.language must be a plain object, received a string of 2 characters',
    ],
    [
      'load',
      [{ tokenKey: 'x', userId: 'jane', language: { zzz: 1 } }],
      'authorization.load: input.language.zzz is not an option (received 1). The options are acceptLanguage, consumerPreference',
    ],
    [
      'approve',
      [undefined],
      'authorization.approve: decision must be a plain object, received undefined',
    ],
    [
      'approve',
      [{ tokenKey: 'x', userId: 5, csrf: 'x' }],
      `authorization.approve: decision.userId ${ID} 5`,
    ],
    [
      'approve',
      [{ tokenKey: 'x', userId: 'jane', csrf: 'x', zzz: 1 }],
      'authorization.approve: decision.zzz is not an option (received 1). The options are tokenKey, userId, csrf, language',
    ],
    [
      'approve',
      [{ tokenKey: 'x', userId: 'jane', csrf: 'x', language: 5 }],
      'authorization.approve: decision.language must be a plain object, received 5',
    ],
    ['deny', [null], 'authorization.deny: decision must be a plain object, received null'],
    ['deny', [{ tokenKey: 'x', csrf: 'x' }], `authorization.deny: decision.userId ${ID} undefined`],
    [
      'respond',
      [undefined, jane],
      'authorization.respond: request must be a ProviderRequest, with method, url, headers, peer and readBody, received undefined',
    ],
    [
      'respond',
      [{ ...NEVER, peer: null }, jane],
      'authorization.respond: request must be a ProviderRequest, with method, url, headers, peer and readBody, received an object',
    ],
    [
      'respond',
      [{ ...NEVER, peer: { address: { address: '::1' } } }, jane],
      'authorization.respond: request must be a ProviderRequest, with method, url, headers, peer and readBody, received an object',
    ],
    [
      'respond',
      [NEVER, undefined],
      'authorization.respond: visitor must be an object with getUserId and getLoginUrl, received undefined',
    ],
    [
      'respond',
      [NEVER, { ...jane, getUserId: 'jane' }],
      'authorization.respond: visitor.getUserId must be a function, received a string of 4 characters',
    ],
    [
      'respond',
      [NEVER, { getLoginUrl: jane.getLoginUrl }],
      'authorization.respond: visitor.getUserId must be a function, received undefined',
    ],
    [
      'respond',
      [NEVER, { getUserId: jane.getUserId }],
      'authorization.respond: visitor.getLoginUrl must be a function, received undefined',
    ],
    ['respond', [get(AUTHORIZE), numbered], `getUserId: the returned value ${ID} 42`],
  ] as const)('name what %s was wrongly given: %j', async (name, given, message) => {
    const { provider } = await testProvider()
    const call = provider.authorization[name] as (...values: readonly unknown[]) => Promise<unknown>
    const error: unknown = await call(...given).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TypeError)
    expect((error as TypeError).message).toBe(message)
  })

  it.each([
    [{ tokenKey: undefined, csrf: 'x' }, 'oauth_token'],
    [{ tokenKey: ['a', 'b'], csrf: 'x' }, 'oauth_token'],
    [{ tokenKey: 'x', csrf: undefined }, 'csrf'],
  ])('name the parameter that a request lacks: %j', async (given, name) => {
    const app = await notingProvider()
    const decision = { ...given, userId: 'jane' } as unknown as AuthorizationDecision
    for (const decide of [app.provider.authorization.approve, app.provider.authorization.deny]) {
      app.events.length = 0
      const { response } = await decide(decision)
      expect(response.body).toContain(`This page needs the parameter ${name} once.`)
      expect(app.events).toEqual([
        {
          type: 'request_refused',
          operation: 'authorization',
          problem: {
            code: 'parameter_rejected',
            advice: `This page needs the parameter ${name} once.`,
          },
          isProven: false,
          userId: 'jane',
          ...(name === 'csrf' && { tokenKey: 'x' }),
        },
      ])
    }
  })

  it('use what is a string of a language, and nothing else', async () => {
    const app = await notingProvider()
    const { key: tokenKey } = await requestToken(app)
    const shown = async (language?: unknown) => {
      app.languages.length = 0
      const input = { tokenKey, userId: 'jane', language: language as LanguagePreference }
      expect(codeOf(await app.provider.authorization.load(input))).toBe('ok')
      return app.languages
    }
    const none = { acceptLanguage: '', consumerPreference: undefined }
    expect(await shown()).toEqual([none])
    expect(await shown({ acceptLanguage: ['de'], consumerPreference: 5 })).toEqual([none])
    const given = { acceptLanguage: 'de', consumerPreference: 'fr' }
    expect(await shown(given)).toEqual([given])
  })

  it('let one of several decisions of the same moment win', async () => {
    for (const name of ['approve', 'deny'] as const) {
      const app = await testProvider()
      const { key: tokenKey } = await requestToken(app)
      const decision = { tokenKey, userId: 'jane', csrf: await csrfOf(app, tokenKey) }
      const decide = app.provider.authorization[name]
      const results = await Promise.all([decide(decision), decide(decision), decide(decision)])
      expect(results.map(codeOf).sort()).toEqual(['ok', 'token_used', 'token_used'])
    }
  })

  it('redirect to the callback, for no cache and with no trace of the page', async () => {
    const app = await notingProvider()
    const [approved, denied] = [await requestToken(app), await requestToken(app)]
    const decision = async (tokenKey: string) => ({
      tokenKey,
      userId: 'jane',
      csrf: await csrfOf(app, tokenKey),
    })
    const { authorization } = app.provider
    const location = `https://printer.example/ready?oauth_token=`
    expect(await authorization.approve(await decision(approved.key))).toEqual({
      ok: true,
      response: {
        status: 303,
        headers: [
          ['Location', expect.stringContaining(`${location}${approved.key}&oauth_verifier=`)],
          ...NO_CACHE,
        ],
        body: '',
      },
    })
    expect(await authorization.deny(await decision(denied.key))).toEqual({
      ok: true,
      response: {
        status: 303,
        headers: [
          ['Location', `${location}${denied.key}&oauth_problem=permission_denied`],
          ...NO_CACHE,
        ],
        body: '',
      },
    })
    const subject = { consumerKey: CONSUMER.key, userId: 'jane', isRepeated: false }
    expect(app.events.slice(-2)).toEqual([
      { type: 'authorization_approved', ...subject, tokenKey: approved.key },
      { type: 'authorization_denied', ...subject, tokenKey: denied.key },
    ])
  })

  it('return a page out of band, in the language of the decision', async () => {
    for (const name of ['approve', 'deny'] as const) {
      const app = await notingProvider()
      const { key: tokenKey } = await requestToken(app, { callback: 'oob' })
      const csrf = await csrfOf(app, tokenKey)
      const language = { acceptLanguage: 'de', consumerPreference: undefined }
      app.languages.length = 0
      const decision = { tokenKey, userId: 'jane', csrf, language }
      const result = await app.provider.authorization[name](decision)
      expect(result.ok).toBe(true)
      expect(app.languages).toEqual([language])
      expect(result.response.status).toBe(200)
      expect(result.response.headers).toEqual(pageHeaders(policyWith(`'self'`)))
      expect(result.response.body).toContain(
        name === 'approve'
          ? '<h1>Geben Sie diesen Code in <bdi>Printer</bdi> ein</h1>'
          : '<p><bdi>Printer</bdi> kann nicht auf Ihr Konto zugreifen.',
      )
    }
  })

  it('send what was asked for with a callback to that callback, not to the default one', async () => {
    const app = await testProvider()
    const defaultCallback = 'https://desktop.example/done'
    await app.provider.consumers.update(CONSUMER.key, {
      callbacks: ['oob', 'https://printer.example/ready', defaultCallback],
      defaultCallback,
    })
    const { key: tokenKey } = await requestToken(app)
    const { response } = await app.provider.authorization.deny({
      tokenKey,
      userId: 'jane',
      csrf: await csrfOf(app, tokenKey),
    })
    expect(headerOf(response, 'Location')).toMatch(/^https:\/\/printer\.example\/ready\?/)
  })

  it('show the verifier if the default callback is not allowed any more', async () => {
    const store = memoryStore()
    const app = await testProvider({ store })
    await app.provider.consumers.update(CONSUMER.key, {
      callbacks: ['oob'],
      defaultCallback: 'https://desktop.example/done',
    })
    const { key: tokenKey } = await requestToken(app, { callback: 'oob' })
    const decision = { tokenKey, userId: 'jane', csrf: await csrfOf(app, tokenKey) }
    const { authorization } = createProvider({
      store,
      findUser: () => ({}),
      now: () => START_SECONDS * 1000,
      blockedCallbackHosts: ['desktop.example'],
    })
    const { response } = await authorization.approve(decision)
    expect([response.status, response.body]).toEqual([
      200,
      expect.stringContaining('id="oauth_verifier"'),
    ])
  })

  it('decide in the last second of a request token, and not after it', async () => {
    const app = await testProvider({ requestTokenLifetimeSeconds: 60 })
    const { key: tokenKey } = await requestToken(app)
    const load = async () =>
      codeOf(await app.provider.authorization.load({ tokenKey, userId: 'jane' }))
    app.clock.nowSeconds += 60
    expect(await load()).toBe('ok')
    app.clock.nowSeconds += 1
    expect(await load()).toBe('token_expired')
  })
})

describe('the authorization endpoint', () => {
  it('shows a form with the hidden fields that the decision needs', async () => {
    const app = await testProvider()
    const { key } = await requestToken(app)
    const page = await app.provider.authorization.respond(
      get(`${AUTHORIZE}?oauth_token=${key}`),
      jane,
    )
    expect(hiddenFields(page)).toEqual([
      ['oauth_token', key],
      ['csrf', await csrfOf(app, key)],
    ])
    expect(page.headers).toEqual(pageHeaders(policyWith(`'self' https://printer\\.example`)))
  })

  it('allows a custom page to load anything', async () => {
    const app = await testProvider({ pages: { consent: () => 'mine' } })
    const { key } = await requestToken(app)
    const page = await app.provider.authorization.respond(
      get(`${AUTHORIZE}?oauth_token=${key}`),
      jane,
    )
    expect(page).toEqual({
      status: 200,
      headers: pageHeaders(
        `frame-ancestors 'none'; base-uri 'none'; form-action 'self' https://printer.example`,
      ),
      body: 'mine',
    })
  })

  it.each([
    ['pages.consent', { pages: { consent: () => Promise.resolve('mine') as never } }],
    ['pages.consent', { pages: { consent: () => undefined as never } }],
    ['words', { words: () => Promise.resolve({}) as never }],
    ['words', { words: () => ({ consentTitel: 'x' }) as never }],
  ] as const)(
    'names %s if a function of your own returns something else',
    async (name, options) => {
      const app = await testProvider(options)
      const { key } = await requestToken(app)
      const request = get(`${AUTHORIZE}?oauth_token=${key}`)
      await expect(app.provider.authorization.respond(request, jane)).rejects.toThrow(
        new RegExp(`^${name}: the returned value(?:\\.\\w+)? (?:must be|is not) `),
      )
    },
  )

  it.each(['approve', 'deny'] as const)(
    'carries out the decision to %s for the user who is logged in',
    async (name) => {
      const app = await notingProvider()
      const token = await requestToken(app, { callback: 'oob' })
      const fields = { oauth_token: token.key, csrf: await csrfOf(app, token.key), decision: name }
      app.languages.length = 0
      // Headers of a proxy's login are not part of the form, in any spelling.
      const headers = [
        ['AUTHORIZATION', 'OAuth oauth_token="other"'],
        ['Accept-Language', 'de'],
        ['Accept-Language', 'en;q=0.5'],
      ] as const
      const { status, body } = await app.provider.authorization.respond(post(fields, headers), jane)
      expect(status).toBe(200)
      expect(app.languages).toEqual([
        { acceptLanguage: 'de, en;q=0.5', consumerPreference: undefined },
      ])
      expect(app.events.at(-1)).toEqual({
        type: name === 'approve' ? 'authorization_approved' : 'authorization_denied',
        consumerKey: CONSUMER.key,
        tokenKey: token.key,
        userId: 'jane',
        isRepeated: false,
      })
      const verifier = /id="oauth_verifier"[^>]*>([^<]+)</.exec(body)?.[1] ?? 'x'
      const exchanged = await exchange(app, token, { verifier })
      if (name === 'approve') expect(exchanged.response.body).toContain('user_id=jane')
      else expect(codeOf(exchanged)).toBe('permission_denied')
    },
  )

  it('reads only the form of a decision, whatever the query contains', async () => {
    const app = await testProvider()
    const { key } = await requestToken(app)
    const fields = { oauth_token: key, csrf: await csrfOf(app, key), decision: 'deny' }
    const url = `${AUTHORIZE}?a?oauth_token=other&oauth_token=another`
    const { status } = await app.provider.authorization.respond({ ...post(fields), url }, jane)
    expect(status).toBe(303)
  })

  it('says which parameter a form lacks, and which decisions there are', async () => {
    const app = await testProvider()
    const { key } = await requestToken(app)
    const csrf = await csrfOf(app, key)
    for (const [fields, message] of [
      [{ csrf, decision: 'deny' }, 'This page needs the parameter oauth_token once.'],
      [{ oauth_token: key, decision: 'deny' }, 'This page needs the parameter csrf once.'],
      [{ oauth_token: key, csrf }, 'This page needs the parameter decision once.'],
      [{ oauth_token: key, csrf, decision: 'x' }, 'The decision must be approve or deny.'],
    ] as const) {
      const { status, body } = await app.provider.authorization.respond(post(fields), jane)
      expect([status, body]).toEqual([400, expect.stringContaining(message)])
    }
  })

  it('prefers the language that the consumer asks for in the query', async () => {
    const app = await notingProvider()
    const { key } = await requestToken(app)
    const url = `${AUTHORIZE}?x=y&oauth_token=${key}&xoauth_lang_pref=fr`
    await app.provider.authorization.respond(get(url), jane)
    expect(app.languages).toEqual([{ acceptLanguage: '', consumerPreference: 'fr' }])
  })

  it('reports to the application that a consent was repeated', async () => {
    const app = await notingProvider({ skipRepeatedConsent: true })
    await accessToken(app)
    const { key } = await requestToken(app)
    await app.provider.authorization.respond(get(`${AUTHORIZE}?oauth_token=${key}`), jane)
    expect(app.events.at(-1)).toEqual({
      type: 'authorization_approved',
      consumerKey: CONSUMER.key,
      tokenKey: key,
      userId: 'jane',
      isRepeated: true,
    })
  })

  it('repeats a consent in the last second of what was granted, and not after it', async () => {
    const app = await testProvider({ skipRepeatedConsent: true, accessTokenLifetimeSeconds: 60 })
    await accessToken(app)
    app.clock.nowSeconds += 60
    for (const status of [303, 200]) {
      const { key } = await requestToken(app, { timestampSeconds: app.clock.nowSeconds })
      const request = get(`${AUTHORIZE}?oauth_token=${key}`)
      expect((await app.provider.authorization.respond(request, jane)).status).toBe(status)
      app.clock.nowSeconds += 1
    }
  })

  it('reads at most 1000 tokens to find out whether a consent is repeated', async () => {
    const store = memoryStore()
    const { listAccessTokens } = store
    const asked: unknown[] = []
    store.listAccessTokens = (...given) => {
      asked.push(given)
      return listAccessTokens(...given)
    }
    const app = await testProvider({ store, skipRepeatedConsent: true })
    const { key } = await requestToken(app)
    await app.provider.authorization.respond(get(`${AUTHORIZE}?oauth_token=${key}`), jane)
    expect(asked).toEqual([[{ consumerKey: CONSUMER.key, userId: 'jane' }, { limit: 1000 }]])
  })

  it.each([
    ['http://127.0.0.1:3000', '/v1/authorize?oauth_token=x'],
    ['https://photos.example', '/v1/authorize?oauth_token=x'],
  ])('leads back from the login page of %s', async (publicUrl, path) => {
    const { provider } = await testProvider({ publicUrl })
    const request = raw({
      method: 'GET',
      url: path,
      peer: { address: '127.0.0.1', secure: false },
    })
    expect(await provider.authorization.respond(request, nobody)).toEqual({
      status: 302,
      headers: [['Location', `/login?next=${encodeURIComponent(path)}`], ...NO_CACHE],
      body: '',
    })
  })

  it.each(['/a%5Cb', '/', '/a//b', '/%20', '/a?b=//c'])('leads back to %s', async (path) => {
    const { provider } = await testProvider()
    const request = get(`${path}${path.includes('?') ? '&' : '?'}oauth_token=x`)
    const { headers } = await provider.authorization.respond(request, nobody)
    expect(headers[0]).toEqual(['Location', `/login?next=${encodeURIComponent(request.url)}`])
  })

  it('refuses a path that a browser takes for another host', async () => {
    const { provider } = await testProvider()
    for (const url of ['//evil.example/?oauth_token=x', '/a\\b?oauth_token=x']) {
      const { status, body } = await provider.authorization.respond(get(url), nobody)
      expect([status, body]).toEqual([
        400,
        expect.stringContaining(
          'The path of a page begins with exactly one slash and contains no backslash.',
        ),
      ])
    }
  })

  it('refuses with a page, and reports the user and the reason to the application', async () => {
    const app = await notingProvider()
    const response = await app.provider.authorization.respond(
      raw({ method: 'PUT', url: AUTHORIZE }),
      jane,
    )
    expect([response.status, response.headers]).toEqual([
      405,
      pageHeaders(policyWith(`'self'`), ['Allow', 'GET, HEAD, POST']),
    ])
    await app.provider.authorization.respond(get(`${AUTHORIZE}?oauth_token=x`), jane)
    expect(app.events.slice(-2)).toEqual([
      {
        type: 'request_refused',
        operation: 'authorization',
        isProven: false,
        problem: expect.objectContaining({ code: 'parameter_rejected', status: 405 }) as unknown,
      },
      {
        type: 'request_refused',
        operation: 'authorization',
        isProven: false,
        userId: 'jane',
        address: '203.0.113.7',
        problem: expect.objectContaining({ code: 'token_rejected' }) as unknown,
      },
    ])
  })
})

it('refuses the decision of a user who is not logged in', async () => {
  const app = await testProvider()
  const { key } = await requestToken(app)
  const fields = { oauth_token: key, csrf: await csrfOf(app, key), decision: 'approve' }
  const { status, body } = await app.provider.authorization.respond(post(fields), nobody)
  expect([status, body]).toEqual([
    400,
    expect.stringContaining('Log in, then open this page again.'),
  ])
  expect(body).toContain('<code>permission_denied</code>')
  expect(await approve(app, key)).not.toBe('')
})
