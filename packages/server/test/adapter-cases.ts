import { createServer, request as httpRequest } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { signRequest } from '@oauthplus/core'
import type { SignRequestOptions, UnsignedRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider, ProviderOptions } from '@oauthplus/server'
import { afterEach, describe, expect, it } from 'vitest'

/** A user of the applications under test. */
export interface TestUser {
  readonly id: string
}

/** How an application under test is put together. */
export interface ApplicationOptions {
  readonly provider: Provider<TestUser>
  /** The mount path of all routes; may be empty. */
  readonly prefix: string
  /** Whether a body parser runs first, and whether it keeps the raw bytes. */
  readonly bodyParser: 'none' | 'keeping' | 'losing'
  /** Whether somebody is logged in. */
  readonly userId: string | undefined
}

/**
 * Makes an application of a framework: the routes; `/echo` and `/photos` (scope `photos`), protected, which respond with JSON of
 * `{ user, query, form, body }`, `body` being what handlers find; `/parsed`, protected, behind the framework's own JSON
 * parser; `/open`, which asks for a grant without protection; `/machines`, open to two-legged
 * requests, with the realm `machines`, which responds with `{ user, consumer }`; `/users`, the same but for a
 * handler that expects a user; `/shared`, protected behind CORS middleware for the origin
 * `https://app.example`; `/public`, protected behind middleware that sends `Cache-Control: public`; and
 * `/own`, protected, whose handler sends `Cache-Control: private, max-age=60`.
 */
export type MakeApplication = (options: ApplicationOptions) => RequestListener

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

/** The error of a lost body on Node.js servers. */
const READ_BY_PARSER = /TypeError: A body parser has read this request .*verify: keepRawBody/

/** The cases that every adapter passes. `readBefore` is what the error of a lost body says. */
export function adapterCases(
  name: string,
  makeApplication: MakeApplication,
  { readBefore = READ_BY_PARSER }: { readonly readBefore?: RegExp } = {},
): void {
  describe(name, () => {
    let server: Server | undefined

    afterEach(() => {
      server?.closeAllConnections()
      server?.close()
    })

    async function start(
      options: Partial<Omit<ApplicationOptions, 'provider'>> &
        Pick<Partial<ProviderOptions<TestUser>>, 'store' | 'allowPlaintextInQuery' | 'portal'> = {},
    ) {
      const { store = memoryStore(), prefix = '', bodyParser = 'none' } = options
      const userId = 'userId' in options ? options.userId : 'jane'
      const provider = createProvider<TestUser>({
        store,
        findUser: (id) => ({ id }),
        signatureMethods: ['HMAC-SHA1', 'PLAINTEXT'],
        allowPlaintextInQuery: options.allowPlaintextInQuery,
        portal: options.portal,
        scopes: { photos: { description: 'See your photos' } },
        verifyPassword: ({ username }) => username,
      })
      await provider.consumers.register({
        ...consumer,
        name: 'Printer',
        callbacks: ['oob', 'http://127.0.0.1:*'],
        allowXauth: true,
      })
      server = createServer(makeApplication({ provider, prefix, bodyParser, userId }))
      await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`
      return { base, provider }
    }

    async function send(
      request: UnsignedRequest,
      token?: { readonly key: string; readonly secret: string },
      options: SignRequestOptions = {},
    ) {
      const signed = await signRequest(request, { consumer, token }, options)
      return fetch(signed.url, { ...signed, redirect: 'manual' })
    }

    async function tokenBy(base: string, scope = '') {
      const answer = await send({
        method: 'POST',
        url: `${base}/oauth/access_token`,
        headers: [FORM],
        body: `x_auth_username=jane&x_auth_password=x&x_auth_mode=client_auth&scope=${scope}`,
      })
      return tokenOf(await answer.text())
    }

    function tokenOf(text: string) {
      const issued = new URLSearchParams(text)
      return {
        key: issued.get('oauth_token') ?? '',
        secret: issued.get('oauth_token_secret') ?? '',
      }
    }

    describe.each(['', '/v1', '/v1/deeper'])('mounted under "%s"', (prefix) => {
      it('completes three-legged OAuth', async () => {
        const { base } = await start({ prefix })
        const issued = await send(
          { method: 'POST', url: `${base}/oauth/request_token?scope=photos` },
          undefined,
          { callback: 'http://127.0.0.1:9/cb?own=1' },
        )
        const requestToken = tokenOf(await issued.text())
        const pageUrl = `${base}/oauth/authorize?oauth_token=${requestToken.key}`
        const page = await fetch(pageUrl)
        expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
        const html = await page.text()
        const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
        const decided = await fetch(pageUrl, {
          method: 'POST',
          body: new URLSearchParams({ oauth_token: requestToken.key, csrf, decision: 'approve' }),
          redirect: 'manual',
        })
        const location = decided.headers.get('location') ?? ''
        expect(location).toMatch(/^http:\/\/127\.0\.0\.1:9\/cb\?own=1&oauth_token=/)
        const verifier = new URL(location).searchParams.get('oauth_verifier') ?? ''
        const exchanged = await send(
          { method: 'POST', url: `${base}/oauth/access_token` },
          requestToken,
          { verifier },
        )
        const token = tokenOf(await exchanged.text())
        const photos = await send({ method: 'GET', url: `${base}/photos` }, token)
        expect([photos.status, await photos.json()]).toMatchObject([200, { user: 'jane' }])
        const [, link = ''] = /<a href="([^"]+)">Manage connected/.exec(html) ?? []
        const applications = await fetch(new URL(link, pageUrl))
        expect(await applications.text()).toContain('<h1>Connected applications</h1>')
      })

      it('verifies the path as it was sent', async () => {
        const { base } = await start({ prefix })
        const token = await tokenBy(base)
        for (const path of [
          '/echo/a%2Fb',
          '/echo/%7Euser/%E2%98%83',
          '/echo//double',
          "/echo/it's(*)",
        ]) {
          const answer = await send({ method: 'GET', url: `${base}${path}` }, token)
          expect([path, answer.status]).toEqual([path, 200])
        }
      })
    })

    it.each(['', '/v1/deeper'])(
      'serves the pages for developers and reviewers under "%s"',
      async (prefix) => {
        const portal = {
          csrfKey: 'a key of at least thirty-two bytes',
          mayRegister: () => true,
          mayReview: () => true,
        }
        const { base } = await start({ prefix, portal })
        const developerUrl = `${base}/oauth/developer`
        const html = await (await fetch(developerUrl)).text()
        expect(html).toContain('<h1>My applications</h1>')
        const [, link = ''] = /<a href="([^"]+)">Review applications/.exec(html) ?? []
        const queue = await fetch(new URL(link, developerUrl))
        expect(await queue.text()).toContain('<h1>Applications to review</h1>')
        const body = new URLSearchParams({ csrf: '' })
        const posted = await fetch(`${developerUrl}?view=register`, { method: 'POST', body })
        expect([posted.status, await posted.text()]).toEqual([
          403,
          expect.stringContaining('<h1>This form has expired</h1>'),
        ])
      },
    )

    it.each(['none', 'keeping'] as const)(
      'lets a browser propose and accept an application, with the body parser "%s"',
      async (bodyParser) => {
        const { base, provider } = await start({
          bodyParser,
          prefix: '/v1',
          portal: {
            csrfKey: 'a key of at least thirty-two bytes',
            mayRegister: () => true,
            mayReview: () => true,
            allowSelfReview: true,
          },
        })
        const headers = { Origin: new URL(base).origin, 'Sec-Fetch-Site': 'same-origin' }
        const post = (url: string, form: readonly (readonly [string, string])[]) => {
          const body = new URLSearchParams(form.map(([field, value]) => [field, value]))
          return fetch(url, { method: 'POST', headers, body, redirect: 'manual' })
        }
        const registerUrl = `${base}/oauth/developer?view=register`
        const hidden = hiddenFieldsOf(await (await fetch(registerUrl)).text(), 'name="key"')
        const chosen = [
          ['name', 'Camera'],
          ['callbacks', 'oob'],
          ['scope', 'photos'],
        ] as const
        const proposed = await post(registerUrl, [...hidden, ...chosen])
        const [, secret = ''] =
          />([^<]{20,})<\/code><\/dd>\s*<\/dl>/.exec(await proposed.text()) ?? []
        const key = hidden.find(([field]) => field === 'key')?.[1] ?? ''
        const adminUrl = `${base}/oauth/admin?application=${key}`
        const page = await (await fetch(adminUrl)).text()
        const acceptUrl = `${base}/oauth/admin?view=accept&application=${key}`
        const accepted = await post(acceptUrl, hiddenFieldsOf(page, 'view=accept'))
        expect([accepted.status, accepted.headers.get('location')]).toEqual([
          303,
          `/v1/oauth/admin?application=${key}`,
        ])
        expect(await provider.consumers.find(key)).toMatchObject({ status: 'accepted' })
        const request = { method: 'POST', url: `${base}/oauth/request_token` }
        const signed = await signRequest(
          request,
          { consumer: { key, secret } },
          { callback: 'oob' },
        )
        expect((await fetch(signed.url, signed)).status).toBe(200)
      },
    )

    it('registers and accepts an application on these pages', async () => {
      const portal = {
        csrfKey: 'a key of at least thirty-two bytes',
        mayRegister: () => true,
        mayReview: () => true,
        allowSelfReview: true,
      }
      const { base, provider } = await start({ portal })
      const submit = async (url: string, button: string, fields: Record<string, string>) => {
        const html = await (await fetch(url)).text()
        const form =
          html.match(/<form[\s\S]*?<\/form>/g)?.find((each) => each.includes(button)) ?? ''
        const hidden = form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)
        const body = new URLSearchParams({
          ...Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value])),
          ...fields,
        })
        const [, action = ''] = /action="([^"]*)"/.exec(form) ?? []
        const target = new URL(action.replaceAll('&amp;', '&'), url)
        return fetch(target, { method: 'POST', body, redirect: 'manual' })
      }
      const registered = await submit(
        `${base}/oauth/developer?view=register`,
        'Submit for review',
        { name: 'Scanner', callbacks: 'https://scanner.example/cb\r\noob' },
      )
      const page = await registered.text()
      expect(page).toContain('<h1>Your application is waiting for review</h1>')
      const [, key = ''] = /application=([^"&]+)"/.exec(page) ?? []
      const accepted = await submit(
        `${base}/oauth/admin?application=${key}`,
        'Accept application',
        {},
      )
      expect(accepted.status).toBe(303)
      expect(await provider.consumers.find(key)).toMatchObject({
        name: 'Scanner',
        status: 'accepted',
        ownerId: 'jane',
        callbacks: ['https://scanner.example/cb', 'oob'],
      })
    })

    it('has no pages for developers and reviewers without a portal', async () => {
      const { base } = await start()
      expect((await fetch(`${base}/oauth/developer`)).status).toBe(404)
      expect((await fetch(`${base}/oauth/admin`)).status).toBe(404)
    })

    it('leaves paths alone that are not its own', async () => {
      const { base } = await start()
      expect((await fetch(`${base}/oauth/request_tokens`)).status).toBe(404)
      expect((await fetch(`${base}/elsewhere`)).status).toBe(404)
    })

    it('passes the signed query and form to the handler, in order and with duplicates', async () => {
      const { base } = await start()
      const token = await tokenBy(base)
      const url = `${base}/echo?a=1&a=0&b=&c=hello%20world&d=%E2%98%83&e=a%2Bb%3D%26&ids[]=2&__proto__=x`
      const body = 'f=%21%27%28%29*~&f=&constructor=y&plus=a+b'
      const answer = await send({ method: 'PUT', url, headers: [FORM], body }, token)
      expect(await answer.json()).toEqual({
        user: 'jane',
        query: [
          ['a', '1'],
          ['a', '0'],
          ['b', ''],
          ['c', 'hello world'],
          ['d', '☃'],
          ['e', 'a+b=&'],
          ['ids[]', '2'],
          ['__proto__', 'x'],
        ],
        form: [
          ['f', "!'()*~"],
          ['f', ''],
          ['constructor', 'y'],
          ['plus', 'a b'],
        ],
        body: { f: ["!'()*~", ''], constructor: 'y', plus: 'a b' },
      })
    })

    it('reads no body that is neither form nor hashed, so that the handler’s own parser can', async () => {
      const { base } = await start()
      const token = await tokenBy(base)
      const json = {
        method: 'POST',
        url: `${base}/parsed`,
        headers: [['Content-Type', 'application/json']],
        body: '{"a":1}',
      } as const
      const answer = await send(json, token)
      expect(await answer.json()).toMatchObject({ body: { a: 1 } })
    })

    it('verifies a body hash, and leaves the bytes to a body parser behind', async () => {
      const { base } = await start()
      const token = await tokenBy(base)
      const json = {
        method: 'POST',
        url: `${base}/parsed`,
        headers: [['Content-Type', 'application/json']],
        body: '{"a":1}',
      } as const
      const answer = await send(json, token, { sendBodyHash: true })
      expect(await answer.json()).toMatchObject({ body: { a: 1 } })
      const signed = await signRequest(json, { consumer, token }, { sendBodyHash: true })
      const tampered = await fetch(signed.url, { ...signed, body: '{"a":2}' })
      expect(tampered.status).toBe(401)
    })

    it('verifies behind a body parser that keeps the raw bytes', async () => {
      const { base } = await start({ bodyParser: 'keeping' })
      const token = await tokenBy(base)
      const form = await send(
        { method: 'POST', url: `${base}/echo`, headers: [FORM], body: 'a=1&a=2&b=+' },
        token,
      )
      expect(await form.json()).toMatchObject({
        form: [
          ['a', '1'],
          ['a', '2'],
          ['b', ' '],
        ],
        body: { a: ['1', '2'], b: ' ' },
      })
      const json = {
        method: 'POST',
        url: `${base}/echo`,
        headers: [['Content-Type', 'application/json']],
        body: '{"a": 1}',
      } as const
      const hashed = await send(json, token, { sendBodyHash: true })
      expect(await hashed.json()).toMatchObject({ body: { a: 1 } })
      const empty = await send(
        { method: 'POST', url: `${base}/echo`, headers: [FORM], body: '' },
        token,
      )
      expect(empty.status).toBe(200)
    })

    it.each([
      'application/x-www-form-urlencoded+',
      'application/X-WWW-Form-Urlencoded+;charset=utf-8',
      'application/x-www-form-urlencoded utf-8',
      'text/plain; application/x-www-form-urlencoded',
      '"application/x-www-form-urlencoded"',
    ])('refuses a Content-Type that only some parsers accept as a form: %s', async (type) => {
      const { base } = await start({ bodyParser: 'keeping' })
      const request = { method: 'POST', url: `${base}/echo` }
      const signed = await signRequest(request, { consumer, token: await tokenBy(base) })
      const headers = [...signed.headers, ['Content-Type', type] as [string, string]]
      const answer = await fetch(signed.url, { ...signed, headers, body: 'a=unsigned' })
      const text = await answer.text()
      expect(text).not.toContain('unsigned')
      expect(answer.status).toBe(400)
    })

    it('says what to do behind a body parser that does not', async () => {
      const { base } = await start({ bodyParser: 'losing' })
      const answer = await send({
        method: 'POST',
        url: `${base}/oauth/access_token`,
        headers: [FORM],
        body: 'x_auth_username=jane&x_auth_password=x&x_auth_mode=client_auth',
      })
      expect(answer.status).toBe(500)
      expect(await answer.text()).toMatch(readBefore)
    })

    it('refuses a second Authorization, which Node’s own headers hide', async () => {
      const { base } = await start()
      const signed = await signRequest(
        { method: 'GET', url: `${base}/echo` },
        { consumer, token: await tokenBy(base) },
      )
      const { port, pathname } = new URL(signed.url)
      const headers = [
        'Host',
        `127.0.0.1:${port}`,
        ...signed.headers.flat(),
        'Authorization',
        'OAuth oauth_token="x"',
      ]
      const status = await new Promise((resolve, reject) => {
        const sent = httpRequest(
          { port, host: '127.0.0.1', path: pathname, headers, agent: false },
          (answer) => {
            answer.resume()
            resolve(answer.statusCode)
          },
        )
        sent.on('error', reject)
        sent.end()
      })
      expect(status).toBe(400)
    })

    it('challenges in the header and the body, for no cache to keep', async () => {
      const { base } = await start()
      const bare = await fetch(`${base}/echo`)
      expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([
        401,
        'OAuth realm="OAuth"',
      ])
      const answer = await send({ method: 'GET', url: `${base}/echo` }, { key: 'x', secret: '' })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(
        /^OAuth realm="OAuth", oauth_problem="signature_invalid", /,
      )
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.get('vary')).toBe('Authorization')
      expect(await answer.text()).toMatch(/^oauth_problem=signature_invalid&/)
    })

    it('demands the scope', async () => {
      const { base } = await start()
      const answer = await send({ method: 'GET', url: `${base}/photos` }, await tokenBy(base))
      expect([answer.status, await answer.text()]).toEqual([
        401,
        expect.stringMatching(/^oauth_problem=additional_authorization_required/),
      ])
      const granted = await send(
        { method: 'GET', url: `${base}/photos` },
        await tokenBy(base, 'photos'),
      )
      expect(granted.status).toBe(200)
    })

    it('responds to HEAD without a body', async () => {
      const { base } = await start()
      const answer = await send({ method: 'HEAD', url: `${base}/echo` }, await tokenBy(base))
      expect([answer.status, await answer.text()]).toEqual([200, ''])
      const refused = await fetch(`${base}/echo`, { method: 'HEAD' })
      expect([refused.status, await refused.text()]).toEqual([401, ''])
    })

    const preflight = {
      Origin: 'https://app.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization',
    }

    it.each(['OPTIONS', 'GET', 'POST'])(
      'refuses a CORS preflight like any request without credentials: %s',
      async (method) => {
        const { base } = await start()
        for (const path of ['/echo', '/photos']) {
          const answer = await fetch(`${base}${path}`, { method, headers: preflight })
          expect([path, answer.status, await answer.text()]).toEqual([path, 401, ''])
        }
      },
    )

    it('leaves preflights to earlier CORS middleware', async () => {
      const { base } = await start()
      const passed = await fetch(`${base}/shared`, { method: 'OPTIONS', headers: preflight })
      expect(passed.status).toBe(204)
      expect(passed.headers.get('access-control-allow-origin')).toBe('https://app.example')
      const refused = await fetch(`${base}/shared`, { headers: preflight })
      expect(refused.status).toBe(401)
      expect(refused.headers.get('access-control-expose-headers')).toBe('WWW-Authenticate')
      const token = await tokenBy(base)
      const answer = await send(
        { method: 'GET', url: `${base}/shared`, headers: [['Origin', preflight.Origin]] },
        token,
      )
      expect(answer.status).toBe(200)
    })

    it('ignores headers that override the method, and verifies the method that was sent', async () => {
      const { base } = await start()
      const token = await tokenBy(base)
      const overrides = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'] as const
      const headers = overrides.map((name) => [name, 'DELETE'] as const)
      const answer = await send({ method: 'POST', url: `${base}/echo`, headers }, token)
      expect(answer.status).toBe(200)
    })

    it('keeps the Vary of other middleware, and adds its own', async () => {
      const { base } = await start()
      const refused = await fetch(`${base}/shared`)
      expect(variesBy(refused)).toEqual(['Authorization', 'Origin'])
      const answer = await send({ method: 'GET', url: `${base}/shared` }, await tokenBy(base))
      expect([answer.status, variesBy(answer)]).toEqual([200, ['Authorization', 'Origin']])
    })

    it.each([
      ['header', '/echo', null],
      ['query', '/echo', 'no-store'],
      ['body', '/echo', 'no-store'],
      ['header', '/public', 'public, max-age=600'],
      ['query', '/public', 'no-store'],
      ['query', '/own', 'private, max-age=60'],
      ['body', '/own', 'private, max-age=60'],
    ] as const)(
      'limits how caches store a response to credentials in the %s: %s, %s',
      async (transmission, path, expected) => {
        const { base } = await start()
        const token = await tokenBy(base)
        const request = { method: 'POST', url: `${base}${path}`, headers: [FORM], body: 'a=1' }
        const answer = await send(request, token, { transmission })
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, expected])
        expect(answer.headers.get('vary')).toBe('Authorization')
      },
    )

    it('allows a two-legged route to a consumer with permission, and reports a missing user', async () => {
      const { base, provider } = await start()
      const ask = (path: string) => send({ method: 'GET', url: `${base}${path}` })
      const refused = await ask('/machines')
      expect(refused.headers.get('www-authenticate')).toMatch(
        /^OAuth realm="machines", oauth_problem="parameter_absent", /,
      )
      await provider.consumers.update(consumer.key, { allowTwoLegged: true })
      expect(await (await ask('/machines')).json()).toEqual({ user: null, consumer: consumer.key })
      const mistaken = await ask('/users')
      expect([mistaken.status, await mistaken.text()]).toEqual([
        500,
        expect.stringMatching(/TypeError: grant: this request has no user/),
      ])
    })

    it.each([
      [true, true, 200],
      [true, false, 400],
      [undefined, true, 400],
    ])(
      'takes PLAINTEXT from the query if provider (%s) and consumer (%s) both say so: %i',
      async (isAllowedByProvider, isAllowedToConsumer, status) => {
        const { base, provider } = await start({ allowPlaintextInQuery: isAllowedByProvider })
        const token = await tokenBy(base)
        const signatureMethods = ['HMAC-SHA1', 'PLAINTEXT']
        await provider.consumers.update(consumer.key, {
          signatureMethods,
          allowPlaintextInQuery: isAllowedToConsumer,
        })
        const plaintext = { signatureMethod: 'PLAINTEXT', allowPlaintextInQuery: true } as const
        const inQuery = { ...plaintext, transmission: 'query' } as const
        const answer = await send({ method: 'GET', url: `${base}/echo?a=1` }, token, inQuery)
        expect(answer.status).toBe(status)
        const text = await answer.text()
        expect(text).toMatch(
          status === 200
            ? /^\{"user":"jane","query":\[\["a","1"\]\]/
            : /^oauth_problem=parameter_rejected&oauth_problem_advice=A%20PLAINTEXT%20signature%20must%20not/,
        )
        expect(text).not.toContain(consumer.secret)
        const issued = await send(
          { method: 'GET', url: `${base}/oauth/request_token` },
          undefined,
          { ...inQuery, callback: 'oob' },
        )
        expect([issued.status, issued.headers.get('cache-control')]).toEqual([status, 'no-store'])
        const inHeader = await send({ method: 'GET', url: `${base}/echo` }, token, plaintext)
        expect(inHeader.status).toBe(200)
      },
    )

    it('invalidates a token for its consumer', async () => {
      const { base } = await start({ prefix: '/v1' })
      const token = await tokenBy(base)
      const answer = await send({ method: 'POST', url: `${base}/oauth/invalidate_token` }, token)
      expect([answer.status, await answer.text()]).toEqual([200, ''])
      const refused = await send({ method: 'GET', url: `${base}/echo` }, token)
      expect(await refused.text()).toMatch(/^oauth_problem=token_revoked&/)
    })

    it('shows users which applications have access, and revokes it', async () => {
      const { base } = await start({ prefix: '/v1' })
      const token = await tokenBy(base, 'photos')
      const page = await fetch(`${base}/oauth/applications`)
      const html = await page.text()
      expect(html).toContain('<h2><bdi>Printer</bdi></h2>')
      const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
      const revoked = await fetch(`${base}/oauth/applications`, {
        method: 'POST',
        body: new URLSearchParams({ consumer: consumer.key, csrf }),
        redirect: 'manual',
      })
      expect([revoked.status, revoked.headers.get('location')]).toEqual([
        303,
        '/v1/oauth/applications',
      ])
      const refused = await send({ method: 'GET', url: `${base}/photos` }, token)
      expect(refused.status).toBe(401)
    })

    it('has no grant for a route that it does not protect', async () => {
      const { base } = await start()
      const answer = await fetch(`${base}/open`)
      expect([answer.status, await answer.text()]).toEqual([
        500,
        expect.stringMatching(/TypeError: grant needs protect\(\) before the handler/),
      ])
    })

    it('sends who is not logged in to the login page, the query kept', async () => {
      const { base } = await start({ userId: undefined, prefix: '/v1' })
      const answer = await fetch(`${base}/oauth/authorize?oauth_token=a%2Fb&x=1`, {
        redirect: 'manual',
      })
      expect([answer.status, answer.headers.get('location')]).toEqual([
        302,
        '/login?next=%2Fv1%2Foauth%2Fauthorize%3Foauth_token%3Da%252Fb%26x%3D1',
      ])
    })

    it('responds with 503 if the store fails', async () => {
      const store = memoryStore()
      const { base } = await start({ store })
      const token = await tokenBy(base)
      store.findCredentials = () => Promise.reject(new Error('password=hunter2'))
      const answer = await send({ method: 'GET', url: `${base}/echo` }, token)
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await answer.text()).not.toContain('hunter2')
    })

    it('refuses a form that is longer than the limit, announced or not', async () => {
      const { base } = await start()
      const token = await tokenBy(base)
      const signed = await signRequest(
        { method: 'POST', url: `${base}/echo`, headers: [FORM], body: 'a=1' },
        { consumer, token },
      )
      const long = new Uint8Array(2 ** 20 + 1).fill(0x61)
      const announced = await fetch(signed.url, { ...signed, body: long })
      expect(announced.status).toBe(413)
      const stream = new Blob([long]).stream()
      const streamed = await fetch(signed.url, {
        ...signed,
        body: stream,
        duplex: 'half',
      } as RequestInit)
      expect(streamed.status).toBe(413)
    })
  })
}

// The middleware decides their order.
function variesBy({ headers }: Response): readonly string[] | undefined {
  return headers.get('vary')?.split(', ').sort()
}

/** Returns the hidden fields of the form that contains a string. */
function hiddenFieldsOf(html: string, contains: string): (readonly [string, string])[] {
  const form = html.match(/<form[^]*?<\/form>/g)?.find((found) => found.includes(contains)) ?? ''
  const fields = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return [...fields].map(([, field = '', value = '']) => [field, value] as const)
}
