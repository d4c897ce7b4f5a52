import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'

import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import { signRequest } from '@oauthplus/core'
import type { SignRequestOptions } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import { expressOAuth } from '@oauthplus/server-express'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import type { FastifyOAuth } from '@oauthplus/server-fastify'
import express from 'express'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { afterEach, describe, expect, it } from 'vitest'

import { listenerOf } from './listener-of.js'

interface TestUser {
  readonly id: string
}
type OAuth = FastifyOAuth<TestUser>

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
const login = {
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

async function newProvider() {
  const provider = createProvider<TestUser>({ store: memoryStore(), findUser: (id) => ({ id }) })
  await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
  const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane' })
  return { provider, token }
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Starts an application that `build` puts together, and returns what sends signed requests to it. */
async function start(build: (app: FastifyInstance, oauth: OAuth) => void, options: object = {}) {
  const { provider, token } = await newProvider()
  const app = Fastify(options)
  build(app, fastifyOAuth(provider, login))
  const origin = await listen(listenerOf(app))
  async function send(
    path: string,
    request: { readonly method?: string; readonly type?: string; readonly body?: string } = {},
    signing: SignRequestOptions = {},
  ) {
    const { method = 'POST', type, body } = request
    const headers: [string, string][] = type === undefined ? [] : [['Content-Type', type]]
    const unsigned = { method, url: `${origin}${path}`, headers, body }
    const signed = await signRequest(unsigned, { consumer, token }, signing)
    return fetch(signed.url, signed)
  }
  return { origin, send }
}

describe('forms', () => {
  const form = { type: FORM, body: 'a[b]=1&c=2&c=3' }

  it.each<[name: string, build: (app: FastifyInstance, oauth: OAuth) => void, body: unknown]>([
    ['nothing else', (app, { routes }) => app.register(routes), { 'a[b]': '1', c: ['2', '3'] }],
    [
      '@fastify/formbody before',
      (app, { routes }) =>
        app.register(formbody, { parser: () => ({ by: 'formbody' }) }).register(routes),
      { by: 'formbody' },
    ],
    [
      '@fastify/formbody after',
      (app, { routes }) =>
        app.register(routes).register(formbody, { parser: () => ({ by: 'formbody' }) }),
      { by: 'formbody' },
    ],
    [
      'a parser of its own',
      (app, { routes }) => {
        app.register(routes)
        app.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => {
          done(null, { all: body })
        })
      },
      { all: 'a[b]=1&c=2&c=3' },
    ],
    [
      'the endpoints registered twice',
      (app, { routes }) => app.register(routes).register(routes, { prefix: '/again' }),
      { 'a[b]': '1', c: ['2', '3'] },
    ],
  ])('reach the handler through the parser of the context: %s', async (_name, build, body) => {
    const { send } = await start((app, oauth) => {
      build(app, oauth)
      app.post('/', { preParsing: oauth.protect() }, (request) => ({
        body: request.body,
        form: oauth.grant(request).form,
      }))
    })
    const response = await send('/', form)
    expect(await response.json()).toEqual({
      body,
      form: [
        ['a[b]', '1'],
        ['c', '2'],
        ['c', '3'],
      ],
    })
  })

  it('have a parser only in the context of the endpoints', async () => {
    const { send } = await start((app, { routes, protect }) => {
      app.register(
        (inner) => {
          inner.register(routes)
          inner.post('/', { preParsing: protect() }, (request) => request.body)
        },
        { prefix: '/inner' },
      )
      app.post('/', { preParsing: protect() }, (request) => request.body)
    })
    expect((await send('/inner', form)).status).toBe(200)
    expect((await send('/', form)).status).toBe(415)
  })

  it('are parsed for routes without protection too, and refused with 400 if malformed', async () => {
    const { origin } = await start((app, { routes }) => {
      app.register(routes)
      app.post('/', (request) => request.body)
    })
    const headers = { 'Content-Type': `${FORM}; charset=utf-8` }
    const parsed = await fetch(origin, { method: 'POST', headers, body: 'a=1&b=+' })
    expect(await parsed.json()).toEqual({ a: '1', b: ' ' })
    const malformed = await fetch(origin, { method: 'POST', headers, body: 'a=%FF' })
    expect(malformed.status).toBe(400)
  })
})

describe('the contexts of Fastify', () => {
  it.each(['/v1', '/v1/deeper'])('serve the endpoints under the prefix %s', async (prefix) => {
    const { origin } = await start((app, { routes }) => {
      app.register(routes, { prefix })
    })
    const asked = (path: string) => fetch(`${origin}${path}`, { method: 'POST' })
    expect((await asked(`${prefix}/oauth/request_token`)).status).toBe(401)
    expect((await asked('/oauth/request_token')).status).toBe(404)
  })

  it('protect every route of a context, and its 404s, by one hook', async () => {
    const { origin, send } = await start((app, { routes, protect, grant }) => {
      app.register(routes)
      app.register(
        (api) => {
          api.addHook('preParsing', protect())
          api.get('/photos', (request) => grant(request).user)
          api.setNotFoundHandler((_request, reply) => reply.code(404).send('nothing here'))
        },
        { prefix: '/api' },
      )
      app.get('/open', () => 'open')
    })
    const photos = await send('/api/photos', { method: 'GET' })
    expect([photos.status, await photos.json()]).toEqual([200, { id: 'jane' }])
    expect((await fetch(`${origin}/api/photos`)).status).toBe(401)
    expect((await fetch(`${origin}/api/else`)).status).toBe(401)
    expect((await send('/api/else', { method: 'GET' })).status).toBe(404)
    expect((await fetch(`${origin}/open`)).status).toBe(200)
  })

  it('work through fastify-plugin', async () => {
    const { origin } = await start((app, { routes, protect }) => {
      app.register(
        fastifyPlugin((inner, _options, done) => {
          inner.register(routes)
          done()
        }),
      )
      app.post('/', { preParsing: protect() }, (request) => request.body)
    })
    expect((await fetch(origin, { method: 'POST' })).status).toBe(401)
  })

  it('register on a server of HTTP/2', async () => {
    const { provider } = await newProvider()
    const { routes, protect, grant } = fastifyOAuth(provider, login)
    const app = Fastify({ http2: true })
    app.register(routes, { prefix: '/v2' })
    app.get('/', { preParsing: protect() }, (request) => grant(request).user)
    app.get('/early', { onRequest: [protect()] }, (request) => grant(request).user)
    await app.ready()
    expect(app.hasRoute({ method: 'POST', url: '/v2/oauth/request_token' })).toBe(true)
    await app.close()
  })

  it('know who is logged in from hooks that are registered later', async () => {
    const { provider } = await newProvider()
    const app = Fastify()
    const { routes } = fastifyOAuth(provider, {
      ...login,
      getUserId: (request) => request.getDecorator<string | undefined>('userId'),
    })
    app.register(routes)
    app.decorateRequest('userId', undefined)
    app.addHook('preHandler', (request, _reply, done) => {
      request.setDecorator('userId', 'jane')
      done()
    })
    const origin = await listen(listenerOf(app))
    const response = await fetch(`${origin}/oauth/applications`, { redirect: 'manual' })
    expect(response.status).toBe(200)
  })

  it('verify the path that was sent, whatever rewriteUrl makes of it', async () => {
    const { send } = await start(
      (app, { protect, grant }) => {
        app.get('/photos', { preParsing: protect() }, (request) => grant(request).user)
      },
      { rewriteUrl: ({ url = '' }: { url?: string }) => url.replace('/v1', '') },
    )
    expect((await send('/v1/photos?a=1', { method: 'GET' })).status).toBe(200)
  })
})

describe('protect()', () => {
  it('runs no later hook and no handler for a request that it refuses', async () => {
    const ran: string[] = []
    const { origin } = await start((app, { protect }) => {
      app.addHook('onSend', async () => {
        await new Promise((resolve) => setImmediate(resolve))
        ran.push('onSend')
      })
      const note = (name: string) => (): Promise<void> => {
        ran.push(name)
        return Promise.resolve()
      }
      const later = { preValidation: note('preValidation'), preHandler: note('preHandler') }
      app.post('/', { preParsing: [protect(), note('preParsing')], ...later }, () => {
        ran.push('handler')
        return {}
      })
    })
    const response = await fetch(origin, { method: 'POST', body: 'a' })
    expect([response.status, ran]).toEqual([401, ['onSend']])
  })

  it.each([
    ['an error with a status', 410],
    ['a failure', 500],
  ] as const)('keeps Vary and Cache-Control in the response to %s', async (_name, status) => {
    const { send } = await start((app, { protect }) => {
      app.get('/', { preParsing: protect() }, () => {
        throw Object.assign(new Error('down'), status === 500 ? {} : { statusCode: status })
      })
    })
    const response = await send('/', { method: 'GET' }, { transmission: 'query' })
    expect([
      response.status,
      response.headers.get('cache-control'),
      response.headers.get('vary'),
    ]).toEqual([status, 'no-store', 'Authorization'])
  })

  it('leaves a verified multipart body to @fastify/multipart', async () => {
    const { send } = await start((app, { protect, grant }) => {
      app.register(multipart, { attachFieldsToBody: 'keyValues' })
      app.post('/', { preParsing: protect({ requireBodyHash: true }) }, (request) => ({
        length: grant(request).body?.length,
        body: request.body,
      }))
    })
    const upload = { type: 'multipart/form-data; boundary=x', body: MULTIPART }
    const response = await send('/', upload, { sendBodyHash: true })
    expect(await response.json()).toEqual({ length: MULTIPART.length, body: { a: '1' } })
  })

  it('fails if another hook reads the body first', async () => {
    const { send } = await start((app, { protect }) => {
      app.addHook('preParsing', (_request, _reply, payload) =>
        Promise.resolve(new Readable().wrap(payload)),
      )
      app.post('/', { preParsing: protect() }, () => ({}))
    })
    const response = await send('/', { type: FORM, body: 'a=1' })
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringContaining('A body parser has read this request before OAuth could'),
    ])
  })

  it.each<
    [name: string, add: (app: FastifyInstance, hook: ReturnType<OAuth['protect']>) => object]
  >([
    ['the option onRequest of a route', (_app, hook) => ({ onRequest: hook })],
    ['an onRequest hook', (app, hook) => (app.addHook('onRequest', hook), {})],
    ['a list of onRequest hooks', (_app, hook) => ({ onRequest: [hook] })],
    ['a preParsing hook', (app, hook) => (app.addHook('preParsing', hook), {})],
    ['a list of preParsing hooks', (_app, hook) => ({ preParsing: [hook] })],
  ])('verifies the bytes from which the handler gets its body as %s', async (_name, add) => {
    const { origin, send } = await start((app, { routes, protect, grant }) => {
      app.register(routes)
      app.post('/', add(app, protect()), (request) => [grant(request).user.id, request.body])
    })
    const form = await send('/', { type: FORM, body: 'a=1' })
    expect(await form.json()).toEqual(['jane', { a: '1' }])
    const json = { type: 'application/json', body: '{"a":1}' }
    const hashed = await send('/', json, { sendBodyHash: true })
    expect(await hashed.json()).toEqual(['jane', { a: 1 }])
    expect((await fetch(origin, { method: 'POST' })).status).toBe(401)
  })

  it.each<[name: string, keep: (bytes: Buffer) => string | Buffer]>([
    ['bytes', (bytes) => bytes],
    ['a string', (bytes) => bytes.toString()],
  ])('verifies what a parser has kept in rawBody: %s', async (_name, keep) => {
    const { send } = await start((app, { protect, grant }) => {
      app.addContentTypeParser(FORM, { parseAs: 'buffer' }, (request, bytes, done) => {
        Object.assign(request, { rawBody: keep(bytes as Buffer) })
        done(null, { all: 'of it' })
      })
      app.post('/', { preHandler: protect() }, (request) => [grant(request).form, request.body])
    })
    const form = await send('/', { type: FORM, body: 'a=1' })
    expect(await form.json()).toEqual([[['a', '1']], { all: 'of it' }])
  })

  it('fails as a hook that runs after the parsers', async () => {
    const { send } = await start((app, { routes, protect }) => {
      app.register(routes)
      app.post('/', { preHandler: protect() }, () => ({}))
    })
    const response = await send('/', { type: FORM, body: 'a=1' })
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringContaining('A body parser has read this request before OAuth could'),
    ])
  })
})

it('responds as the adapter of Express does, header for header', async () => {
  const first = await newProvider()
  const second = await newProvider()
  const onFastify = fastifyOAuth(first.provider, login)
  const app = Fastify()
  app.register(onFastify.routes)
  app.all('/', { preParsing: onFastify.protect() }, () => '')
  const onExpress = expressOAuth(second.provider, login)
  const expressApp = express()
  expressApp.disable('x-powered-by')
  expressApp.use(onExpress.routes)
  expressApp.use(onExpress.protect())
  const origins = await Promise.all([listen(listenerOf(app)), listen(expressApp)])
  const plain = [
    ['GET', '/'],
    ['HEAD', '/'],
    ['OPTIONS', '/'],
    ['GET', '/?oauth_token=%FF'],
    ['GET', '/oauth/request_token'],
    ['PUT', '/oauth/authorize'],
    ['OPTIONS', '/oauth/authorize'],
    ['GET', '/oauth/authorize?oauth_token=x'],
    ['HEAD', '/oauth/authorize?oauth_token=x'],
    ['GET', '/oauth/authorize'],
    ['GET', '/oauth/applications'],
    ['POST', '/oauth/applications'],
    ['GET', '/oauth/access_token'],
    ['DELETE', '/oauth/invalidate_token'],
  ] as const
  for (const [method, path] of plain) {
    const [fastify, other] = await Promise.all(
      origins.map(async (origin) => {
        const response = await fetch(origin + path, { method, redirect: 'manual' })
        // Fastify announces no length to HEAD.
        const ignored = ['date', ...(method === 'HEAD' ? ['content-length'] : [])]
        const headers = [...response.headers].filter(([name]) => !ignored.includes(name))
        return { status: response.status, headers, body: await response.text() }
      }),
    )
    expect({ method, path, ...fastify }).toEqual({ method, path, ...other })
  }
})
