import { readFileSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { Agent as SecureAgent, request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'

import type { Faulty } from './base-provider.js'
import type { Signed } from './base-signing.js'

/** A response. */
export interface Reply {
  readonly status: number
  readonly location: string | undefined
  readonly challenge: string
  readonly contentType: string
  readonly body: string
}

/** The purpose of a request. */
export type Kind = 'token' | 'exchange' | 'resource'

/** How to exchange a request for its response. */
export interface ExchangeOptions {
  readonly faulty: Faulty
  readonly kind: Kind
  readonly certificateFile: string
}

const keptAlive = new Agent({ keepAlive: true })
const keptAliveSecurely = new SecureAgent({ keepAlive: true })

/** Sends a request and reads the response. */
export function exchange(sent: Signed, options: ExchangeOptions): Promise<Reply> {
  const { faulty, kind } = options
  const { protocol, hostname, port } = new URL(sent.url)
  const isSecure = protocol === 'https:'
  const connection = {
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(port || (isSecure ? 443 : 80)),
    ...(isSecure ? securityOf(options) : {}),
  }
  const target = sent.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/')
  const headers = headersOf(sent, { faulty, kind })
  if (faulty('http-1.0')) return exchangeByHttp10(sent, { connection, isSecure, target, headers })
  const begin = isSecure ? httpsRequest : httpRequest
  const agent = isSecure ? keptAliveSecurely : keptAlive
  return new Promise((resolve, reject) => {
    const request = begin(
      {
        ...connection,
        method: methodSent(sent.method, faulty),
        path: target,
        agent: faulty('connections-kept') ? agent : false,
        headers,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          resolve(replyOf(response.statusCode ?? 0, response.headers, Buffer.concat(chunks)))
        })
      },
    )
    request.on('error', reject)
    request.end(sent.body)
  })
}

function methodSent(method: string, faulty: Faulty): string {
  return faulty('method-sent-as-given') ? method : method.toUpperCase()
}

function securityOf({
  faulty,
  kind,
  certificateFile,
}: ExchangeOptions): Pick<ConnectionOptions, 'ca' | 'checkServerIdentity' | 'rejectUnauthorized'> {
  const isUnverified = faulty(kind === 'resource' ? 'tls-unverified' : 'token-tls-unverified')
  return {
    ca: readFileSync(certificateFile),
    rejectUnauthorized: !isUnverified,
    ...(faulty('tls-host-unverified') ? { checkServerIdentity: () => undefined } : {}),
  }
}

function headersOf(
  sent: Signed,
  { faulty, kind }: Pick<ExchangeOptions, 'faulty' | 'kind'>,
): OutgoingHttpHeaders {
  const { authorization, contentType, body, referer } = sent
  const isHostWrong = faulty(kind === 'resource' ? 'host-wrong' : 'token-host-wrong')
  const isChunked = faulty('bodies-chunked')
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(body === undefined
      ? {}
      : isChunked
        ? { 'transfer-encoding': 'chunked' }
        : { 'content-length': Buffer.byteLength(body) }),
    ...(isHostWrong ? { host: 'photos.example' } : {}),
    ...(referer === undefined ? {} : { referer }),
    ...(faulty('headers-added')
      ? { 'user-agent': 'printer/1.0', accept: '*/*', cookie: 'seen=1', 'x-request-id': 'abc' }
      : {}),
  }
}

function replyOf(status: number, headers: IncomingHttpHeaders, body: Buffer): Reply {
  return {
    status,
    location: headers.location,
    challenge: headers['www-authenticate'] ?? '',
    contentType: headers['content-type'] ?? '',
    body: body.toString(),
  }
}

/** Sends a request by HTTP/1.0, without a Host header. */
async function exchangeByHttp10(
  { method, body = '' }: Signed,
  given: {
    readonly connection: { readonly host: string; readonly port: number }
    readonly isSecure: boolean
    readonly target: string
    readonly headers: OutgoingHttpHeaders
  },
): Promise<Reply> {
  const { connection, isSecure, target, headers } = given
  const { host } = connection
  const servername = /[a-z]/i.test(host) ? { servername: host } : {}
  const socket = isSecure ? connectSecurely({ ...connection, ...servername }) : connect(connection)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
  socket.write(`${method.toUpperCase()} ${target} HTTP/1.0\r\n${lines.join('')}\r\n${body}`)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  const [head = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n')
  const [statusLine = '', ...fields] = head.split('\r\n')
  const received = Object.fromEntries(
    fields.map((field) => {
      const [name = '', ...value] = field.split(': ')
      return [name.toLowerCase(), value.join(': ')]
    }),
  )
  return replyOf(Number(statusLine.split(' ')[1]), received, Buffer.from(rest.join('\r\n\r\n')))
}
