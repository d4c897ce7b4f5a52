import { once } from 'node:events'
import { Agent, createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'

import { signRequest } from '@oauthplus/core'
import type { SignRequestOptions, UnsignedRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider } from '@oauthplus/server'
import { expressOAuth } from '@oauthplus/server-express'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import { fetchOAuth } from '@oauthplus/server-fetch'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { koaOAuth } from '@oauthplus/server-koa'
import { bodyParser } from '@koa/bodyparser'
import compress from '@fastify/compress'
import multipart from '@fastify/multipart'
import type { HttpBindings } from '@hono/node-server'
import express5 from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Hono } from 'hono'
import Koa3 from 'koa'
import Koa2 from 'koa2'
import multer from 'multer'
import { afterEach, describe, expect, it } from 'vitest'

import { listenerOf as fastifyListenerOf } from '../../packages/server-fastify/test/listener-of.js'
import { listenerOf as fetchListenerOf } from '../../packages/server-fetch/test/listener-of.js'

// It brings no declarations.
const koaMulter = createRequire(import.meta.url)('@koa/multer') as (options: multer.Options) => {
  single(name: string): Koa3.Middleware
}
const ORIGIN = 'https://photos.example'
const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = [
  '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nVacation\r\n',
  '--x\r\nContent-Disposition: form-data; name="photo"; filename="a.txt"\r\n\r\nsea\r\n--x--\r\n',
].join('')
const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

/** The reader of the body behind `protect()`. */
type Reader = 'upload' | 'parser' | 'stream' | 'events' | 'proxy' | 'nobody'

const FRAMEWORKS: readonly (readonly [
  string,
  (provider: Provider<{ id: string }>, reader: Reader, upstream: number) => RequestListener,
])[] = [
  ['Express 5', (...options) => expressListener(express5, ...options)],
  ['Express 4', (...options) => expressListener(express4, ...options)],
  ['Koa 3', (...options) => koaListener(Koa3, ...options)],
  ['Koa 2', (...options) => koaListener(Koa2, ...options)],
  ['Fastify 5', fastifyListener],
  ['fetch', fetchListener],
  ['Hono', honoListener],
]

const closing: (() => void)[] = []
/** Settles when the request that nobody reads emits `close`. */
let closed: Promise<unknown> | undefined

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

describe.each(FRAMEWORKS)('behind protect() on %s', (_name, listenerOf) => {
  async function run(
    reader: Reader,
    { body, headers }: Pick<UnsignedRequest, 'body' | 'headers'>,
    {
      addedHeaders = [],
      ...options
    }: SignRequestOptions & { readonly addedHeaders?: readonly string[] } = { sendBodyHash: true },
  ): Promise<readonly [status: number, body: unknown]> {
    const upstream = await listen((request, response) => {
      text(request).then(
        (received) => response.end(JSON.stringify(received)),
        () => response.destroy(),
      )
    })
    const provider = createProvider({
      publicUrl: ORIGIN,
      store: memoryStore(),
      findUser: (id: string) => ({ id }),
    })
    await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
    const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane' })
    const port = await listen(listenerOf(provider, reader, upstream))
    const agent = new Agent({ keepAlive: true })
    closing.push(() => {
      agent.destroy()
    })
    const signed = await signRequest(
      { method: 'POST', url: `${ORIGIN}/echo`, headers, body },
      { consumer, token },
      options,
    )
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        {
          port,
          host: '127.0.0.1',
          path: '/echo',
          method: 'POST',
          agent,
          headers: ['Host', 'photos.example', ...signed.headers.flat(), ...addedHeaders],
        },
        (response) => {
          text(response).then((received) => {
            const status = response.statusCode ?? 0
            resolve([status, status === 200 ? JSON.parse(received) : received])
          }, reject)
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }

  it('accepts a multipart upload whose body hash was verified', async () => {
    const headers = [['Content-Type', 'multipart/form-data; boundary=x']] as const
    const expected = { title: 'Vacation', photo: 'sea' }
    expect(await run('upload', { body: MULTIPART, headers })).toEqual([200, expected])
    expect(await run('upload', { body: MULTIPART, headers }, {})).toEqual([200, expected])
  })

  it('parses JSON alike with and without a body hash', async () => {
    const headers = [['Content-Type', 'application/json']] as const
    expect(await run('parser', { body: '{"a":[1]}', headers })).toEqual([200, { a: [1] }])
    expect(await run('parser', { body: '{"a":[1]}', headers }, {})).toEqual([200, { a: [1] }])
  })

  it('inflates JSON whose body hash covers what was sent', async () => {
    const headers = [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', 'gzip'],
    ] as const
    const body = new Uint8Array(gzipSync('{"a":[1]}'))
    expect(await run('parser', { body, headers })).toEqual([200, { a: [1] }])
  })

  it('refuses a form with a content-coding, which the signature cannot cover', async () => {
    const headers = [['Content-Type', FORM]] as const
    const [status] = await run(
      'parser',
      { body: 'a=1', headers },
      { addedHeaders: ['Content-Encoding', 'gzip'] },
    )
    expect(status).toBe(400)
  })

  it('leaves a verified body in the stream, however long it is', async () => {
    const headers = [['Content-Type', 'text/plain']] as const
    for (const length of [0, 1, 70_000, 1_000_000]) {
      expect(await run('stream', { body: 'x'.repeat(length), headers })).toEqual([200, length])
    }
  })

  it.each(['parser', 'events'] as const)(
    'passes on an empty body that was verified: %s',
    async (reader) => {
      for (const [name, value] of [
        ['Content-Length', '0'],
        ['Transfer-Encoding', 'chunked'],
      ] as const) {
        const headers = [['Content-Type', 'application/json']] as const
        const options = { sendBodyHash: true, addedHeaders: [name, value] }
        const [status, body] = await run(reader, { body: '', headers }, options)
        expect([name, status]).toEqual([name, 200])
        if (reader === 'events') expect(body).toBe('')
      }
    },
  )

  it('drops a verified body that the handler did not read, and closes the request', async () => {
    const headers = [['Content-Type', 'text/plain']] as const
    const [status] = await run('nobody', { body: 'x'.repeat(100_000), headers })
    expect(status).toBe(200)
    await closed
  })

  it('lets a proxy forward a verified body', async () => {
    const headers = [['Content-Type', 'text/plain']] as const
    expect(await run('proxy', { body: 'sea', headers })).toEqual([200, 'sea'])
    expect(await run('proxy', { body: '', headers })).toEqual([200, ''])
    expect(await run('proxy', { body: 'sea', headers }, {})).toEqual([200, 'sea'])
  })
})

function expressListener(
  framework: typeof express5,
  ...[provider, reader, upstream]: [Provider<{ id: string }>, Reader, number]
): RequestListener {
  const { protect } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = framework()
  const upload = multer({ storage: multer.memoryStorage() })
  const parsers = {
    upload: [upload.single('photo')],
    parser: [framework.urlencoded({ extended: false }), framework.json()],
    stream: [],
    events: [],
    proxy: [],
    nobody: [],
  }
  app.post('/echo', protect(), ...parsers[reader], (request, response, next) => {
    if (reader === 'stream') {
      text(request).then((received) => response.json(received.length), next)
    } else if (reader === 'events') {
      eventsOf(request).then((received) => response.json(received), next)
    } else if (reader === 'nobody') {
      closed = once(request, 'close')
      response.json(true)
    } else if (reader === 'proxy') {
      const forwarded = httpRequest({ port: upstream, method: 'POST' }, (received) => {
        received.pipe(response)
      })
      request.pipe(forwarded.on('error', next))
    } else {
      const { title } = request.body as { title?: string }
      response.json(reader === 'upload' ? { title, photo: fileOf(request) } : request.body)
    }
  })
  const refuse = (...[error, , response, ,]: Parameters<express5.ErrorRequestHandler>): void => {
    response.status(500).send(String(error))
  }
  Object.defineProperty(refuse, 'length', { value: 4 })
  app.use(refuse as express5.ErrorRequestHandler)
  return app
}

function koaListener(
  Framework: typeof Koa3,
  ...[provider, reader, upstream]: [Provider<{ id: string }>, Reader, number]
): RequestListener {
  const { protect } = koaOAuth(provider, { getUserId: () => 'jane', getLoginUrl: () => '/login' })
  const app = new Framework()
  app.silent = true
  app.use(protect())
  if (reader === 'upload') app.use(koaMulter({ storage: multer.memoryStorage() }).single('photo'))
  if (reader === 'parser') app.use(bodyParser())
  app.use(async (context) => {
    const { body } = context.request as { body?: { title?: string } }
    if (reader === 'upload') {
      context.body = { title: body?.title, photo: fileOf(context) }
    } else if (reader === 'stream') {
      context.body = JSON.stringify((await text(context.req)).length)
    } else if (reader === 'events') {
      context.body = JSON.stringify(await eventsOf(context.req))
    } else if (reader === 'nobody') {
      closed = once(context.req, 'close')
      context.body = 'true'
    } else if (reader === 'proxy') {
      context.body = await new Promise((resolve, reject) => {
        const forwarded = httpRequest({ port: upstream, method: 'POST' }, resolve)
        context.req.pipe(forwarded.on('error', reject))
      })
    } else {
      context.body = body
    }
  })
  const handle = app.callback()
  return (request, response) => void handle(request, response)
}

function fastifyListener(
  ...[provider, reader, upstream]: [Provider<{ id: string }>, Reader, number]
): RequestListener {
  const { routes, protect } = fastifyOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = Fastify()
  app.register(routes)
  if (reader === 'upload') app.register(multipart, { attachFieldsToBody: 'keyValues' })
  app.removeContentTypeParser(['application/json', 'text/plain'])
  if (reader === 'parser') {
    app.register(compress)
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, json, done) => {
      done(null, json === '' ? {} : JSON.parse(String(json)))
    })
  } else {
    app.addContentTypeParser('*', (_request, _payload, done) => {
      done(null)
    })
  }
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { raw } = request
    if (reader === 'stream') return JSON.stringify((await text(raw)).length)
    if (reader === 'events') return JSON.stringify(await eventsOf(raw))
    if (reader === 'nobody') {
      closed = once(raw, 'close')
      return 'true'
    }
    if (reader === 'proxy') {
      return new Promise((resolve, reject) => {
        const forwarded = httpRequest({ port: upstream, method: 'POST' }, resolve)
        raw.pipe(forwarded.on('error', reject))
      })
    }
    const { title, photo } = request.body as { title?: string; photo?: Buffer }
    return reply.send(reader === 'upload' ? { title, photo: photo?.toString() } : request.body)
  }
  // As a hook of a context, protect() runs before what @fastify/compress adds to each route.
  app.register((scope) => {
    scope.addHook('preParsing', protect())
    scope.post('/echo', handle)
  })
  return fastifyListenerOf(app)
}

function fetchListener(
  ...[provider, reader, upstream]: [Provider<{ id: string }>, Reader, number]
): RequestListener {
  const { protect } = fetchOAuth(provider, { getUserId: () => 'jane', getLoginUrl: () => '/login' })
  const respond = webHandler(reader, upstream)
  return fetchListenerOf(
    protect({}, (request, { incoming }: HttpBindings) => respond(request, incoming)),
  )
}

function honoListener(
  ...[provider, reader, upstream]: [Provider<{ id: string }>, Reader, number]
): RequestListener {
  const { protect } = honoOAuth(provider, { getUserId: () => 'jane', getLoginUrl: () => '/login' })
  const respond = webHandler(reader, upstream)
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.all('*', protect(), ({ req, env }) => respond(req.raw, env.incoming))
  return fetchListenerOf((request, bindings) => app.fetch(request, bindings))
}

function webHandler(reader: Reader, upstream: number) {
  return async (request: Request, incoming: IncomingMessage): Promise<Response> => {
    if (reader === 'nobody') {
      // It was read to its end, and so may be closed by now.
      closed = incoming.closed ? Promise.resolve() : once(incoming, 'close')
      return Response.json(true)
    }
    if (reader === 'proxy') {
      const { body } = request
      return fetch(`http://127.0.0.1:${upstream}`, {
        method: 'POST',
        body,
        duplex: 'half',
      } as RequestInit)
    }
    if (reader === 'upload') {
      const form = await request.formData()
      const photo = form.get('photo') as File
      return Response.json({ title: form.get('title'), photo: await photo.text() })
    }
    if (reader === 'stream' || reader === 'events') {
      const received = await request.text()
      return Response.json(reader === 'stream' ? received.length : received)
    }
    const isCompressed = request.headers.get('content-encoding') === 'gzip'
    const stream = isCompressed
      ? request.body?.pipeThrough(new DecompressionStream('gzip'))
      : request.body
    const json = await new Response(stream).text()
    return Response.json(json === '' ? {} : JSON.parse(json))
  }
}

function eventsOf(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    stream.on('data', (chunk: Buffer) => (received += chunk.toString()))
    stream.on('end', () => {
      resolve(received)
    })
    stream.on('error', reject)
  })
}

function fileOf(request: object): string | undefined {
  return (request as { file?: { buffer: Buffer } }).file?.buffer.toString()
}

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}
