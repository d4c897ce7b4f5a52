import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import type { Provider, ProviderOptions, RegisterConsumerOptions } from '@oauthplus/server-express'
import express from 'express'
import type { Express } from 'express'
import type { Page } from 'playwright-core'

import { send } from '../provider-app.js'
import type { TestUser } from '../provider-app.js'

/** Key and secret, of a consumer or a token. */
export interface KeyPair {
  readonly key: string
  readonly secret: string
}

/** A request that a browser has sent. */
export interface Arrival {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly referrer: string | undefined
  readonly cookie: string | undefined
}

/** A site of its own origin, and what browsers have sent it. */
export interface Site {
  readonly origin: string
  readonly arrivals: readonly Arrival[]
}

/** A running application with a provider and a login, and the site of a consumer. */
export interface BrowserApp extends Site {
  readonly provider: Provider<TestUser>
  /** The consumer's site: `/callback`, and `/framing?url=` with a frame around another page. */
  readonly site: Site
  /** Registers a consumer whose callbacks are on its site. */
  register(options?: Partial<RegisterConsumerOptions>): Promise<KeyPair>
  /** Gets a request token; out of band without a callback. */
  requestToken(
    consumer: KeyPair,
    options?: { callback?: string | undefined; scope?: string },
  ): Promise<KeyPair>
  /** Returns the URL at which a user decides about a request token. */
  authorizeUrl(token: KeyPair): string
  /** Exchanges a request token. */
  exchange(consumer: KeyPair, token: KeyPair, verifier: string): Promise<KeyPair>
  /** Asks for the photos, which need a token with the scope `photos`. */
  photos(consumer: KeyPair, token: KeyPair): Promise<Response>
  close(): Promise<void>
}

const SESSION = /(?:^|; )session=([^;]+)/

/** Logs somebody in. */
export async function logIn(page: Page, app: BrowserApp, username = 'jane'): Promise<void> {
  await page.goto(`${app.origin}/login`)
  await page.getByLabel('Username').fill(username)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL(`${app.origin}/`)
}

/** Starts the application and the site of the consumer. */
export async function startBrowserApp(
  options: Partial<ProviderOptions<TestUser>> = {},
): Promise<BrowserApp> {
  const provider = createProvider<TestUser>({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    scopes: {
      photos: { description: 'See your photos', allowWrites: false },
      albums: { description: 'Create albums, and put your photos into them' },
    },
    limits: { requestTokens: false },
    ...options,
  })
  const app = await startSite(providerSite(provider))
  const site = await startSite(consumerSite())
  return {
    origin: app.origin,
    arrivals: app.arrivals,
    provider,
    site,
    async register(options = {}) {
      const { key, secret = '' } = await provider.consumers.register({
        name: 'Printer',
        callbacks: ['oob', 'http://127.0.0.1:*'],
        ...options,
      })
      return { key, secret }
    },
    async requestToken(consumer, { callback = 'oob', scope = 'photos' } = {}) {
      const url = `${app.origin}/oauth/request_token?scope=${encodeURIComponent(scope)}`
      return keyPairOf(await send({ method: 'POST', url }, { consumer }, { callback }))
    },
    authorizeUrl: ({ key }) => `${app.origin}/oauth/authorize?oauth_token=${key}`,
    async exchange(consumer, token, verifier) {
      const url = `${app.origin}/oauth/access_token`
      return keyPairOf(await send({ method: 'POST', url }, { consumer, token }, { verifier }))
    },
    photos: (consumer, token) =>
      send({ method: 'GET', url: `${app.origin}/photos?of=caf%C3%A9` }, { consumer, token }),
    async close() {
      await Promise.all([app.close(), site.close()])
    },
  }
}

function providerSite(provider: Provider<TestUser>): Express {
  const users = new Map<string, string>()
  const { routes, protect, grant } = expressOAuth<TestUser>(provider, {
    getUserId: ({ headers }) => users.get(SESSION.exec(headers.cookie ?? '')?.[1] ?? ''),
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getSwitchUserUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const app = express()
  app.use(routes)
  app.get('/photos', protect({ scope: 'photos' }), (request, response) => {
    response.json({ user: grant(request).user.id })
  })
  app.get('/logo.svg', (_request, response) => {
    response
      .type('svg')
      .send(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18" fill="#1e40af"/></svg>',
      )
  })
  app.get('/login', (_request, response) => {
    response.type('html').send(`<!doctype html>
<html lang="en"><title>Log in</title>
<form method="post"><label>Username <input name="username" autofocus></label><button>Log in</button></form></html>`)
  })
  app.post('/login', express.urlencoded({ extended: false }), (request, response) => {
    const { username } = request.body as { username: string }
    const { next } = request.query
    const session = randomUUID()
    users.set(session, username)
    response.cookie('session', session, { httpOnly: true, sameSite: 'lax' })
    response.redirect(303, typeof next === 'string' && /^\/[^/\\]/.test(next) ? next : '/')
  })
  return app
}

function consumerSite(): Express {
  const app = express()
  app.get('/callback', (_request, response) => {
    response.type('html').send('<!doctype html><title>Printer</title><h1>Back at the Printer</h1>')
  })
  app.get('/framing', ({ query }, response) => {
    const url = typeof query.url === 'string' ? encodeURI(query.url) : ''
    response
      .type('html')
      .send(`<!doctype html><title>Framing</title><iframe src="${url}"></iframe>`)
  })
  return app
}

async function startSite(site: Express): Promise<Site & { close(): Promise<void> }> {
  const arrivals: Arrival[] = []
  const app = express()
  app.use(({ method, originalUrl, headers }, _response, next) => {
    const { referer: referrer, cookie } = headers
    arrivals.push({ method, url: originalUrl, referrer, cookie })
    next()
  })
  app.use(site)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, arrivals, close: () => closed(server) }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}

async function keyPairOf(answer: Response): Promise<KeyPair> {
  const issued = new URLSearchParams(await answer.text())
  return {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
}
