import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

import type { WireMessage } from '../reference/index.js'
import type { WireResponse } from '../wire/exchange.js'
import { CERTIFICATE, UNTRUSTED_CERTIFICATE } from './certificate.js'

/** The origins of the provider. */
export interface Origins {
  /** http on a loopback address. */
  readonly plain: string
  /** Another origin. */
  readonly other: string
  /** https. */
  readonly secure: string
  /** https with a certificate that nobody trusts. */
  readonly untrusted: string
  /** https with a trusted certificate of another host, if this machine has such an address. */
  readonly misnamed: string | undefined
  /** The first origin with another name of the same machine. */
  readonly named: string
  /** The first origin with an address that clients do not know as loopback. */
  readonly open: string
  /** The first origin with an IPv6 address, if there is one. */
  readonly ipv6: string | undefined
  /** http on port 80, if that is allowed. */
  readonly port80: string | undefined
  /** http on port 443, if that is allowed. */
  readonly port443: string | undefined
}

/** The origin of a request. */
export type OriginName = 'plain' | 'other' | 'secure' | 'untrusted' | 'misnamed'

/** Creates the response of a request. */
export type Respond = (origin: OriginName, message: WireMessage) => WireResponse

/** A running provider with scripted responses. */
export interface MockProvider {
  readonly origins: Origins
  /** Sets the function that creates responses. */
  respondWith(respond: Respond): void
  close(): Promise<void>
}

/** The response that closes the connection instead. */
export const NO_RESPONSE: WireResponse = { status: 0, headers: [], body: '' }

const MAX_BODY_BYTES = 1_000_000
// The certificate does not name this address.
const MISNAMED_HOST = '127.0.0.2'
const CERTIFICATES: Partial<Readonly<Record<OriginName, typeof CERTIFICATE>>> = {
  secure: CERTIFICATE,
  misnamed: CERTIFICATE,
  untrusted: UNTRUSTED_CERTIFICATE,
}

/** Starts the servers of the provider. */
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
    const certificate = CERTIFICATES[origin]
    const server =
      certificate === undefined
        ? createServer({ requireHostHeader: false }, handleRequest)
        : createSecureServer({ ...certificate, requireHostHeader: false }, handleRequest)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
    servers.push(server)
    return (server.address() as AddressInfo).port
  }

  // The machine may lack IPv6, and only root may use low ports.
  const listenIfAllowed = (
    host: string,
    port: number,
    origin: OriginName = 'plain',
  ): Promise<number | undefined> => listen(origin, { host, port }).catch(() => undefined)

  const port = await listen('plain')
  const ipv6 = await listenIfAllowed('::1', port)
  // A separate address, on which nothing else uses these ports.
  const own = `127.${process.pid % 250}.${port % 250}.${(port % 241) + 2}`
  const port80 = await listenIfAllowed(own, 80)
  const port443 = await listenIfAllowed(own, 443)
  const misnamed = await listenIfAllowed(MISNAMED_HOST, 0, 'misnamed')
  return {
    origins: {
      plain: `http://127.0.0.1:${port}`,
      other: `http://127.0.0.1:${await listen('other')}`,
      secure: `https://localhost:${await listen('secure')}`,
      untrusted: `https://localhost:${await listen('untrusted')}`,
      misnamed: misnamed === undefined ? undefined : `https://${MISNAMED_HOST}:${misnamed}`,
      named: `http://localhost:${port}`,
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
    if (wireResponse.status === NO_RESPONSE.status) {
      response.destroy()
      return
    }
    response.writeHead(wireResponse.status, wireResponse.headers.flat())
    response.end(wireResponse.body)
  } catch {
    response.destroy()
  }
}

function readMessage(origin: OriginName, request: IncomingMessage, body: Buffer): WireMessage {
  const { rawHeaders, method = '', url = '' } = request
  // Node reads the request line octet by octet.
  const { authority, target } = splitTarget(Buffer.from(url, 'latin1').toString('utf8'))
  const headers = Array.from(
    { length: rawHeaders.length / 2 },
    (_, index) => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const,
  )
  return {
    method,
    scheme: CERTIFICATES[origin] === undefined ? 'http' : 'https',
    target,
    // RFC 9112 section 3.2.2: the authority of a target in absolute form replaces Host.
    headers:
      authority === undefined
        ? headers
        : [...headers.filter(([name]) => name.toLowerCase() !== 'host'), ['Host', authority]],
    body,
  }
}

/** Splits a target in absolute form, which clients send to proxies. */
function splitTarget(url: string): { readonly authority?: string; readonly target: string } {
  const [origin = '', authority] = /^https?:\/\/([^/?]+)/i.exec(url) ?? []
  const target = url.slice(origin.length)
  return authority === undefined ? { target } : { authority, target }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
