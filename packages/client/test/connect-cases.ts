import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { formatForm } from '@oauthplus/core'
import { describe, expect, it, onTestFinished } from 'vitest'

import type { Connected, ConnectFailure, ConnectRoutesOptions } from '../src/connect.js'
import { createClient, OAuthError } from '../src/index.js'
import type { Client, ClientOptions, PendingStore } from '../src/index.js'
import { startProvider } from './provider.js'
import type { Answers, TestProvider } from './provider.js'

/** The parts that a test passes to the routes. */
export type CaseOptions = Pick<
  ConnectRoutesOptions<object>,
  'onToken' | 'onError' | 'getAuthorizeOptions' | 'serviceName' | 'paths'
>

/**
 * Creates an application with a framework. The routes run after middleware that sets the cookie
 * `session=abc`, and before `elsewhere`, which handles every other path. Errors of the routes
 * become a response with status 500 and the error as its body.
 */
export type MakeConsumer = (client: Client, options: CaseOptions) => RequestListener

interface Site {
  readonly origin: string
  readonly provider: TestProvider
  readonly connected: Connected[]
  readonly failures: ConnectFailure[]
  send(path: string, headers?: Record<string, string>, method?: string): Promise<Response>
  /** Starts a flow, and returns the provider's URL and the browser's Cookie header. */
  start(): Promise<{ readonly url: string; readonly cookie: string }>
}

const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' }

/** The cases that the routes of every platform must pass. */
export function connectCases(name: string, makeConsumer: MakeConsumer): void {
  async function open(
    changes: Partial<CaseOptions> & {
      readonly answers?: Answers
      readonly clientOptions?: Partial<ClientOptions>
    } = {},
  ): Promise<Site> {
    const { answers, clientOptions, ...options } = changes
    const provider = await startProvider(answers)
    const connected: Connected[] = []
    const failures: ConnectFailure[] = []
    const server = createServer((incoming, outgoing) => {
      listener(incoming, outgoing)
    })
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
    const client = createClient({
      ...provider.options,
      callbackUrl: `${origin}/back`,
      ...clientOptions,
    })
    const listener = makeConsumer(client, {
      onToken: (result) => {
        connected.push(result)
        return '/photos?page=1'
      },
      onError: (failure) => {
        failures.push(failure)
      },
      ...options,
    })
    const send: Site['send'] = (path, headers = {}, method = 'GET') =>
      fetch(`${origin}${path}`, { method, headers, redirect: 'manual' })
    return {
      origin,
      provider,
      connected,
      failures,
      send,
      async start() {
        const response = await send('/connect', SAME_ORIGIN, 'POST')
        const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0])
        return { url: response.headers.get('location') ?? '', cookie: cookies.join('; ') }
      },
    }
  }

  describe(name, () => {
    it('connects an account: start, callback, clean URL', async () => {
      const { origin, provider, connected, failures, send } = await open({
        getAuthorizeOptions: () => ({
          state: { userId: 'jane' },
          parameters: [['scope', 'photos']],
        }),
      })
      const started = await send('/connect', SAME_ORIGIN, 'POST')
      expect(started.status).toBe(303)
      const url = started.headers.get('location') ?? ''
      expect(url).toMatch(new RegExp(`^${provider.origin}/authorize\\?oauth_token=request-1$`))
      expect(provider.verified[0]?.form).toContainEqual(['scope', 'photos'])
      const cookies = started.headers.getSetCookie()
      expect(cookies).toEqual([
        expect.stringMatching(/^session=abc/),
        expect.stringMatching(/^oauth-\w{16}=\w+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
      ])
      const cookie = cookies.map((value) => value.split(';', 1)[0]).join('; ')
      const ended = await send(`/back${provider.approve(url)}`, { cookie })
      expect([ended.status, ended.headers.get('location')]).toEqual([303, '/photos?page=1'])
      expect(ended.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^session=abc/),
        expect.stringMatching(/^oauth-\w{16}=; Max-Age=0; /),
      ])
      expect(ended.headers.get('cache-control')).toBe('no-store')
      expect(ended.headers.get('referrer-policy')).toBe('no-referrer')
      expect(connected).toEqual([
        {
          token: { key: 'access-2', secret: 'secret of access-2' },
          state: { userId: 'jane' },
          parameters: [['user_id', 'jane']],
          extra: { user_id: 'jane' },
        },
      ])
      expect(failures).toEqual([])
      expect((await send('/elsewhere')).status).toBe(200)
      expect(origin).toMatch(/^http:/)
    })

    it.each<[headers: Record<string, string>, isSame: boolean]>([
      [{ 'sec-fetch-site': 'same-origin' }, true],
      [{ 'sec-fetch-site': 'none' }, true],
      [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, true],
      [{ 'sec-fetch-site': 'cross-site' }, false],
      [{ 'sec-fetch-site': 'same-site' }, false],
      [{ 'sec-fetch-site': 'same-origin, cross-site' }, false],
      [{ 'sec-fetch-site': '' }, false],
      [{ origin: 'OWN' }, true],
      [{ origin: 'https://evil.example' }, false],
      [{ origin: 'null' }, false],
      [{ 'sec-fetch-site': 'cross-site', origin: 'OWN' }, false],
      [{ referer: 'OWN/' }, false],
      [{}, false],
    ])('does not start a flow for another site: %j, %s', async (headers, isSame) => {
      const { origin, provider, failures, send } = await open()
      const own = Object.fromEntries(
        Object.entries(headers).map(([key, value]) => [key, value.replace('OWN', origin)]),
      )
      const response = await send('/connect', own, 'POST')
      expect(response.status).toBe(isSame ? 303 : 403)
      expect(provider.seen.length).toBe(isSame ? 1 : 0)
      expect(failures).toEqual(isSame ? [] : [{ reason: 'cross_site', error: undefined }])
      if (!isSame) expect(await response.text()).toContain('Another website tried to connect')
    })

    it('shows a button instead of starting a flow from a link', async () => {
      const { provider, send } = await open({ serviceName: 'Photos & <b>Co</b>' })
      const response = await send('/connect', { 'sec-fetch-site': 'cross-site' })
      const html = await response.text()
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/html; charset=utf-8',
      ])
      expect(html).toContain('<h1>Connect to Photos &amp; &lt;b&gt;Co&lt;/b&gt;</h1>')
      expect(html).toContain(
        '<form method="post" action="/connect"><button>Continue</button></form>',
      )
      expect(provider.seen).toEqual([])
      const head = await send('/connect', {}, 'HEAD')
      expect([head.status, await head.text()]).toEqual([200, ''])
    })

    it('shows pages that load nothing, cannot be framed and are not stored', async () => {
      const { send } = await open()
      const { headers } = await send('/connect')
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; frame-ancestors 'none'$/,
      )
      expect(headers.get('cache-control')).toBe('no-store')
      // With no-referrer, browsers without Sec-Fetch-Site would send "Origin: null" with its form.
      expect(headers.get('referrer-policy')).toBe('strict-origin')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
    })

    it('reports a denial to the user', async () => {
      const { provider, connected, failures, send, start } = await open({ serviceName: 'Photos' })
      const { url, cookie } = await start()
      const key = new URL(url).searchParams.get('oauth_token') ?? ''
      const query = formatForm([
        ['oauth_token', key],
        ['oauth_problem', 'permission_denied'],
      ])
      const response = await send(`/back?${query}`, { cookie })
      expect(response.status).toBe(403)
      const html = await response.text()
      expect(html).toContain('You did not give access at Photos, so nothing was connected.')
      expect(html).toContain('<button>Try again</button>')
      expect(html).not.toContain(key)
      expect(failures).toMatchObject([{ reason: 'denied', error: { code: 'callback_denied' } }])
      expect([connected, provider.seen.length]).toEqual([[], 1])
    })

    it.each(['constructor', '__proto__', 'callback_denied_', 'x y'])(
      'shows a page for a problem of any name: %s',
      async (problem) => {
        const { failures, send, start } = await open()
        const { url, cookie } = await start()
        const key = new URL(url).searchParams.get('oauth_token') ?? ''
        const query = formatForm([
          ['oauth_token', key],
          ['oauth_problem', problem],
        ])
        const response = await send(`/back?${query}`, { cookie })
        expect([response.status, failures[0]?.reason]).toEqual([502, 'failed'])
      },
    )

    it('exchanges a token once, and shows a page for a reloaded callback', async () => {
      const { provider, connected, failures, send, start } = await open()
      const { url, cookie } = await start()
      const path = `/back${provider.approve(url)}`
      expect((await send(path, { cookie })).status).toBe(303)
      const reloaded = await send(path, { cookie })
      expect(reloaded.status).toBe(400)
      expect(await reloaded.text()).toContain('This page was already used, took too long')
      expect(failures).toMatchObject([{ reason: 'ended', error: { code: 'callback_refused' } }])
      expect([connected.length, provider.seen.length]).toEqual([1, 2])
    })

    it('refuses a callback in a browser with foreign cookies', async () => {
      const { provider, connected, failures, send, start } = await open()
      const own = await start()
      const foreign = await start()
      const path = `/back${provider.approve(own.url)}`
      for (const cookie of ['', 'session=abc', foreign.cookie]) {
        const response = await send(path, cookie === '' ? {} : { cookie })
        expect([cookie, response.status]).toEqual([cookie, 400])
      }
      expect(failures.map(({ reason }) => reason)).toEqual(['ended', 'ended', 'ended'])
      expect(connected).toEqual([])
      expect((await send(path, { cookie: own.cookie })).status).toBe(303)
    })

    it.each(['/back', '/back?oauth_token=x', '/back?oauth_token=x&oauth_token=y&oauth_verifier=z'])(
      'shows a page for a callback that is %s',
      async (path) => {
        const { failures, send } = await open()
        const response = await send(path)
        expect([response.status, failures[0]?.reason]).toEqual([400, 'ended'])
      },
    )

    it.each<readonly [name: string, expected: readonly [number, string], answers: Answers]>([
      ['is down', [503, 'unavailable'], () => ({ status: 500, body: 'down' })],
      ['is down for a while', [503, 'unavailable'], () => ({ status: 503 })],
      [
        'does not know the consumer',
        [502, 'failed'],
        () => ({ status: 401, body: 'oauth_problem=consumer_key_unknown' }),
      ],
      ['sends no token', [502, 'failed'], () => ({ body: 'hello' })],
    ])('shows a page if the provider %s', async (_name, expected, answers) => {
      const { failures, send } = await open({ answers, serviceName: 'Photos' })
      const response = await send('/connect', SAME_ORIGIN, 'POST')
      expect([response.status, ...failures.map(({ reason }) => reason)]).toEqual(expected)
      expect(await response.text()).toContain('<button>Try again</button>')
    })

    it.each<[name: string, clientOptions: Partial<ClientOptions>]>([
      ['there is no network', { fetch: () => Promise.reject(new TypeError('fetch failed')) }],
      ['too many flows wait', { pending: fullPendingStore() }],
    ])('asks to try again later if %s', async (_name, clientOptions) => {
      const { failures, send } = await open({ clientOptions })
      const response = await send('/connect', SAME_ORIGIN, 'POST')
      expect([response.status, failures.map(({ reason }) => reason)]).toEqual([
        503,
        ['unavailable'],
      ])
      expect(await response.text()).toContain('Please wait a little, then try again.')
    })

    it('shows a page if the provider goes down before the callback', async () => {
      let isDown = false
      const { provider, failures, send, start } = await open({
        answers: () => (isDown ? { status: 502, body: '' } : undefined),
      })
      const { url, cookie } = await start()
      isDown = true
      const response = await send(`/back${provider.approve(url)}`, { cookie })
      expect([response.status, failures.map(({ reason }) => reason)]).toEqual([
        503,
        ['unavailable'],
      ])
      expect(await response.text()).toContain('The other service cannot be reached')
    })

    it('redirects to the path that onError returns', async () => {
      const { send } = await open({ onError: ({ reason }) => `/settings?problem=${reason}` })
      const response = await send('/back')
      expect([response.status, response.headers.get('location')]).toEqual([
        303,
        '/settings?problem=ended',
      ])
    })

    it('redirects to the root if onToken returns nothing', async () => {
      const { provider, send, start } = await open({ onToken: () => Promise.resolve() })
      const { url, cookie } = await start()
      const response = await send(`/back${provider.approve(url)}`, { cookie })
      expect(response.headers.get('location')).toBe('/')
    })

    it.each([
      '//evil.example',
      '/\\evil.example',
      'https://evil.example/',
      'photos',
      '',
      '/a\r\nSet-Cookie: b=1',
      '/\tevil.example',
      '/☃',
    ])('redirects only to paths of this site: %j', async (path) => {
      const { provider, send, start } = await open({ onToken: () => path })
      const { url, cookie } = await start()
      const response = await send(`/back${provider.approve(url)}`, { cookie })
      expect([response.status, await response.text()]).toEqual([
        500,
        expect.stringMatching(/ConnectRoutes|connectRoutes/i),
      ])
      expect(response.headers.get('location')).toBeNull()
    })

    it.each([
      ['onToken', { onToken: () => Promise.reject(new Error('the database is full')) }],
      [
        'getAuthorizeOptions',
        { getAuthorizeOptions: () => Promise.reject(new Error('the database is full')) },
      ],
    ] as const)('rejects with the error of %s', async (_name, options) => {
      const { provider, failures, send, start } = await open(options)
      const { url, cookie } = await start()
      const response =
        url === ''
          ? await send('/connect', SAME_ORIGIN, 'POST')
          : await send(`/back${provider.approve(url)}`, { cookie })
      expect([response.status, await response.text()]).toEqual([500, 'Error: the database is full'])
      expect(failures).toEqual([])
    })

    it.each([
      ['PUT', '/connect', 'GET, HEAD, POST'],
      ['DELETE', '/connect', 'GET, HEAD, POST'],
      ['HEAD', '/back', 'GET'],
      ['POST', '/back', 'GET'],
    ])('refuses %s %s, and does not end the flow', async (method, path, allow) => {
      const { provider, send, start } = await open()
      const { url, cookie } = await start()
      const query = provider.approve(url)
      const response = await send(`${path}${query}`, { ...SAME_ORIGIN, cookie }, method)
      expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
      expect((await send(`/back${query}`, { cookie })).status).toBe(303)
    })

    it('supports other paths', async () => {
      const paths = { connect: '/photos/connect', callback: '/photos/back' }
      const { provider, send } = await open({ paths })
      for (const path of ['/connect', '/back', '/photos/connect/', '/photos/connect/more']) {
        expect(await (await send(path)).text(), path).toBe('elsewhere')
      }
      const started = await send('/photos/connect', SAME_ORIGIN, 'POST')
      const cookie = started.headers.getSetCookie()[1]?.split(';', 1)[0] ?? ''
      const query = provider.approve(started.headers.get('location') ?? '')
      expect((await send(`/photos/back${query}`, { cookie })).status).toBe(303)
    })
  })
}

function fullPendingStore(): PendingStore {
  return {
    set: () => Promise.reject(new OAuthError('pending_full', 'Too many flows wait.')),
    get: () => Promise.resolve(undefined),
    take: () => Promise.resolve(undefined),
  }
}
