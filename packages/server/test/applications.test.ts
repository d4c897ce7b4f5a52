import { describe, expect, it } from 'vitest'

import type { ProviderResponse } from '../src/index.js'
import {
  accessToken,
  codeOf,
  CONSUMER,
  FORM,
  headerOf,
  neutral,
  raw,
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
    expect(body).toContain('since 2027-01-15. It has never used it.')
    expect(body).not.toContain(token.secret)
    expect(headers).toContainEqual(['X-Frame-Options', 'DENY'])
    expect(headers).toContainEqual(['Cache-Control', 'no-store'])
  })

  it('takes an application’s access away, all of it, from the next request on', async () => {
    const app = await testProvider()
    const tokens = [await accessToken(app), await accessToken(app)]
    const { consumer, csrf } = fieldsOf(await respond(app))
    const answer = await respond(app, { method: 'POST', form: { consumer, csrf } })
    expect([answer.status, headerOf(answer, 'Location')]).toEqual([303, PAGE])
    for (const token of tokens) expect(await call(app, token)).toBe('token_revoked')
    expect((await respond(app)).body).toContain('No application has access')
  })

  it('takes nothing away without the value of the page, nor with that of another User', async () => {
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
      expect((await respond(app, { method: 'POST', form })).status).toBe(403)
    }
    expect((await respond(app, { method: 'POST', form: { consumer } })).status).toBe(400)
    expect(await call(app, token)).toBe('ok')
  })

  it('decides nothing by GET, and takes no other method', async () => {
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
  })

  it('leaves out what has expired, unless it can be renewed', async () => {
    const app = await testProvider({ accessTokenLifetimeSeconds: 10, sessionLifetimeSeconds: 100 })
    await accessToken(app)
    app.clock.nowSeconds += 50
    expect((await respond(app)).body).toContain('Its access ends on')
    app.clock.nowSeconds += 51
    expect((await respond(app)).body).toContain('No application has access')
  })

  it('goes on where there is more than a page holds', async () => {
    const app = await testProvider()
    for (let count = 0; count < 501; count++) {
      await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
    }
    const [, next = ''] = /<a href="([^"]*after=[^"]*)"/.exec((await respond(app)).body) ?? []
    expect(next).toMatch(/^\/oauth\/applications\?after=/)
    const last = (await respond(app, { url: next })).body
    expect(last).toContain('<h2><bdi>Printer</bdi></h2>')
    expect(last).not.toContain('after=')
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
})
