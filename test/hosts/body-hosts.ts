import { EventEmitter, once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { connect, createSecureServer, createServer as createHttp2Server } from 'node:http2'
import { createServer as createHttpsServer, request as httpsRequest } from 'node:https'
import { createRequire } from 'node:module'
import type { AddressInfo, Server } from 'node:net'
import { Readable } from 'node:stream'
import type { Writable } from 'node:stream'

import type { SignedRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider, ProviderEvent } from '@oauthplus/server'
import { expressOAuth, keepRawBody } from '@oauthplus/server-express'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import { fetchOAuth } from '@oauthplus/server-fetch'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { koaOAuth } from '@oauthplus/server-koa'
import { readNodeRequest, writeNodeResponse } from '@oauthplus/server/node'
import { bodyParser } from '@koa/bodyparser'
import express5 from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa3 from 'koa'
import Koa2 from 'koa2'
import serverlessHttp from 'serverless-http'

import { listenerOf } from '../../packages/server-fastify/test/listener-of.js'
import { listenerOf as fetchListenerOf } from '../../packages/server-fetch/test/listener-of.js'
import { TLS_CERTIFICATE } from './tls-certificate.js'

/** The public origin of every host. */
export const ORIGIN = 'https://photos.example'

/** The consumer and its access token. */
export interface HostCredentials {
  readonly consumer: { readonly key: string; readonly secret: string }
  readonly token: { readonly key: string; readonly secret: string }
}

/** The body as a handler received it. */
export interface View {
  readonly form: readonly (readonly [name: string, value: string])[]
  /** The bytes that the grant carries, as text; `null` if they were not read. */
  readonly granted: string | null
  /** `request.body`, its bytes as text. */
  readonly body: unknown
  /** The rest of the stream. */
  readonly rest: string
}

/** The response of a host, with what its handler found if it ran. */
export interface HostResponse {
  readonly status: number
  readonly view: View | undefined
}

/** How a body is sent: at once, in two pieces, or only its first half before the stream breaks. */
export type Pace = 'at once' | 'in pieces' | 'broken'

/**
 * Sends what was signed: the body by Content-Length, or without (chunks, or HTTP/2 without a
 * length). A broken one resolves with status 0.
 */
export type SendToHost = (
  request: Pick<SignedRequest, 'method' | 'url' | 'headers'> & { readonly body?: unknown },
  options?: { readonly sendLength?: boolean; readonly pace?: Pace },
) => Promise<HostResponse>

/** A host: a framework on a server. */
export interface BodyHost {
  readonly name: string
  /** Whether the host has a socket, and so passes on a body as it arrives. */
  readonly canChunk: boolean
  start(parser: Parser): Promise<{
    readonly credentials: HostCredentials
    readonly send: SendToHost
    /** Resolves with the next event of the provider. */
    nextEvent(): Promise<ProviderEvent>
    close(): Promise<void>
  }>
}

/** The parser in front of `protect()`: none, one that keeps the bytes, or one that loses them. */
export type Parser = 'none' | 'keeping' | 'losing'

interface User {
  readonly id: string
}
type MakeListener = (provider: Provider<User>, parser: Parser) => RequestListener

// Its declarations cannot be resolved from a module.
const { configure } = createRequire(import.meta.url)('@codegenie/serverless-express') as {
  configure(options: { readonly app: RequestListener }): (event: object, context: object) => unknown
}

const NO_RESPONSE: HostResponse = { status: 0, view: undefined }
const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

/** All hosts. */
export const BODY_HOSTS: readonly BodyHost[] = [
  overHttp('Express 5, HTTP/1.1', expressListener(express5)),
  overHttp('Express 4, HTTP/1.1', expressListener(express4)),
  overHttp('Koa 3, HTTP/1.1', koaListener(Koa3)),
  overHttp('Koa 2, HTTP/1.1', koaListener(Koa2)),
  overHttp('Fastify 5, HTTP/1.1', fastifyListener()),
  overHttp('fetch, HTTP/1.1', fetchListener),
  overHttp('Hono, HTTP/1.1', honoListener),
  overHttp('node:http', plainListener),
  overTls('Express 5, TLS', expressListener(express5)),
  overTls('Express 4, TLS', expressListener(express4)),
  overTls('Koa 3, TLS', koaListener(Koa3)),
  overTls('Koa 2, TLS', koaListener(Koa2)),
  overTls('Fastify 5, TLS', fastifyListener()),
  overTls('fetch, TLS', fetchListener),
  overTls('Hono, TLS', honoListener),
  overTls('node:https', plainListener),
  overHttp2('Koa 3, h2c', koaListener(Koa3)),
  overHttp2('Koa 2, h2c', koaListener(Koa2)),
  overHttp2('Fastify 5, h2c', fastifyListener({ http2: true })),
  overHttp2('fetch, h2c', fetchListener),
  overHttp2('Hono, h2c', honoListener),
  overHttp2('node:http2', plainListener),
  overHttp2('Koa 3, h2', koaListener(Koa3), 'https'),
  overHttp2('Koa 2, h2', koaListener(Koa2), 'https'),
  overHttp2('Fastify 5, h2', fastifyListener({ http2: true }), 'https'),
  overHttp2('fetch, h2', fetchListener, 'https'),
  overHttp2('Hono, h2', honoListener, 'https'),
  overHttp2('node:http2, h2', plainListener, 'https'),
  inFunction('Express 5, serverless-http', async (provider, parser) => {
    const handle = serverlessHttp(expressApp(express5, provider, parser))
    return (event) => handle(event, {}) as Promise<FunctionResult>
  }),
  inFunction('Koa 3, serverless-http', async (provider, parser) => {
    const handle = serverlessHttp(koaApp(Koa3, provider, parser))
    return (event) => handle(event, {}) as Promise<FunctionResult>
  }),
  inFunction('Express 5, @codegenie/serverless-express', async (provider, parser) => {
    const handle = configure({ app: expressApp(express5, provider, parser) })
    return (event) => handle(event, {}) as Promise<FunctionResult>
  }),
]

function expressListener(framework: typeof express5): MakeListener {
  return (provider, parser) => expressApp(framework, provider, parser)
}

function expressApp(
  framework: typeof express5,
  provider: Provider<User>,
  parser: Parser,
): express5.Express {
  const { protect, grant } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = framework()
  if (parser !== 'none') {
    const verify = parser === 'keeping' ? { verify: keepRawBody } : {}
    app.use(
      framework.urlencoded({ extended: false, ...verify }),
      framework.text({ type: '*/*', ...verify }),
    )
  }
  app.use('/echo', protect(), (request, response, next) => {
    viewOf(grant(request), request.body, request)
      .then((view) => response.json(view))
      .catch(next)
  })
  const refuse = (...[error, , response, ,]: Parameters<express5.ErrorRequestHandler>): void => {
    response.status(500).json(String(error))
  }
  Object.defineProperty(refuse, 'length', { value: 4 })
  app.use(refuse as express5.ErrorRequestHandler)
  return app
}

function koaListener(Framework: typeof Koa3): MakeListener {
  return (provider, parser) => {
    const handle = koaApp(Framework, provider, parser).callback()
    return (request, response) => void handle(request, response)
  }
}

function koaApp(Framework: typeof Koa3, provider: Provider<User>, parser: Parser): Koa3 {
  const { protect, grant } = koaOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = new Framework()
  app.silent = true
  if (parser === 'keeping') app.use(bodyParser({ enableTypes: ['form', 'text'] }))
  if (parser === 'losing') {
    app.use(async (context, next) => {
      Object.assign(context.request, { body: await textOf(context.req) })
      await next()
    })
  }
  app.use(protect())
  app.use(async (context) => {
    const { body } = context.request as { body?: unknown }
    context.body = await viewOf(grant(context), body, context.req)
  })
  return app
}

function fastifyListener(options: { readonly http2?: true } = {}): MakeListener {
  return (provider, parser) => {
    const { routes, protect, grant } = fastifyOAuth(provider, {
      getUserId: () => 'jane',
      getLoginUrl: () => '/login',
    })
    // The declarations have a type for each kind of server.
    const app = Fastify(options as object)
    if (parser !== 'none') {
      app.addHook('preParsing', async ({ raw }, _reply, payload) => {
        const bytes = Buffer.from(await textOf(payload))
        if (parser === 'keeping') keepRawBody(raw, undefined, bytes)
        return Readable.from([bytes])
      })
    }
    app.register(routes)
    // Everything but a form is left in the stream.
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', (_request, _payload, done) => {
      done(null)
    })
    app.all('/echo', { preParsing: protect() }, (request) =>
      viewOf(grant(request), request.body, request.raw),
    )
    return listenerOf(app)
  }
}

function fetchListener(provider: Provider<User>, parser: Parser): RequestListener {
  const { protect, grant } = fetchOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const echo = protect({}, async (request) => Response.json(await webView(grant(request), request)))
  return fetchListenerOf(async (received) => {
    try {
      if (parser === 'keeping') {
        return await echo(new Request(received, { body: await received.arrayBuffer() }))
      }
      if (parser === 'losing') await received.text()
      return await echo(received)
    } catch (error) {
      return Response.json(String(error), { status: 500 })
    }
  })
}

function honoListener(provider: Provider<User>, parser: Parser): RequestListener {
  return fetchListenerOf(honoApp(provider, parser).fetch)
}

function honoApp(provider: Provider<User>, parser: Parser): Hono {
  const { protect, grant } = honoOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = new Hono()
  app.onError((error, context) => context.json(String(error), 500))
  app.use(async (context, next) => {
    if (parser === 'keeping') await context.req.arrayBuffer()
    if (parser === 'losing') await context.req.raw.text()
    await next()
  })
  app.all('/echo', protect(), async (context) => {
    const { req } = context
    const request =
      parser === 'keeping'
        ? new Request(req.url, {
            method: 'POST',
            headers: req.header(),
            body: await req.arrayBuffer(),
          })
        : req.raw
    return context.json(await webView(grant(context), request))
  })
  return app
}

async function webView(grant: Parameters<typeof viewOf>[0], request: Request): Promise<View> {
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form') === true
  const body = isForm ? parsedForm(await request.clone().formData()) : undefined
  const rest = Readable.from([Buffer.from(await request.arrayBuffer())])
  return viewOf(grant, body, rest)
}

function parsedForm(form: FormData): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...form.keys()].map((name) => {
      const values = form.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

function plainListener(provider: Provider<User>, parser: Parser): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const keptBody = parser === 'none' ? undefined : Buffer.from(await textOf(request))
    const options = parser === 'keeping' ? { keptBody } : {}
    const result = await provider.authenticate(readNodeRequest(request, options))
    if (!result.ok) {
      writeNodeResponse(response, result.response)
      return
    }
    response.end(JSON.stringify(await viewOf(result.grant, undefined, request)))
  }
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500
      response.end(JSON.stringify(String(error)))
    })
  }
}

async function viewOf(
  grant: { readonly form: View['form']; readonly body: Uint8Array | undefined },
  body: unknown,
  stream: NodeJS.ReadableStream,
): Promise<View> {
  return {
    form: grant.form,
    granted: grant.body === undefined ? null : Buffer.from(grant.body).toString(),
    body: body instanceof Uint8Array ? Buffer.from(body).toString() : (body ?? null),
    rest: await textOf(stream),
  }
}

async function textOf(
  stream: NodeJS.ReadableStream & { readableEnded?: boolean },
): Promise<string> {
  if (stream.readableEnded === true) return ''
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

async function createHostProvider(): Promise<{
  readonly provider: Provider<User>
  readonly credentials: HostCredentials
  nextEvent(): Promise<ProviderEvent>
}> {
  const events = new EventEmitter()
  const provider = createProvider<User>({
    publicUrl: ORIGIN,
    store: memoryStore(),
    findUser: (id) => ({ id }),
    on: (event) => events.emit('event', event),
  })
  await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
  const { key, secret } = await provider.tokens.issue({
    consumerKey: consumer.key,
    userId: 'jane',
  })
  return {
    provider,
    credentials: { consumer, token: { key, secret } },
    async nextEvent() {
      const [event] = (await once(events, 'event')) as [ProviderEvent]
      return event
    },
  }
}

function overTls(name: string, makeListener: MakeListener): BodyHost {
  return overHttp(name, makeListener, 'https')
}

function overHttp(
  name: string,
  makeListener: MakeListener,
  protocol: 'http' | 'https' = 'http',
): BodyHost {
  const request = protocol === 'http' ? httpRequest : httpsRequest
  return {
    name,
    canChunk: true,
    async start(parser) {
      const { provider, ...host } = await createHostProvider()
      const listener = makeListener(provider, parser)
      const server =
        protocol === 'http' ? createServer(listener) : createHttpsServer(TLS_CERTIFICATE, listener)
      const port = await listen(server)
      return {
        ...host,
        send: (signed, { sendLength = true, pace = 'at once' } = {}) =>
          new Promise((resolve, reject) => {
            const { path, headers, body } = partsOf(signed)
            const length = sendLength && body.length > 0 ? ['Content-Length', body.length] : []
            const chunked = sendLength ? [] : ['Transfer-Encoding', 'chunked']
            const sent = request(
              {
                port,
                host: '127.0.0.1',
                rejectUnauthorized: false,
                method: signed.method,
                path,
                agent: false,
                headers: ['Host', 'photos.example', ...headers.flat(), ...length, ...chunked].map(
                  String,
                ),
              },
              (response) => {
                textOf(response).then((text) => {
                  resolve(responseOf(response.statusCode ?? 0, text))
                }, reject)
              },
            )
            sent.on('error', reject)
            sendBody(sent, body, {
              pace,
              onBroken: () => {
                resolve(NO_RESPONSE)
              },
            })
          }),
        close: () => close(server),
      }
    },
  }
}

function overHttp2(
  name: string,
  makeListener: MakeListener,
  protocol: 'http' | 'https' = 'http',
): BodyHost {
  return {
    name,
    canChunk: true,
    async start(parser) {
      const { provider, ...host } = await createHostProvider()
      const listener = makeListener(provider, parser)
      const listen2 = (request: unknown, response: unknown): void => {
        listener(request as IncomingMessage, response as ServerResponse)
      }
      const server =
        protocol === 'http'
          ? createHttp2Server(listen2)
          : createSecureServer(TLS_CERTIFICATE, listen2)
      const port = await listen(server)
      const session = connect(`${protocol}://127.0.0.1:${port}`, { rejectUnauthorized: false })
      return {
        ...host,
        send: (signed, { sendLength = true, pace = 'at once' } = {}) =>
          new Promise((resolve, reject) => {
            const { path, headers, body } = partsOf(signed)
            const stream = session.request({
              ':method': signed.method,
              ':path': path,
              ...Object.fromEntries(headers.map(([key, value]) => [key.toLowerCase(), value])),
              ...(sendLength ? { 'content-length': String(body.length) } : {}),
            })
            let status = 0
            stream.on('response', (received) => {
              status = received[':status'] ?? 0
            })
            stream.on('error', reject)
            textOf(stream).then((text) => {
              resolve(responseOf(status, text))
            }, reject)
            sendBody(stream, body, {
              pace,
              onBroken: () => {
                resolve(NO_RESPONSE)
              },
            })
          }),
        async close() {
          session.destroy()
          await close(server)
        },
      }
    },
  }
}

function sendBody(
  stream: Writable,
  body: Buffer,
  { pace, onBroken }: { readonly pace: Pace; readonly onBroken: () => void },
): void {
  if (pace === 'at once') {
    stream.end(body)
    return
  }
  const half = Math.floor(body.length / 2)
  stream.write(body.subarray(0, half), () => {
    if (pace === 'in pieces') stream.end(body.subarray(half))
    else {
      stream.destroy()
      onBroken()
    }
  })
}

interface FunctionResult {
  readonly statusCode: number
  readonly body: string
  readonly isBase64Encoded?: boolean
}

function inFunction(
  name: string,
  makeFunction: (
    provider: Provider<User>,
    parser: Parser,
  ) => Promise<(event: object) => Promise<FunctionResult>>,
): BodyHost {
  return {
    name,
    canChunk: false,
    async start(parser) {
      const { provider, ...host } = await createHostProvider()
      const invoke = await makeFunction(provider, parser)
      return {
        ...host,
        async send(signed, { sendLength = true } = {}) {
          const { path: target, headers, body } = partsOf(signed)
          const [path = '', query = ''] = target.split('?')
          const parameters = [...new URLSearchParams(query)]
          const length = sendLength ? { 'Content-Length': String(body.length) } : {}
          const all = { Host: 'photos.example', ...Object.fromEntries(headers), ...length }
          // An event of Amazon API Gateway, version 1.
          const result = await invoke({
            resource: '/{proxy+}',
            httpMethod: signed.method,
            path,
            headers: all,
            multiValueHeaders: Object.fromEntries(
              Object.entries(all).map(([key, value]) => [key, [value]]),
            ),
            queryStringParameters: Object.fromEntries(parameters),
            multiValueQueryStringParameters: Object.fromEntries(
              parameters.map(([key, value]) => [key, [value]]),
            ),
            requestContext: {
              identity: { sourceIp: '192.0.2.1' },
              path,
              httpMethod: signed.method,
            },
            body: body.length === 0 ? null : body.toString('base64'),
            isBase64Encoded: body.length > 0,
          })
          const text =
            result.isBase64Encoded === true
              ? Buffer.from(result.body, 'base64').toString()
              : result.body
          return responseOf(result.statusCode, text)
        },
        close: () => Promise.resolve(),
      }
    },
  }
}

function partsOf(signed: Parameters<SendToHost>[0]) {
  const body = typeof signed.body === 'string' ? Buffer.from(signed.body) : Buffer.alloc(0)
  return { path: signed.url.slice(ORIGIN.length), headers: signed.headers, body }
}

function responseOf(status: number, text: string): HostResponse {
  return { status, view: status === 200 && text !== '' ? (JSON.parse(text) as View) : undefined }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function close(server: Server & { closeAllConnections?(): void }): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections?.()
  })
}
