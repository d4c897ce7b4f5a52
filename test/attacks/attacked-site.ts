import { createServer, request as httpRequest } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { signRequest } from '@oauthplus/core'
import type {
  HeaderList,
  SignedRequest,
  SignRequestOptions,
  UnsignedRequest,
} from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider, ProviderEvent, ProviderOptions } from '@oauthplus/server'

/** A User of the site under attack. */
export interface SiteUser {
  readonly id: string
}

/**
 * Makes an application of a framework: the routes; `/echo`, protected, which responds with JSON of
 * `{ user, query, form, body }`; `/photos`, protected with the scope `photos`; `/machines`, open to
 * two-legged requests, which responds with JSON of `{ user, consumer }`. The header
 * `x-user` names the user who is logged in, in place of a session cookie.
 */
export type MakeSite = (provider: Provider<SiteUser>) => RequestListener

/** A key and its secret. */
export interface KeyAndSecret {
  readonly key: string
  readonly secret: string
}

/** A response as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** Names in lower case, in turn with their values. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** The problem code in the body; `undefined` without one. */
  readonly code: string | undefined
}

/** A request that is sent over the wire unchanged. */
export interface RawRequest {
  readonly method: string
  /** The request target: a path, or a whole URL. */
  readonly target: string
  readonly headers: HeaderList
  readonly body?: string | Uint8Array | null | undefined
}

/** The site under attack, and what both its users and its attackers can do. */
export interface AttackedSite {
  readonly origin: string
  readonly provider: Provider<SiteUser>
  readonly clock: { nowSeconds: number }
  readonly events: ProviderEvent[]
  /** Sends what was signed, or anything else, over the wire as it is. */
  send(request: SignedRequest | RawRequest): Promise<RawAnswer>
  /** Signs as the Printer by default. */
  sign(
    request: UnsignedRequest,
    signer?: { readonly consumer?: KeyAndSecret; readonly token?: KeyAndSecret },
    options?: SignRequestOptions,
  ): Promise<SignedRequest>
  /** Asks for a request token. */
  requestToken(options?: {
    readonly callback?: string
    readonly scope?: string
  }): Promise<KeyAndSecret>
  /** Opens the consent page as a user. */
  consentPage(tokenKey: string, userId?: string): Promise<RawAnswer>
  /** Posts a decision as a user. */
  decide(form: Readonly<Record<string, string>>, userId?: string): Promise<RawAnswer>
  /** Approves as a user, page first, and gives the verifier. */
  approve(tokenKey: string, userId?: string): Promise<string>
  /** Exchanges a request token. */
  exchange(token: KeyAndSecret, verifier: string, consumer?: KeyAndSecret): Promise<RawAnswer>
  /** Goes through the whole flow. */
  accessToken(options?: { readonly scope?: string }): Promise<KeyAndSecret>
  close(): Promise<void>
}

/** The consumer of whom the site's users think well. */
export const PRINTER: KeyAndSecret = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
/** A Consumer whose author means harm. */
export const RIVAL: KeyAndSecret = { key: 'rival', secret: 'secret-of-the-rival' }
/** The Printer's registered callback. */
export const CALLBACK = 'https://printer.example/ready'

/** Starts the site. */
export async function startSite(
  makeSite: MakeSite,
  options: Partial<ProviderOptions<SiteUser>> = {},
): Promise<AttackedSite> {
  const clock = { nowSeconds: Math.floor(Date.now() / 1000) }
  const events: ProviderEvent[] = []
  const provider = createProvider<SiteUser>({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
    verifyPassword: ({ username, password }) =>
      username === 'jane' && password === 'correct horse' ? 'jane' : undefined,
    now: () => clock.nowSeconds * 1000,
    on: (event) => events.push(event),
    ...options,
  })
  const callbacks = ['oob', CALLBACK, 'http://127.0.0.1:*']
  await provider.consumers.register({ ...PRINTER, name: 'Printer', callbacks, allowXauth: true })
  await provider.consumers.register({ ...RIVAL, name: 'Rival', callbacks: ['oob'] })
  const server = createServer(makeSite(provider))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const authorize = '/oauth/authorize'

  const send: AttackedSite['send'] = (request) => sendRaw(server, rawOf(request))
  const sign: AttackedSite['sign'] = (request, signer = {}, signing = {}) =>
    signRequest(
      { ...request, url: `${origin}${request.url as string}` },
      { consumer: PRINTER, ...signer },
      { timestampSeconds: clock.nowSeconds, ...signing },
    )
  const site: AttackedSite = {
    origin,
    provider,
    clock,
    events,
    send,
    sign,
    async requestToken({ callback = CALLBACK, scope = '' } = {}) {
      const url = `/oauth/request_token${scope && `?scope=${scope}`}`
      return tokenOf(await send(await sign({ method: 'POST', url }, {}, { callback })))
    },
    consentPage: (tokenKey, userId = 'jane') =>
      send({
        method: 'GET',
        target: `${authorize}?oauth_token=${encodeURIComponent(tokenKey)}`,
        headers: [['x-user', userId]],
      }),
    decide: (form, userId = 'jane') =>
      send({
        method: 'POST',
        target: authorize,
        headers: [
          ['x-user', userId],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ],
        body: new URLSearchParams(form).toString(),
      }),
    async approve(tokenKey, userId = 'jane') {
      const csrf = csrfOf(await site.consentPage(tokenKey, userId))
      const answer = await site.decide({ oauth_token: tokenKey, csrf, decision: 'approve' }, userId)
      return verifierOf(answer)
    },
    async exchange(token, verifier, consumer = PRINTER) {
      const request = { method: 'POST', url: '/oauth/access_token' }
      return send(await sign(request, { consumer, token }, { verifier }))
    },
    async accessToken(asked = {}) {
      const token = await site.requestToken(asked)
      return tokenOf(await site.exchange(token, await site.approve(token.key)))
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
  return site
}

/** Reads a token and its secret from a response. */
export function tokenOf({ body }: RawAnswer): KeyAndSecret {
  const issued = new URLSearchParams(body)
  return {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
}

/** Reads the value that a decision must bring back out of a page. */
export function csrfOf({ body }: RawAnswer): string {
  return /name="csrf" value="([^"]+)"/.exec(body)?.[1] ?? ''
}

/** Reads the verifier out of a redirect, or out of the page that shows it. */
export function verifierOf(answer: RawAnswer): string {
  const location = headerOf(answer, 'location')
  if (location !== undefined) return new URL(location).searchParams.get('oauth_verifier') ?? ''
  return /id="oauth_verifier">([^<]+)</.exec(answer.body)?.[1] ?? ''
}

/** Reads a header. */
export function headerOf({ headers }: RawAnswer, name: string): string | undefined {
  return headers.find((header) => header[0] === name)?.[1]
}

function rawOf(request: SignedRequest | RawRequest): RawRequest {
  if ('target' in request) return request
  const { pathname, search } = new URL(request.url)
  return { ...request, target: `${pathname}${search}` }
}

/** Sends what fetch would mend: duplicate headers, absolute targets, counterfeit hosts. */
function sendRaw(server: Server, request: RawRequest): Promise<RawAnswer> {
  const { port } = server.address() as AddressInfo
  const { method, target, headers, body } = request
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? Buffer.alloc(0))
  const all = [
    ...(names.has('host') ? [] : [['Host', `127.0.0.1:${port}`] as const]),
    ...headers,
    ...(bytes.length > 0 && !names.has('content-length')
      ? [['Content-Length', String(bytes.length)] as const]
      : []),
  ]
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port, method, path: target, headers: all.flat(), agent: false },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const { rawHeaders } = answer
          resolve({
            status: answer.statusCode ?? 0,
            headers: Array.from({ length: rawHeaders.length / 2 }, (_none, index) => [
              (rawHeaders[2 * index] ?? '').toLowerCase(),
              rawHeaders[2 * index + 1] ?? '',
            ]),
            body: text,
            code: new URLSearchParams(text).get('oauth_problem') ?? undefined,
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end(bytes)
  })
}
