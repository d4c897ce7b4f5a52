import { digestWithKey } from '@oauthplus/core/internal'
import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { AccessTokenRecord, ProviderEvent, ProviderResponse } from '../src/index.js'
import {
  accessToken,
  codeOf,
  CONSUMER,
  FORM,
  headerOf,
  neutral,
  raw,
  START_SECONDS,
  testProvider,
} from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

const PAGE = '/oauth/applications'

function respond(
  app: TestProvider,
  request: { readonly method?: string; readonly url?: string; readonly form?: object } = {},
  userId: string | null = 'jane',
): Promise<ProviderResponse> {
  const { method = 'GET', url = PAGE, form } = request
  return app.provider.applications.respond(
    raw({
      method,
      url,
      ...(form && {
        headers: [FORM],
        body: new URLSearchParams(form as Record<string, string>).toString(),
      }),
    }),
    {
      getUserId: () => userId,
      getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    },
  )
}

function fieldsOf({ body }: ProviderResponse, at = 0) {
  const values = (name: string) =>
    [...body.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, 'g'))].map(
      (match) => match[1] ?? '',
    )
  return { consumer: values('consumer')[at] ?? '', csrf: values('csrf')[at] ?? '' }
}

async function call(app: TestProvider, token: { readonly key: string; readonly secret: string }) {
  const request = await neutral({ method: 'GET', url: '/x' }, { consumer: CONSUMER, token })
  return codeOf(await app.provider.authenticate(request))
}

describe('the page of connected applications', () => {
  it('says which have access, to what, since when, and when they used it', async () => {
    const app = await testProvider()
    expect((await respond(app)).body).toContain('No application has access')
    const token = await accessToken(app, { query: '?scope=photos' })
    app.clock.nowSeconds += 86_400
    await app.provider.tokens.issue({
      consumerKey: CONSUMER.key,
      userId: 'jane',
      scopes: ['albums'],
    })
    await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'bob', scopes: [] })
    const { body, status, headers } = await respond(app)
    expect(status).toBe(200)
    expect(body.match(/<h2><bdi>Printer<\/bdi><\/h2>/g)).toHaveLength(1)
    expect(body).toContain('<li>See your photos</li>')
    expect(body).toContain('<li>See your albums</li>')
    expect(body).toContain('Connected on January 15, 2027. Never used.')
    expect(body).not.toContain(token.secret)
    expect(headers).toContainEqual(['X-Frame-Options', 'DENY'])
    expect(headers).toContainEqual(['Cache-Control', 'no-store'])
  })

  it('revokes all access of an application, from the next request on', async () => {
    const events: ProviderEvent[] = []
    const app = await testProvider({ on: (event) => events.push(event) })
    const tokens = [await accessToken(app), await accessToken(app)]
    const { consumer, csrf } = fieldsOf(await respond(app))
    const answer = await respond(app, { method: 'POST', form: { consumer, csrf } })
    expect([answer.status, headerOf(answer, 'Location')]).toEqual([303, PAGE])
    expect(events.at(-1)).toEqual({
      type: 'tokens_revoked',
      target: { consumerKey: CONSUMER.key, userId: 'jane' },
      revokedBy: 'user',
      count: 2,
    })
    for (const token of tokens) expect(await call(app, token)).toBe('token_revoked')
    expect((await respond(app)).body).toContain('No application has access')
  })

  it('takes nothing away without the value of the page, nor with that of another user', async () => {
    const app = await testProvider()
    const token = await accessToken(app)
    await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'bob' })
    const bobs = fieldsOf(await respond(app, {}, 'bob'))
    const { consumer } = fieldsOf(await respond(app))
    for (const form of [
      { consumer, csrf: '' },
      { consumer, csrf: 'x' },
      bobs,
      { consumer: 'unknown', csrf: bobs.csrf },
    ]) {
      const { status, body } = await respond(app, { method: 'POST', form })
      expect([status, body]).toEqual([
        403,
        expect.stringContaining(
          'This was not asked for on the page of your applications; open that page again.',
        ),
      ])
      expect(body).toContain('<code>permission_denied</code>')
    }
    expect((await respond(app, { method: 'POST', form: { consumer } })).status).toBe(400)
    expect(await call(app, token)).toBe('ok')
  })

  it('decides nothing with GET, and refuses other methods', async () => {
    const app = await testProvider()
    const token = await accessToken(app)
    const { consumer, csrf } = fieldsOf(await respond(app))
    await respond(app, { url: `${PAGE}?consumer=${consumer}&csrf=${csrf}` })
    expect(await call(app, token)).toBe('ok')
    expect((await respond(app, { method: 'DELETE' })).status).toBe(405)
  })

  it('sends who is not logged in to the login page, and revokes nothing', async () => {
    const app = await testProvider()
    const shown = await respond(app, {}, null)
    expect([shown.status, headerOf(shown, 'Location')]).toEqual([
      302,
      '/login?next=%2Foauth%2Fapplications',
    ])
    const posted = await respond(app, { method: 'POST', form: { consumer: 'x', csrf: 'x' } }, null)
    expect(posted.status).toBe(400)
    expect(posted.body).toContain('<code>permission_denied</code>')
    expect(posted.body).toContain('Log in, then open this page again.')
  })

  it('leaves out what has expired, unless it can be renewed', async () => {
    const app = await testProvider({ accessTokenLifetimeSeconds: 10, sessionLifetimeSeconds: 100 })
    await accessToken(app)
    app.clock.nowSeconds += 50
    expect((await respond(app)).body).toContain('Access ends on')
    app.clock.nowSeconds += 51
    expect((await respond(app)).body).toContain('No application has access')
  })

  it('continues if there are more records than a page contains', async () => {
    const app = await testProvider()
    for (let count = 0; count < 501; count++) {
      await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
    }
    const [, next = ''] = /<a href="([^"]*after=[^"]*)"/.exec((await respond(app)).body) ?? []
    expect(next).toMatch(/^\/oauth\/applications\?after=/)
    const last = (await respond(app, { url: next })).body
    expect(last).toContain('<h2><bdi>Printer</bdi></h2>')
    expect(last).not.toContain('after=')
    const [, again] =
      /<a href="([^"]*)"/.exec((await respond(app, { url: `${PAGE}?a=b?c&after=` })).body) ?? []
    expect(again).toBe(next)
  })

  it('can be another page, in other words', async () => {
    const own = await testProvider({
      pages: {
        applications: ({ applications }, words) => `${applications.length} ${words.revoke}`,
      },
      words: ({ acceptLanguage }) =>
        acceptLanguage.startsWith('de') ? { language: 'de', revoke: 'Zugriff entziehen' } : {},
    })
    await accessToken(own)
    const visitor = { getUserId: () => 'jane', getLoginUrl: () => '/' }
    const request = raw({ method: 'GET', url: PAGE, headers: [['Accept-Language', 'de-AT,en']] })
    const { body } = await own.provider.applications.respond(request, visitor)
    expect(body).toBe('1 Zugriff entziehen')
  })

  it('names the invalid argument', async () => {
    const { applications } = (await testProvider()).provider
    const visitor = { getUserId: () => 'jane', getLoginUrl: () => '/login' }
    const request = raw({ method: 'GET', url: PAGE })
    await expect(applications.respond(undefined as never, visitor)).rejects.toThrow(
      /^applications\.respond: request must be a ProviderRequest, /,
    )
    await expect(applications.respond(request, undefined as never)).rejects.toThrow(
      'applications.respond: visitor must be an object with getUserId and getLoginUrl, received undefined',
    )
  })
})

describe('the content of the page of connected applications', () => {
  const DAY = 86_400
  const CONSUMERS = [
    { key: 'a', name: 'Zebra' },
    { key: 'b', name: 'Mail' },
    { key: 'c', name: 'Album' },
  ]

  /** Returns the data of the page for tokens in the store; token `1` belongs to `a`, and so on. */
  async function shown(
    tokens: readonly Partial<AccessTokenRecord>[],
    { nowSeconds = START_SECONDS, missing = '' } = {},
  ) {
    const store = memoryStore()
    const { findConsumer } = store
    store.findConsumer = async (key) => (key === missing ? undefined : findConsumer(key))
    const app = await testProvider({
      store,
      pages: { applications: (data) => JSON.stringify(data) },
    })
    app.clock.nowSeconds = nowSeconds
    for (const consumer of CONSUMERS) await app.provider.consumers.register(consumer)
    for (const [index, token] of tokens.entries()) {
      await store.createAccessToken({
        kind: 'access',
        key: `key${index}`,
        secret: `secret${index}`,
        consumerKey: 'a',
        userId: 'jane',
        scopes: [],
        grantedBy: 'consent',
        state: 'valid',
        createdAtSeconds: START_SECONDS,
        ...token,
      })
    }
    const { body } = await respond(app)
    return JSON.parse(body) as {
      readonly applications: readonly {
        readonly consumer: { readonly name: string }
        readonly fields: unknown
      }[]
    }
  }

  it('is all that is known of the tokens of each application together', async () => {
    const { applications } = await shown([
      { scopes: ['photos'], lastUsedAtSeconds: 70, expiresAtSeconds: START_SECONDS + 5 * DAY },
      {
        scopes: ['albums', 'photos', 'gone'],
        createdAtSeconds: 5,
        lastUsedAtSeconds: 90,
        expiresAtSeconds: START_SECONDS + 9 * DAY,
      },
      { lastUsedAtSeconds: 80, expiresAtSeconds: START_SECONDS + 7 * DAY },
    ])
    expect(applications).toEqual([
      {
        consumer: { key: 'a', name: 'Zebra', description: '', status: 'accepted' },
        scopes: [
          { name: 'photos', description: 'See your photos', allowWrites: true },
          { name: 'albums', description: 'See your albums', allowWrites: true },
          { name: 'gone', description: 'gone', allowWrites: true },
        ],
        grantedAtSeconds: 5,
        lastUsedAtSeconds: 90,
        expiresAtSeconds: START_SECONDS + 9 * DAY,
        fields: [
          ['consumer', 'a'],
          ['csrf', await digestWithKey('revoke jane', 'secret0')],
        ],
      },
    ])
  })

  it('ends when the last session can end, if tokens can be renewed', async () => {
    const session = {
      sessionHandleDigest: 'digest',
      expiresAtSeconds: START_SECONDS - DAY,
      keepUntilSeconds: START_SECONDS + 3 * DAY,
    }
    const plain = {
      expiresAtSeconds: START_SECONDS + DAY,
      keepUntilSeconds: START_SECONDS + 9 * DAY,
    }
    expect(await shown([plain, session])).toMatchObject({
      applications: [{ expiresAtSeconds: START_SECONDS + 3 * DAY }],
    })
  })

  it('has no end if one token has none, and no last use if none was used', async () => {
    for (const tokens of [
      [{ expiresAtSeconds: START_SECONDS + DAY }, {}],
      [
        { expiresAtSeconds: START_SECONDS + DAY },
        { sessionHandleDigest: 'digest', expiresAtSeconds: START_SECONDS + DAY },
      ],
    ]) {
      const [application] = (await shown(tokens)).applications
      expect(Object.keys(application ?? {})).toEqual([
        'consumer',
        'scopes',
        'grantedAtSeconds',
        'fields',
      ])
    }
  })

  it('is ordered by the names of the applications, without those that are gone', async () => {
    const tokens = ['a', 'b', 'c'].map((consumerKey) => ({ consumerKey }))
    const names = async (missing = '') =>
      (await shown(tokens, { missing })).applications.map(({ consumer }) => consumer.name)
    expect(await names()).toEqual(['Album', 'Mail', 'Zebra'])
    expect(await names('b')).toEqual(['Album', 'Zebra'])
  })

  it('is what is valid in this second', async () => {
    const tokens = [{ expiresAtSeconds: START_SECONDS }]
    expect((await shown(tokens)).applications).toHaveLength(1)
    const later = await shown(tokens, { nowSeconds: START_SECONDS + 1 })
    expect(later.applications).toEqual([])
  })

  it('is read from the store in lists of limited length', async () => {
    const store = memoryStore()
    const { listAccessTokens } = store
    const asked: unknown[] = []
    store.listAccessTokens = (...given) => {
      asked.push(given)
      return listAccessTokens(...given)
    }
    const app = await testProvider({ store })
    await respond(app, { url: `${PAGE}?after=x` })
    const form = { consumer: CONSUMER.key, csrf: 'x' }
    await respond(app, { method: 'POST', form })
    expect(asked).toEqual([
      [{ userId: 'jane' }, { after: 'x', limit: 501 }],
      [{ consumerKey: CONSUMER.key, userId: 'jane' }, { limit: 500 }],
    ])
  })
})
