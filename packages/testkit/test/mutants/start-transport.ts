import { createServer, request as sendRequest } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import type { ClientHttp2Session } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import { connect, createServer as createSocketServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'

import { CERTIFICATE } from '../../src/consumer-suite/certificate.js'

/** How a provider is reached. */
export type Transport = 'http' | 'tls' | 'http10' | 'http2' | 'proxy'

/** Serves a request: HTTP/2 requests have the same shape. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => void

/** A server that listens. */
export interface RunningTransport {
  readonly origin: string
  readonly close: () => Promise<void>
}

/** Starts a server, and a proxy before it if the transport has one. */
export async function startTransport(
  serve: Serve,
  transport: Transport,
): Promise<RunningTransport> {
  const closers: (() => void)[] = []
  const listen = async (server: Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    closers.push(() => {
      server.close()
      if ('closeAllConnections' in server)
        (server as { closeAllConnections(): void }).closeAllConnections()
    })
    return (server.address() as AddressInfo).port
  }
  const port = await listenBehind(serve, transport, { listen, closers })
  return {
    origin: `${transport === 'tls' ? 'https' : 'http'}://localhost:${port}`,
    close: async () => {
      for (const close of closers) close()
      await Promise.resolve()
    },
  }
}

async function listenBehind(
  serve: Serve,
  transport: Transport,
  tools: {
    readonly listen: (server: Server) => Promise<number>
    readonly closers: (() => void)[]
  },
): Promise<number> {
  const { listen, closers } = tools
  if (transport === 'tls') return listen(createTlsServer(CERTIFICATE, serve))
  if (transport !== 'http2') {
    const inner = await listen(createServer(serve))
    if (transport === 'http') return inner
    return listen(transport === 'http10' ? createHttp10Server(inner) : createProxy(inner))
  }
  const inner = await listen(createHttp2Server(serve as unknown as () => void))
  const session = connectHttp2(`http://localhost:${inner}`)
  closers.unshift(() => {
    session.destroy()
  })
  return listen(createHttp2Proxy(session))
}

/** Writes HTTP/1.0 into every response. */
function createHttp10Server(inner: number): Server {
  return createSocketServer((socket) => {
    const upstream = connect(inner, 'localhost')
    let isFirst = true
    upstream.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1')
      socket.write(isFirst ? text.replace(/^HTTP\/1\.1/, 'HTTP/1.0') : text, 'latin1')
      isFirst = false
    })
    upstream.on('end', () => socket.end())
    for (const end of [socket, upstream]) end.on('error', () => socket.destroy())
    socket.pipe(upstream)
  })
}

/** Forwards every request over a new connection, with other headers. */
function createProxy(inner: number): Server {
  return createServer((request, response) => {
    const headers = [...request.rawHeaders, 'X-Forwarded-For', '192.0.2.1', 'Via', '1.1 proxy']
    const { method, url } = request
    const forwarded = sendRequest(
      { host: 'localhost', port: inner, method, path: url, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    forwarded.on('error', () => response.destroy())
    request.pipe(forwarded)
  })
}

/** Forwards every request by HTTP/2. */
function createHttp2Proxy(session: ClientHttp2Session): Server {
  return createServer((request, response) => {
    const { host = '' } = request.headers
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(
        ([name]) => !['host', 'connection', 'transfer-encoding'].includes(name),
      ),
    )
    if (request.rawHeaders.filter((name) => name === 'Authorization').length > 1) {
      response.writeHead(400).end()
      return
    }
    const stream = session.request(
      {
        ...headers,
        ':method': request.method ?? 'GET',
        ':path': request.url ?? '/',
        ':authority': host,
      },
      { endStream: false },
    )
    stream.on('response', ({ ':status': status = 502, ...answered }) => {
      const plain = Object.entries(answered).filter(([name]) => !name.startsWith(':'))
      response.writeHead(status, Object.fromEntries(plain) as Record<string, string>)
      stream.pipe(response)
    })
    stream.on('error', () => response.destroy())
    request.pipe(stream)
  })
}
