import { createClient, isOAuthError } from '@oauthplus/client'
import { parseForm, signRequest } from '@oauthplus/core'
import { parseProblem } from '@oauthplus/core/internal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startPhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import type { PhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { createPhotoSite as createFastifySite } from '../../examples/photo-provider-fastify/src/photo-site.js'
import { createPhotoSite as createHonoSite } from '../../examples/photo-provider-hono/src/photo-site.js'
import { createPhotoSite as createKoaSite } from '../../examples/photo-provider-koa/src/photo-site.js'
import { createBrowser } from '../../examples/tour/src/browser.js'
import { clientOf, consentPage, PRINTER } from './authorized.js'

const SITES = [
  ['Express', undefined],
  ['Koa', createKoaSite],
  ['Fastify', createFastifySite],
  ['Hono', createHonoSite],
] as const
const JANE = { username: 'jane', password: 'jane' }

describe.each(SITES)('the photo site on %s', (_framework, createSite) => {
  let provider: PhotoProvider
  const lines: string[] = []

  beforeAll(async () => {
    provider = await startPhotoProvider({ port: 0, createSite, log: (line) => lines.push(line) })
  })

  afterAll(() => provider.close())

  async function loginPost(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(provider.origin + path, {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
  }

  describe('the login', () => {
    it('gives a cookie that scripts and other sites cannot use, and leads on', async () => {
      const response = await loginPost('/login?next=%2Fphotos%3Fa%3D1', JANE)
      expect(response.status).toBe(303)
      expect(response.headers.get('location')).toBe('/photos?a=1')
      const [cookie = ''] = response.headers.getSetCookie()
      expect(cookie).toMatch(/^photo_session=[\w-]{43}; (?=.*HttpOnly)(?=.*SameSite=Lax)/i)
    })

    it('refuses a wrong password and an unknown name in the same words', async () => {
      const wrong = await loginPost('/login', { username: 'jane', password: 'john' })
      const unknown = await loginPost('/login', { username: 'john', password: 'jane' })
      expect([wrong.status, unknown.status]).toEqual([401, 401])
      expect(wrong.headers.getSetCookie()).toEqual([])
      expect((await unknown.text()).replaceAll('john', 'jane')).toBe(await wrong.text())
    })

    it('refuses a form that another site posts', async () => {
      const response = await loginPost('/login', JANE, { 'sec-fetch-site': 'cross-site' })
      expect(response.status).toBe(403)
      expect(response.headers.getSetCookie()).toEqual([])
    })

    it('responds with 413 to a form that is too long', async () => {
      const response = await loginPost('/login', { username: 'x'.repeat(20_000) })
      expect(response.status).toBe(413)
    })

    it('escapes a name on its page', async () => {
      const response = await loginPost('/login', { username: '"><script>', password: 'x' })
      expect(await response.text()).toContain('value="&quot;&gt;&lt;script&gt;"')
    })

    it.for([
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      '/ /evil.example',
      '/a\\..\\..\\evil.example',
      'https://evil.example/',
      'https:evil.example',
      'javascript:alert(1)',
      'evil.example',
      '',
    ])('does not lead to %j', async (next) => {
      const response = await loginPost(`/login?next=${encodeURIComponent(next)}`, JANE)
      expect(response.headers.get('location')).toBe('/')
    })

    it('does not redirect to either of two next parameters', async () => {
      const response = await loginPost('/login?next=%2F%2Fevil.example&next=%2Fphotos', JANE)
      expect(response.headers.get('location')).toBe('/')
    })

    it('shows on its page no path that it would not lead to', async () => {
      const page = await fetch(`${provider.origin}/login?next=%2F%2Fevil.example`)
      expect(await page.text()).not.toContain('evil')
    })

    it('ends with a logout', async () => {
      const browser = createBrowser()
      const loginPage = await browser.open(`${provider.origin}/login`)
      const home = await browser.follow(await browser.submit(loginPage, JANE))
      expect(home.html).toContain('You are logged in as jane.')
      const after = await browser.follow(await browser.submit(home, {}))
      expect(after.html).not.toContain('You are logged in')
    })

    it('starts a new session each time, and forgets the one before', async () => {
      const first = await loginPost('/login', JANE)
      const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      const second = await loginPost('/login', JANE, { cookie })
      expect(second.headers.getSetCookie()[0]).not.toContain(cookie)
      const home = await fetch(`${provider.origin}/`, { headers: { cookie } })
      expect(await home.text()).not.toContain('You are logged in')
    })
  })

  describe('the consent', () => {
    it('leads back to the consumer with a verifier when the user approves', async () => {
      const client = clientOf(provider, 'http://127.0.0.1:9/ready')
      const browser = createBrowser()
      const { started, page } = await consentPage(client, browser)
      expect(page.html).toContain('Printer')
      expect(page.html).toContain('See your photos')
      const approved = await browser.submit(page, { decision: 'approve' })
      const callback = approved.redirect ?? ''
      expect(callback).toMatch(/^http:\/\/127\.0\.0\.1:9\/ready\?oauth_token=.+&oauth_verifier=.+/)
      const { token, parameters } = await client.callback(callback, { cookie: started.setCookie })
      expect(Object.fromEntries(parameters)).toMatchObject({ user_id: '1', screen_name: 'jane' })
      const photos = await client.withToken(token).fetch(provider.endpoints.photosUrl)
      expect(await photos.json()).toMatchObject({ photos: [{ title: 'Vacation' }, {}] })
    })

    it('leads back without a verifier when the user denies', async () => {
      const client = clientOf(provider, 'http://127.0.0.1:9/ready')
      const browser = createBrowser()
      const { started, page } = await consentPage(client, browser)
      const denied = await browser.submit(page, { decision: 'deny' })
      expect(denied.redirect).toContain('oauth_problem=permission_denied')
      expect(denied.redirect).not.toContain('oauth_verifier')
      const callback = client.callback(denied.redirect ?? '', { cookie: started.setCookie })
      await expect(callback).rejects.toMatchObject({ code: 'callback_denied' })
    })

    it('shows the verifier if there is no callback', async () => {
      const client = clientOf(provider)
      const browser = createBrowser()
      const { started, page } = await consentPage(client, browser)
      const shown = await browser.submit(page, { decision: 'approve' })
      const verifier = /id="oauth_verifier"[^>]*>\s*([^<\s]+)/.exec(shown.html)?.[1] ?? ''
      const { requestToken } = started
      const { token } = await client.exchangeVerifier({ requestToken, verifier })
      const echo = await client.withToken(token).fetch(provider.endpoints.echoUrl)
      expect(await echo.json()).toMatchObject({ user: 'jane', consumer: PRINTER.key })
    })

    it('is not given by another browser, whatever user is logged in there', async () => {
      const client = clientOf(provider)
      const { page } = await consentPage(client, createBrowser())
      const elsewhere = await createBrowser().submit(page, { decision: 'approve' })
      expect(elsewhere.status).toBe(400)
    })
  })

  describe('xAuth', () => {
    it('gives a token, and says whose it is', async () => {
      const { parameters } = await clientOf(provider).xauth(JANE)
      expect(Object.fromEntries(parameters)).toMatchObject({ user_id: '1', screen_name: 'jane' })
    })

    it('refuses a wrong password', async () => {
      const refused = clientOf(provider).xauth({ username: 'jane', password: 'john' })
      await expect(refused).rejects.toSatisfy(
        (error) => isOAuthError(error) && error.code === 'permission_denied',
      )
    })
  })

  describe('the photos', () => {
    it('need a token', async () => {
      const response = await fetch(provider.endpoints.photosUrl)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toMatch(/^OAuth /)
    })

    it('need the scope', async () => {
      const client = clientOf(provider)
      const { token } = await client.xauth(JANE)
      const response = await client.withToken(token).fetch(provider.endpoints.photosUrl)
      expect(await response.text()).toContain('additional_authorization_required')
    })

    it('come one by one', async () => {
      const client = clientOf(provider)
      const { token } = await client.xauth({ ...JANE, parameters: [['scope', 'photos']] })
      const { fetch: signed } = client.withToken(token)
      const { photosUrl } = provider.endpoints
      const photo = await signed(`${photosUrl}?file=vacation.svg&size=original`)
      expect(photo.headers.get('content-type')).toMatch(/^image\/svg\+xml/)
      expect(await photo.text()).toContain('width="960"')
      expect((await signed(`${photosUrl}?file=nothing.svg`)).status).toBe(404)
      expect((await signed(`${photosUrl}?file=vacation.svg&size=constructor`)).status).toBe(404)
    })
  })

  describe('a wrong signature', () => {
    it('gets a response that says what was signed instead, and how to correct it', async () => {
      const { token } = await clientOf(provider).xauth(JANE)
      const { photosUrl } = provider.endpoints
      // As somebody signs who takes the query for no part of the request.
      const signed = await signRequest(
        { method: 'GET', url: photosUrl },
        { consumer: PRINTER, token },
      )
      const answer = await fetch(`${photosUrl}?file=vacation.svg`, {
        headers: signed.headers as [string, string][],
      })
      const text = await answer.text()
      expect([answer.status, parseProblem(parseForm(text))]).toMatchObject([
        401,
        {
          code: 'signature_invalid',
          advice: expect.stringMatching(
            / The parameters of the query were not signed\. Sign the query parameters/,
          ) as string,
        },
      ])
      expect(text).not.toContain(PRINTER.secret)
      expect(text).not.toContain(token.secret)
    })
  })

  describe('PLAINTEXT', () => {
    it('is open to the consumer that names it, and to no other', async () => {
      const consumer = { key: 'plain', secret: 'a secret & more', name: 'Plain' }
      const site = await startPhotoProvider({
        port: 0,
        createSite,
        seed: {
          consumers: [
            { ...consumer, signatureMethods: ['PLAINTEXT'], allowXauth: true },
            { ...PRINTER, name: 'Printer', allowXauth: true },
          ],
          users: [JANE],
        },
      })
      const { accessTokenUrl } = site.endpoints
      const serviceProvider = { accessTokenUrl, signatureMethod: 'PLAINTEXT' as const }
      const plain = createClient({ provider: serviceProvider, consumer })
      const hmac = createClient({ provider: serviceProvider, consumer: PRINTER })
      const { token } = await plain.xauth(JANE)
      expect((await plain.withToken(token).fetch(site.endpoints.echoUrl)).status).toBe(200)
      await expect(hmac.xauth(JANE)).rejects.toMatchObject({ code: 'signature_method_rejected' })
      await site.close()
    })
  })

  describe('the log', () => {
    it('lists requests without their queries', async () => {
      await fetch(`${provider.endpoints.echoUrl}?oauth_consumer_key=key&a=1`)
      expect(lines).toContain('GET /api/echo 400')
      expect(lines.filter((line) => line.includes('?') || line.includes('oauth_'))).toEqual([])
    })
  })
})
