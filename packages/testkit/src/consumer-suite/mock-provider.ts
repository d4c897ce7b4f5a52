import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

import type { WireMessage } from '../reference/index.js'
import type { WireResponse } from '../wire/exchange.js'
import { CERTIFICATE } from './certificate.js'

/** Where the provider of a run listens. */
export interface Origins {
  /** Plain http on this machine. */
  readonly plain: string
  /** Another origin. */
  readonly other: string
  /** https. */
  readonly secure: string
  /** The first by an address that is not known to be this machine. */
  readonly open: string
  /** The first by its IPv6 address, where there is one. */
  readonly ipv6: string | undefined
  /** http on port 80, where that is allowed. */
  readonly port80: string | undefined
  /** http on port 443, where that is allowed. */
  readonly port443: string | undefined
}

/** At which of its origins something arrived. */
export type OriginName = 'plain' | 'other' | 'secure'

/** Answers what arrived. */
export type Respond = (origin: OriginName, message: WireMessage) => WireResponse

/** A provider that runs. */
export interface MockProvider {
  readonly origins: Origins
  /** Answers from now on. */
  respondWith(respond: Respond): void
  close(): Promise<void>
}

const MAX_BODY_BYTES = 1_000_000

/** Starts the servers that a client is tested against. */
export async function startMockProvider(): Promise<MockProvider> {
  const servers: Server[] = []
  let respond: Respond = () => ({ status: 503, headers: [], body: '' })

  async function listen(
    origin: OriginName,
    { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
  ): Promise<number> {
    const handleRequest = (request: IncomingMessage, response: ServerResponse): void => {
      void serve({ origin, respond }, request, response)
    }
    const server =
      origin === 'secure'
        ? createSecureServer(CERTIFICATE, handleRequest)
        : createServer(handleRequest)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
    servers.push(server)
    return (server.address() as AddressInfo).port
  }

  // What this machine may refuse: IPv6, and ports that belong to root.
  const listenIfAllowed = (host: string, port: number): Promise<number | undefined> =>
    listen('plain', { host, port }).catch(() => undefined)

  const port = await listen('plain')
  const ipv6 = await listenIfAllowed('::1', port)
  // Its own address, so that nothing else has these ports.
  const own = `127.${process.pid % 250}.${port % 250}.${(port % 241) + 2}`
  const port80 = await listenIfAllowed(own, 80)
  const port443 = await listenIfAllowed(own, 443)
  return {
    origins: {
      plain: `http://127.0.0.1:${port}`,
      other: `http://127.0.0.1:${await listen('other')}`,
      secure: `https://localhost:${await listen('secure')}`,
      open: `http://0.0.0.0:${port}`,
      ipv6: ipv6 === undefined ? undefined : `http://[::1]:${ipv6}`,
      port80: port80 === undefined ? undefined : `http://${own}:80`,
      port443: port443 === undefined ? undefined : `http://${own}:443`,
    },
    respondWith(next) {
      respond = next
    },
    async close() {
      await Promise.all(servers.map(closeServer))
    },
  }
}

async function serve(
  { origin, respond }: { readonly origin: OriginName; readonly respond: Respond },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > MAX_BODY_BYTES) throw new Error('too long')
      chunks.push(chunk)
    }
    const wireResponse = respond(origin, readMessage(origin, request, Buffer.concat(chunks)))
    response.writeHead(wireResponse.status, wireResponse.headers.flat())
    response.end(wireResponse.body)
  } catch {
    response.destroy()
  }
}

function readMessage(origin: OriginName, request: IncomingMessage, body: Buffer): WireMessage {
  const { rawHeaders, method = '', url = '' } = request
  return {
    method,
    scheme: origin === 'secure' ? 'https' : 'http',
    // Node reads the request line octet by octet.
    target: removeOrigin(Buffer.from(url, 'latin1').toString('utf8')),
    headers: Array.from(
      { length: rawHeaders.length / 2 },
      (_, index) => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const,
    ),
    body,
  }
}

/** Takes the origin off a target that is written as a whole URL, as proxies get it. */
function removeOrigin(target: string): string {
  return target.replace(/^https?:\/\/[^/?]+/i, '')
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
