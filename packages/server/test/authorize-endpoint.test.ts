import { beforeEach, expect, it } from 'vitest'

import { headerOf, raw, requestToken, testProvider } from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const jane = {
  getUserId: () => 'jane',
  getLoginUrl: (returnTo: string) => `/login?next=${returnTo}`,
}
const nobody = { ...jane, getUserId: () => undefined }
let app: TestProvider

beforeEach(async () => {
  app = await testProvider()
})

async function consentForm(key: string) {
  const page = await app.provider.authorization.respond(
    raw({ method: 'GET', url: `/oauth/authorize?oauth_token=${key}` }),
    jane,
  )
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  return { page, csrf }
}

function post(body: string, visitor: typeof jane | typeof nobody = jane) {
  const url = '/oauth/authorize?oauth_token=ignored'
  return app.provider.authorization.respond(
    raw({ method: 'POST', url, headers: [FORM], body }),
    visitor,
  )
}

it('sends who is not logged in to the login page, which leads back with the query', async () => {
  const response = await app.provider.authorization.respond(
    raw({ method: 'GET', url: '/v1/oauth/authorize?oauth_token=a%2Fb&x=1' }),
    nobody,
  )
  expect(response.status).toBe(302)
  expect(headerOf(response, 'Location')).toBe(
    '/login?next=/v1/oauth/authorize?oauth_token=a%2Fb&x=1',
  )
})

it.each([
  ['nothing', undefined],
  ['an empty string', ''],
  ['a promise', Promise.resolve('/login')],
  ['a line break', '/login\r\nSet-Cookie: a=b'],
  ['what no header holds', '/вход'],
])('names getLoginUrl if it returns %s', async (_, url) => {
  const visitor = { ...nobody, getLoginUrl: () => url as string }
  for (const page of [app.provider.authorization, app.provider.applications]) {
    const request = raw({ method: 'GET', url: '/oauth/authorize?oauth_token=a' })
    await expect(page.respond(request, visitor)).rejects.toThrow(
      /^getLoginUrl: the returned value must be a URL as a string of printable ASCII characters/,
    )
  }
})

it('shows the consent page to who is, and changes nothing by it', async () => {
  const { key } = await requestToken(app)
  const { page, csrf } = await consentForm(key)
  expect(page.status).toBe(200)
  expect(headerOf(page, 'Content-Type')).toBe('text/html; charset=utf-8')
  expect(headerOf(page, 'X-Frame-Options')).toBe('DENY')
  expect(headerOf(page, 'Content-Security-Policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' https:\/\/printer\.example$/,
  )
  expect((await consentForm(key)).csrf).toBe(csrf)
})

it('decides only with POST', async () => {
  const { key } = await requestToken(app)
  const { csrf } = await consentForm(key)
  const decided = new URLSearchParams({ oauth_token: key, csrf, decision: 'approve' }).toString()
  const byGet = await app.provider.authorization.respond(
    raw({ method: 'GET', url: `/oauth/authorize?${decided}` }),
    jane,
  )
  expect([byGet.status, headerOf(byGet, 'Location')]).toEqual([200, undefined])
  const byPut = await app.provider.authorization.respond(
    raw({ method: 'PUT', url: '/oauth/authorize', headers: [FORM], body: decided }),
    jane,
  )
  expect([byPut.status, headerOf(byPut, 'Allow')]).toEqual([405, 'GET, HEAD, POST'])
  expect((await post(decided)).status).toBe(303)
})

it('refuses a decision of nobody, an unclear one, and one without its values', async () => {
  const { key } = await requestToken(app)
  const { csrf } = await consentForm(key)
  const fields = (decision: string) =>
    new URLSearchParams({ oauth_token: key, csrf, ...(decision && { decision }) }).toString()
  expect((await post(fields('approve'), nobody)).status).toBe(400)
  for (const body of [
    '',
    fields(''),
    fields('maybe'),
    `${fields('deny')}&decision=approve`,
    `oauth_token=${key}&decision=approve`,
  ]) {
    const response = await post(body)
    expect([response.status, headerOf(response, 'Location')]).toEqual([400, undefined])
  }
  expect((await post(fields('deny'))).status).toBe(303)
})

it('responds with 503 if a function of the application fails, without the reason', async () => {
  const response = await app.provider.authorization.respond(
    raw({ method: 'GET', url: '/oauth/authorize?oauth_token=x' }),
    {
      ...jane,
      getUserId: () => {
        throw new Error('password=hunter2')
      },
    },
  )
  expect(response.status).toBe(503)
  expect(response.body).not.toContain('hunter2')
})

it('accepts only a string as a user’s id', async () => {
  const request = raw({ method: 'GET', url: '/oauth/authorize?oauth_token=x' })
  const numbered = { ...jane, getUserId: () => 42 as unknown as string }
  await expect(app.provider.authorization.respond(request, numbered)).rejects.toThrow(TypeError)
  const empty = await app.provider.authorization.respond(request, { ...jane, getUserId: () => '' })
  expect(empty.status).toBe(302)
})

it('is not open over plain http', async () => {
  app = await testProvider({ publicUrl: () => 'http://photos.example' })
  const response = await app.provider.authorization.respond(
    raw({ method: 'GET', url: '/oauth/authorize?oauth_token=x' }),
    jane,
  )
  expect(response.status).toBe(403)
})
