import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

import type { ClientTask } from '../../src/index.js'

import type { Faulty } from './base-provider.js'
import { signed } from './base-signing.js'
import type { Signed, SigningOptions, Unsigned } from './base-signing.js'

/** What came back. */
export interface Reply {
  readonly status: number
  readonly location: string | undefined
  readonly challenge: string
  readonly body: string
}

const MOST_REDIRECTS = 10
const LOOPBACK = /^(?:localhost|127\.[\d.]+|\[::1\])$/

/** Signs a request, sends it, and follows redirects within its origin, but for what is planted. */
export async function sendSigned(
  request: Unsigned,
  task: ClientTask,
  options: SigningOptions & { readonly faulty: Faulty; readonly isToken?: boolean },
): Promise<Reply> {
  const { faulty, isToken = false } = options
  let current = request
  let first: Signed | undefined
  for (let redirects = 0; ; redirects += 1) {
    const nonce = faulty('redirect-same-nonce') ? 'one-nonce-for-all-of-a-redirect' : undefined
    const kept = faulty('redirect-same-header') ? first : undefined
    const sent =
      kept === undefined
        ? await signed(current, task, { ...options, nonce })
        : { ...kept, url: current.url }
    first ??= sent
    const reply = await exchange(sent, task.certificateFile)
    if (reply.location === undefined || reply.status < 300 || reply.status > 399) return reply
    if (redirects >= MOST_REDIRECTS && !faulty('redirect-endless')) {
      throw new Error('too many redirects')
    }
    const target = targetOf(reply.location, current.url, faulty)
    refuseTarget(target, new URL(current.url), { faulty, isToken })
    current = { ...current, url: target.href }
  }
}

function targetOf(location: string, from: string, faulty: Faulty): URL {
  return faulty('redirect-absolute-only') ? new URL(location) : new URL(location, from)
}

function refuseTarget(
  target: URL,
  from: URL,
  { faulty, isToken }: { readonly faulty: Faulty; readonly isToken: boolean },
): void {
  if (target.origin === from.origin) return
  const isDown = from.protocol === 'https:' && target.protocol === 'http:'
  const allowed = isDown
    ? 'redirect-to-http'
    : isToken
      ? 'token-redirect-anywhere'
      : 'redirect-anywhere'
  if (!faulty(allowed)) throw new Error(`a redirect to ${target.origin} is not followed`)
}

/** Refuses what would send secrets in the open. */
export function refuseOpen(url: string, isAllowed: boolean): void {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'http:' && !LOOPBACK.test(hostname) && !isAllowed) {
    throw new Error('secrets go over https alone')
  }
}

function exchange(sent: Signed, certificateFile: string): Promise<Reply> {
  const { protocol, hostname, port } = new URL(sent.url)
  const target = sent.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/')
  const begin = protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = begin(
      {
        host: hostname.replaceAll(/^\[|\]$/g, ''),
        port,
        method: sent.method.toUpperCase(),
        path: target,
        ca: protocol === 'https:' ? readFileSync(certificateFile) : undefined,
        agent: false,
        headers: {
          ...(sent.authorization === undefined ? {} : { authorization: sent.authorization }),
          ...(sent.contentType === undefined ? {} : { 'content-type': sent.contentType }),
          ...(sent.body === undefined ? {} : { 'content-length': Buffer.byteLength(sent.body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location,
            challenge: response.headers['www-authenticate'] ?? '',
            body: Buffer.concat(chunks).toString(),
          })
        })
      },
    )
    request.on('error', reject)
    request.end(sent.body)
  })
}
