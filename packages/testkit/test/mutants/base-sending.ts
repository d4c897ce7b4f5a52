import { createNonce } from '@oauthplus/core'

import type { ClientTask } from '../../src/index.js'

import { exchange } from './base-exchange.js'
import type { Kind, Reply } from './base-exchange.js'
import type { Faulty } from './base-provider.js'
import { signed } from './base-signing.js'
import type { Signed, SigningOptions, Unsigned } from './base-signing.js'

export type { Reply } from './base-exchange.js'

/** How to send a request. */
export interface SendingOptions extends SigningOptions {
  readonly faulty: Faulty
  /** The purpose of the request. A resource by default. */
  readonly kind?: Kind | undefined
}

const MOST_REDIRECTS = 10
const RETRIES = 3
const LOOPBACK = /^(?:localhost|127\.[\d.]+|\[::1\])$/

/** Signs a request, sends it, and follows redirects within its origin, but for what is planted. */
export async function sendSigned(
  given: Unsigned,
  task: ClientTask,
  options: SendingOptions,
): Promise<Reply> {
  const { faulty, kind = 'resource' } = options
  const request = faulty('urls-normalized') ? { ...given, url: new URL(given.url).href } : given
  const nonce = faulty(`${kind}-retried-with-nonce`) ? createNonce() : undefined
  let { reply, sent } = await follow(request, task, { nonce, ...options })
  const weaker = weakerMethod(reply, task.signatureMethod, { faulty, kind })
  if (weaker !== undefined) {
    const weakened = { ...task, signatureMethod: weaker }
    return (await follow(request, weakened, options)).reply
  }
  for (let retries = 0; retries < RETRIES && reply.status >= 429; retries += 1) {
    if (faulty(`${kind}-retried-as-it-is`)) {
      reply = await exchange(sent, { faulty, kind, certificateFile: task.certificateFile })
    } else if (faulty('retries') || nonce !== undefined) {
      ;({ reply, sent } = await follow(request, task, { nonce, ...options }))
    }
  }
  return reply
}

/** Gives the weaker method that a client tries after a refusal. */
function weakerMethod(
  { status }: Reply,
  method: string,
  { faulty, kind }: { readonly faulty: Faulty; readonly kind: Kind },
): string | undefined {
  if (status !== 400 && status !== 401) return undefined
  if (faulty(`${kind}-plaintext-after-refusal`)) return 'PLAINTEXT'
  return faulty(`${kind}-sha1-after-refusal`) && method !== 'PLAINTEXT'
    ? method.replace(/SHA\d+/, 'SHA1')
    : undefined
}

async function follow(
  request: Unsigned,
  task: ClientTask,
  options: SendingOptions,
): Promise<{ readonly reply: Reply; readonly sent: Signed }> {
  const { faulty, kind = 'resource' } = options
  const exchanging = { faulty, kind, certificateFile: task.certificateFile }
  let current = request
  let first: Signed | undefined
  for (let redirects = 0; ; redirects += 1) {
    const sent = await signedAgain(current, task, { options, first })
    first ??= sent
    const reply = await exchange(sent, exchanging).catch((error: unknown) => {
      if (faulty('lost-retried-as-it-is')) return exchange(sent, exchanging)
      throw error
    })
    if (reply.location === undefined || reply.status < 300 || reply.status > 399) {
      return { reply, sent }
    }
    if (faulty('redirects-returned')) return { reply, sent }
    if (faulty('redirects-refused')) throw new Error('redirects are not followed')
    if (redirects >= MOST_REDIRECTS && !faulty('redirect-endless')) {
      throw new Error('too many redirects')
    }
    const target = targetOf(reply.location, current.url, faulty)
    if (faulty('redirect-query-forwarded') && target.origin !== new URL(current.url).origin) {
      const url = `${target.href}${new URL(sent.url).search}`
      return { reply: await exchange({ method: 'GET', url }, exchanging), sent }
    }
    refuseTarget(target, new URL(current.url), { faulty, kind, status: reply.status })
    current = { ...current, url: `${target.origin}${target.pathname}${target.search}` }
  }
}

/** Signs a request, and the target of a redirect as the first one was, if that is planted. */
function signedAgain(
  current: Unsigned,
  task: ClientTask,
  { options, first }: { readonly options: SendingOptions; readonly first: Signed | undefined },
): Promise<Signed> | Signed {
  const { faulty } = options
  if (first !== undefined && faulty('redirect-same-header')) return { ...first, url: current.url }
  if (first !== undefined && faulty('redirects-followed-unsigned')) return current
  const nonce = faulty('redirect-same-nonce') ? 'one-nonce-for-all-of-a-redirect' : options.nonce
  return signed(current, task, { ...options, nonce })
}

function targetOf(location: string, from: string, faulty: Faulty): URL {
  return faulty('redirect-absolute-only') ? new URL(location) : new URL(location, from)
}

function refuseTarget(
  target: URL,
  from: URL,
  how: { readonly faulty: Faulty; readonly kind: Kind; readonly status: number },
): void {
  const { faulty, kind, status } = how
  if (target.origin === from.origin) return
  const isDown = from.protocol === 'https:' && target.protocol === 'http:'
  const isToken = kind !== 'resource'
  const isAllowed =
    faulty(
      isDown ? 'redirect-to-http' : isToken ? 'token-redirect-anywhere' : 'redirect-anywhere',
    ) ||
    faulty(`${kind}-redirect-${status}`) ||
    (faulty('redirect-same-port') && !isDown && target.port === from.port) ||
    (faulty('redirect-same-start') && target.href.startsWith(from.origin))
  if (!isAllowed) throw new Error(`a redirect to ${target.origin} is not followed`)
}

/** Refuses what would send secrets in the open. */
export function refuseOpen(url: string, isAllowed: boolean): void {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'http:' && !LOOPBACK.test(hostname) && !isAllowed) {
    throw new Error('secrets go over https alone')
  }
}
