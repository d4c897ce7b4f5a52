import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { Http2Server, Http2ServerRequest } from 'node:http2'
import type { AddressInfo } from 'node:net'

import type { Credentials } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Grant, Provider } from '@oauthplus/server'
import { expressOAuth, keepRawBody } from '@oauthplus/server-express'
import { koaOAuth } from '@oauthplus/server-koa'
import express from 'express'
import express4 from 'express4'
import Koa from 'koa'

import { fastifyHandler } from './fastify-handler.js'
import { fetchHandler, honoHandler } from './web-handlers.js'

/** The name of the header that identifies a fuzzed request to the site. */
export const ID_HEADER = 'x-fuzz-id'

/** The public URL of every site, which all requests are signed for. */
export const PUBLIC_ORIGIN = 'http://127.0.0.1:8080'

/** The request that a handler behind `protect()` received. */
export interface Sighting {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly grant: Grant<FuzzedUser>
  /** The query as the framework parsed it. */
  readonly query: unknown
  /** `request.body` as the handler found it, before and after the parsers behind `protect()`. */
  readonly body: unknown
  readonly parsedBody: unknown
  /** The rest of the request's stream. */
  readonly rest: Buffer
}

/** A user of the fuzzed sites. */
export interface FuzzedUser {
  readonly id: string
}

/** A framework on an HTTP server, under attack. */
export interface FuzzedSite {
  readonly name: string
  readonly protocol: 'http1' | 'http2'
  /** Whether the server resolves dot segments, so that a request that signs them is refused. */
  readonly resolvesDots: boolean
  readonly port: number
  readonly credentials: Credentials & { readonly token: NonNullable<Credentials['token']> }
  /** The sightings of each request, by its identifier. */
  readonly sightings: Map<string, Sighting[]>
  /** The status of each response by the request's identifier. */
  readonly statuses: Map<string, number>
  /** The number of requests that have no response yet. */
  countOpen(): number
  close(): Promise<void>
}

/** Handles a request on HTTP/1.1 or HTTP/2. */
export type Handler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse,
) => void | Promise<void>

/** Makes the handler of a site, which reports what it received of each request. */
export type MakeHandler = (
  provider: Provider<FuzzedUser>,
  see: (id: string, sighting: Sighting) => void,
) => Handler

const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

/** Starts every site, each with one consumer and one access token. */
export async function startSites(): Promise<readonly FuzzedSite[]> {
  const kinds: readonly (readonly [string, FuzzedSite['protocol'], MakeHandler])[] = [
    ['Express 5', 'http1', expressHandler(express, false)],
    ['Express 5 behind parsers that keep the bytes', 'http1', expressHandler(express, true)],
    ['Express 4', 'http1', expressHandler(express4, false)],
    ['Koa 3', 'http1', koaHandler],
    ['Koa 3', 'http2', koaHandler],
    ['Fastify 5', 'http1', fastifyHandler()],
    ['Fastify 5', 'http2', fastifyHandler({ http2: true })],
    ['fetch', 'http1', fetchHandler],
    ['fetch', 'http2', fetchHandler],
    ['Hono', 'http1', honoHandler],
  ]
  return Promise.all(
    kinds.map(async ([name, protocol, makeHandler]) => {
      const provider = createProvider<FuzzedUser>({
        publicUrl: PUBLIC_ORIGIN,
        store: memoryStore(),
        findUser: (id) => ({ id }),
        scopes: { photos: { description: 'See your photos' } },
        // A fast machine sends more wrong signatures in a minute than one sender may.
        limits: { invalidSignatures: { consume: () => Promise.resolve() } },
      })
      await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
      const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane' })
      const credentials = { consumer, token: { key: token.key, secret: token.secret } }
      return startSite({ name, protocol, credentials }, (see) => makeHandler(provider, see))
    }),
  )
}

async function startSite(
  { name, protocol, credentials }: Pick<FuzzedSite, 'name' | 'protocol' | 'credentials'>,
  makeHandler: (see: (id: string, sighting: Sighting) => void) => Handler,
): Promise<FuzzedSite> {
  const sightings = new Map<string, Sighting[]>()
  const statuses = new Map<string, number>()
  const open = new Set<object>()
  const handle = makeHandler((id, sighting) => {
    sightings.set(id, [...(sightings.get(id) ?? []), sighting])
  })
  const listener: Handler = (request, response) => {
    open.add(response)
    response.on('close', () => {
      open.delete(response)
      statuses.set(String(request.headers[ID_HEADER]), response.statusCode)
    })
    return handle(request, response)
  }
  const server: Server | Http2Server =
    protocol === 'http1'
      ? createServer(
          { requestTimeout: 2000, headersTimeout: 1500, connectionsCheckingInterval: 250 },
          (request, response) => void listener(request, response),
        )
      : createHttp2Server(
          (request, response) => void listener(request, response as unknown as ServerResponse),
        )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    name: `${name}, ${protocol}`,
    protocol,
    resolvesDots: name === 'fetch' || name === 'Hono',
    credentials,
    port: (server.address() as AddressInfo).port,
    sightings,
    statuses,
    countOpen: () => open.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

function expressHandler(framework: typeof express, keepsBytes: boolean): MakeHandler {
  return (provider, see) => {
    const { routes, protect, grant } = expressOAuth(provider, {
      getUserId: () => 'jane',
      getLoginUrl: () => '/login',
    })
    const app = framework()
    app.set('query parser', 'simple')
    if (keepsBytes) {
      app.use(
        framework.urlencoded({ extended: false, verify: keepRawBody }),
        framework.json({ verify: keepRawBody }),
      )
    }
    app.use(routes)
    const bodies = new WeakMap<object, unknown>()
    const parsers = [
      framework.urlencoded({ extended: false }),
      framework.json({ strict: false }),
      framework.text({ type: '*/*' }),
    ]
    const remember: express.RequestHandler = (request, _response, next) => {
      bodies.set(request, request.body)
      next()
    }
    const handler: express.RequestHandler = (request, response, next) => {
      readRest(request)
        .then((rest) => {
          see(String(request.headers[ID_HEADER]), {
            method: request.method,
            target: request.originalUrl,
            headers: toPairs(request.rawHeaders),
            grant: grant(request),
            query: request.query,
            body: bodies.get(request),
            parsedBody: request.body,
            rest,
          })
          response.json({ ok: true })
        })
        .catch(next)
    }
    app.use('/echo', protect(), remember, handler)
    app.use('/parsed', protect(), remember, ...parsers, handler)
    // Express recognises error handlers by their four parameters.
    const refuse = (...[error, , response, ,]: Parameters<express.ErrorRequestHandler>): void => {
      const { status = 500 } = error as { readonly status?: number }
      response.sendStatus(status)
    }
    Object.defineProperty(refuse, 'length', { value: 4 })
    app.use(refuse as express.ErrorRequestHandler)
    return (request, response) => {
      app(request as express.Request, response as express.Response)
    }
  }
}

const koaHandler: MakeHandler = (provider, see) => {
  const { routes, protect, grant } = koaOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = new Koa()
  app.on('error', () => undefined)
  app.use(routes)
  app.use(protect())
  app.use(async (context) => {
    const { body } = context.request as { body?: unknown }
    see(String(context.headers[ID_HEADER]), {
      method: context.method,
      target: context.originalUrl,
      headers: toPairs(context.req.rawHeaders),
      grant: grant(context),
      query: context.query,
      body,
      parsedBody: body,
      rest: await readRest(context.req),
    })
    context.body = { ok: true }
  })
  const handle = app.callback()
  return (request, response) => handle(request, response)
}

async function readRest(
  stream: NodeJS.ReadableStream & { readableEnded?: boolean; destroyed?: boolean },
): Promise<Buffer> {
  if (stream.readableEnded === true || stream.destroyed === true) return Buffer.alloc(0)
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** Groups names and values in turn into pairs. */
export function toPairs(rawHeaders: readonly string[]): readonly (readonly [string, string])[] {
  return Array.from(
    { length: rawHeaders.length / 2 },
    (_, index) => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const,
  )
}
