import { createServer, request } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { signRequest } from '@oauthplus/core'
import type { SignRequestOptions } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider } from '@oauthplus/server'
import { expressOAuth } from '@oauthplus/server-express'
import { keepRawBody, koaOAuth } from '@oauthplus/server-koa'
import express from 'express'
import Koa from 'koa'
import type { Context, Middleware } from 'koa'
import Koa2 from 'koa2'
import { afterEach, describe, expect, it } from 'vitest'

interface TestUser {
  readonly id: string
}

const FORM = 'application/x-www-form-urlencoded'
const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
const LOGIN = {
  getUserId: () => undefined,
  getLoginUrl: (returnTo: string) => `/login?next=${encodeURIComponent(returnTo)}`,
}

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function newProvider(): Promise<Provider<TestUser>> {
  const provider = createProvider<TestUser>({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    verifyPassword: ({ username }) => username,
  })
  await provider.consumers.register({ ...consumer, name: 'Printer', allowXauth: true })
  return provider
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function listenerOf(app: Koa): RequestListener {
  const handle = app.callback()
  return (incoming, outgoing) => void handle(incoming, outgoing)
}

describe.each([
  ['Koa 3', Koa],
  ['Koa 2.16', Koa2],
] as const)('%s', (_name, Framework) => {
  async function tokenBy(origin: string) {
    const unsigned = {
      method: 'POST',
      url: `${origin}/oauth/access_token`,
      headers: [['Content-Type', FORM]],
      body: 'x_auth_username=jane&x_auth_password=x&x_auth_mode=client_auth',
    } as const
    const { url, ...signed } = await signRequest(unsigned, { consumer })
    const issued = new URLSearchParams(await (await fetch(url, signed)).text())
    return {
      key: issued.get('oauth_token') ?? '',
      secret: issued.get('oauth_token_secret') ?? '',
    }
  }

  async function getSigned(origin: string): Promise<Response> {
    const token = await tokenBy(origin)
    const { url } = await signRequest(
      { method: 'GET', url: `${origin}/` },
      { consumer, token },
      { transmission: 'query' },
    )
    return fetch(url)
  }

  async function bodyBehind(
    all: (protect: Middleware) => readonly Middleware[],
    sent: {
      readonly type: string
      readonly content: string | Uint8Array<ArrayBuffer>
      readonly path?: string
    },
    options: SignRequestOptions = {},
  ): Promise<unknown> {
    const { routes, protect, grant } = koaOAuth(await newProvider(), LOGIN)
    const app = new Framework()
    app.use(routes)
    for (const middleware of all(protect())) app.use(middleware)
    app.use((context) => {
      const found: unknown = context.request.body
      context.body = {
        user: grant(context).user.id,
        body: found instanceof Uint8Array ? Buffer.from(found).toString() : found,
      }
    })
    const origin = await listen(listenerOf(app))
    const unsigned = {
      method: 'POST',
      url: `${origin}${sent.path ?? '/'}`,
      headers: [['Content-Type', sent.type]],
      body: sent.content,
    } as const
    const token = await tokenBy(origin)
    const { url, ...signed } = await signRequest(unsigned, { consumer, token }, options)
    const answer = await fetch(url, signed)
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { body: unknown }).body
  }

  it('leaves the form if an earlier parser has left an empty object', async () => {
    const all = (protect: Middleware) => [bodyParser({ enableTypes: ['json'] }), protect]
    expect(await bodyBehind(all, { type: FORM, content: 'a=1&a=2' })).toEqual({ a: ['1', '2'] })
  })

  it.each([
    ['an error with a status', 410, (context: Context): never => context.throw(410)],
    [
      'a failure',
      500,
      (): never => {
        throw new Error('down')
      },
    ],
  ] as const)(
    'keeps Cache-Control and Vary in the response that Koa creates from %s',
    async (_name, status, fail) => {
      const { routes, protect } = koaOAuth(await newProvider(), LOGIN)
      const app = new Framework()
      app.silent = true
      app.use(routes)
      app.use(protect())
      app.use(fail)
      const origin = await listen(listenerOf(app))
      const token = await tokenBy(origin)
      const signed = await signRequest(
        { method: 'GET', url: `${origin}/` },
        { consumer, token },
        { transmission: 'query' },
      )
      const response = await fetch(signed.url)
      expect([
        response.status,
        response.headers.get('cache-control'),
        response.headers.get('vary'),
      ]).toEqual([status, 'no-store', 'Authorization'])
    },
  )

  it('adds to the Vary of an error, which CORS middleware behind it may have set', async () => {
    const { routes, protect } = koaOAuth(await newProvider(), LOGIN)
    const app = new Framework()
    app.silent = true
    app.use(routes)
    app.use(protect())
    app.use((context) => context.throw(404, { headers: { vary: 'Origin', 'x-own': 'a' } }))
    const origin = await listen(listenerOf(app))
    const token = await tokenBy(origin)
    const signed = await signRequest({ method: 'GET', url: `${origin}/` }, { consumer, token })
    const { headers } = await fetch(signed.url, signed)
    expect([headers.get('vary'), headers.get('x-own')]).toEqual(['Origin, Authorization', 'a'])
  })

  it('throws on an error that cannot be changed, for the middleware that handles errors', async () => {
    const { routes, protect } = koaOAuth(await newProvider(), LOGIN)
    const error: Error = Object.freeze(new Error('down'))
    const app = new Framework()
    app.use(async (context, next) => {
      await next().catch((caught: unknown) => {
        context.status = caught === error ? 503 : 500
        context.body = 'Try again later.'
      })
    })
    app.use(routes)
    app.use(protect())
    app.use(() => {
      throw error
    })
    const { status, headers } = await getSigned(await listen(listenerOf(app)))
    expect([status, headers.get('cache-control')]).toEqual([503, 'no-store'])
  })

  it('adds no headers to an error that handlers of several requests throw', async () => {
    const { routes, protect } = koaOAuth(await newProvider(), LOGIN)
    const error = new Error('down')
    const app = new Framework()
    const emitted: unknown[] = []
    app.on('error', (seen: unknown) => emitted.push(seen))
    app.use(routes)
    app.use(protect())
    app.use(() => {
      throw error
    })
    const origin = await listen(listenerOf(app))
    const responses = [await getSigned(origin), await getSigned(origin)]
    expect(responses.map(({ headers }) => headers.get('cache-control'))).toEqual([
      'no-store',
      'no-store',
    ])
    expect(emitted.map((seen) => seen === error)).toEqual([true, true])
    expect(error).not.toHaveProperty('headers')
  })

  it.each([null, undefined])(
    'responds if a handler throws %s, which Koa ignores',
    async (thrown) => {
      const { routes, protect } = koaOAuth(await newProvider(), LOGIN)
      const app = new Framework()
      const emitted: unknown[] = []
      app.on('error', (error: unknown) => emitted.push(error))
      app.use(routes)
      app.use(protect())
      app.use(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- JavaScript can
        throw thrown
      })
      const { status, headers } = await getSigned(await listen(listenerOf(app)))
      expect([status, headers.get('cache-control')]).toEqual([500, 'no-store'])
      expect(emitted.map(String)).toEqual([
        `Error: A handler behind protect() threw ${String(thrown)}`,
      ])
    },
  )

  it('prefers the headers of an error to its own', async () => {
    const { routes, protect } = koaOAuth(await newProvider(), LOGIN)
    const app = new Framework()
    app.silent = true
    app.use(routes)
    app.use(protect())
    app.use((context) => context.throw(503, { headers: { 'Cache-Control': 'private' } }))
    const { status, headers } = await getSigned(await listen(listenerOf(app)))
    expect([status, headers.get('cache-control'), headers.get('vary')]).toEqual([
      503,
      'private',
      'Authorization',
    ])
  })

  it('keeps what a parser in front has made of the form', async () => {
    const all = (protect: Middleware) => [bodyParser(), protect]
    expect(await bodyBehind(all, { type: FORM, content: 'a[b]=1' })).toEqual({ a: { b: '1' } })
  })

  it('keeps the form from a parser behind', async () => {
    const all = (protect: Middleware) => [protect, bodyParser()]
    expect(await bodyBehind(all, { type: FORM, content: 'a=1' })).toEqual({ a: '1' })
  })

  it.each<[name: string, keep: (context: Context, bytes: Buffer) => void]>([
    ['rawBody', ({ request }, bytes) => Object.assign(request, { rawBody: bytes })],
    ['keepRawBody', ({ req }, bytes) => keepRawBody(req, undefined, bytes)],
  ])('verifies by the bytes that middleware has kept by %s', async (_by, keep) => {
    const keeping: Middleware = async (context, next) => {
      const chunks: Buffer[] = []
      for await (const chunk of context.req) chunks.push(chunk as Buffer)
      keep(context, Buffer.concat(chunks))
      context.request.body = 'what it made of them'
      await next()
    }
    const all = (protect: Middleware) => [keeping, protect]
    // These bytes are not UTF-8.
    const sent = { type: 'application/octet-stream', content: Uint8Array.of(0xff, 0x00, 0xfe) }
    expect(await bodyBehind(all, sent, { sendBodyHash: true })).toBe('what it made of them')
  })

  it('protects routes below the prefix of a router', async () => {
    const all = (protect: Middleware) => {
      const router = new Router({ prefix: '/v1' })
      router.post('/photos', protect, (_context, next) => next())
      return [router.routes() as unknown as Middleware]
    }
    expect(await bodyBehind(all, { type: FORM, content: 'a=1', path: '/v1/photos' })).toEqual({
      a: '1',
    })
  })

  it.each(['//x?a=b@c#', '//%zz@x#', 'http://[::1/', '//'])(
    'refuses the target %s, which Koa cannot parse, with 400 or 401',
    async (target) => {
      const { routes, protect } = koaOAuth(await newProvider(), LOGIN)
      const app = new Framework()
      app.silent = true
      app.use(routes)
      app.use(protect())
      const { hostname, port } = new URL(await listen(listenerOf(app)))
      const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
        request({ hostname, port, path: target }, resolve).on('error', reject).end()
      })
      incoming.resume()
      expect([400, 401]).toContain(incoming.statusCode)
    },
  )

  it('responds like Express, header for header', async () => {
    const onKoa = koaOAuth(await newProvider(), LOGIN)
    const koaApp = new Framework()
    koaApp.use(onKoa.routes)
    koaApp.use(onKoa.protect())
    const onExpress = expressOAuth(await newProvider(), LOGIN)
    const expressApp = express()
    expressApp.disable('x-powered-by')
    expressApp.use(onExpress.routes)
    expressApp.use(onExpress.protect())
    const origins = await Promise.all([listen(listenerOf(koaApp)), listen(expressApp)])
    const plain = [
      ['GET', '/'],
      ['HEAD', '/'],
      ['GET', '/?oauth_token=%FF'],
      ['GET', '/oauth/request_token'],
      ['PUT', '/oauth/authorize'],
      ['GET', '/oauth/authorize?oauth_token=x'],
      ['HEAD', '/oauth/authorize?oauth_token=x'],
      ['GET', '/oauth/authorize'],
      ['GET', '/oauth/applications'],
      ['POST', '/oauth/applications'],
      ['GET', '/oauth/access_token'],
      ['DELETE', '/oauth/invalidate_token'],
    ] as const
    for (const [method, path] of plain) {
      const [koa, other] = await Promise.all(
        origins.map(async (origin) => {
          const answer = await fetch(origin + path, { method, redirect: 'manual' })
          const headers = [...answer.headers].filter(([name]) => name !== 'date')
          return {
            status: answer.status,
            text: answer.statusText,
            headers,
            body: await answer.text(),
          }
        }),
      )
      expect({ method, path, ...koa }).toEqual({ method, path, ...other })
    }
  })
})
