import { createHash, createHmac, createSign, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

import { CLIENT_FEATURES } from '../../../src/index.js'
import type { ClientResult, ClientTask, ClientToken } from '../../../src/index.js'
import type { Pair } from './web.js'

/** A request of the client. */
export interface ClientRequest {
  readonly method: string
  readonly url: string
  readonly body?: string | undefined
  readonly contentType?: string | undefined
  readonly authorization?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** A response to the client. */
export interface Reply {
  readonly status: number
  readonly location: string | undefined
  readonly challenge: string
  readonly contentType: string
  readonly body: string
}

/** The credentials and the method of a signature. */
export interface Signing {
  readonly task: ClientTask
  readonly token?: ClientToken | undefined
  /** Further protocol parameters. */
  readonly more?: readonly Pair[]
  /** Seconds that the clock of the provider is ahead. */
  readonly aheadSeconds?: number
  readonly isTokenRequest?: boolean
}

/** A flow that a browser has begun. */
export interface Flow {
  readonly token: ClientToken
  readonly issuer: string
}

/** The rules of a client. Each of them can be replaced by a faulty one. */
export interface ClientRules {
  escape(text: string): string
  compare(one: Pair, other: Pair): number
  readForm(text: string): readonly Pair[]
  baseMethod(method: string): string
  baseUri(url: string): string
  isSignedForm(request: ClientRequest): boolean
  collect(parts: {
    readonly query: readonly Pair[]
    readonly protocol: readonly Pair[]
    readonly form: readonly Pair[]
  }): readonly Pair[]
  normalize(pairs: readonly Pair[]): string
  baseString(request: ClientRequest, protocol: readonly Pair[]): string
  signingKey(consumerSecret: string, tokenSecret: string | undefined): string
  signature(method: string, base: string, signing: Signing): string
  createNonce(): string
  createTimestamp(aheadSeconds: number): string
  bodyHash(request: ClientRequest, method: string): string
  protocol(request: ClientRequest, signing: Signing): readonly Pair[]
  header(pairs: readonly Pair[]): string
  place(request: ClientRequest, pairs: readonly Pair[], signing: Signing): ClientRequest
  sign(request: ClientRequest, signing: Signing): ClientRequest
  transmit(request: ClientRequest, task: ClientTask): Promise<Reply>
  isRedirectAllowed(from: URL, to: URL): boolean
  redirected(request: ClientRequest, reply: Reply): ClientRequest
  send(request: ClientRequest, signing: Signing): Promise<Reply>
  readToken(reply: Reply): readonly Pair[] | undefined
  isConfirmed(pairs: readonly Pair[]): boolean
  failure(reply: Reply, signing: Signing, request: ClientRequest): Error
  requestToken(
    request: ClientRequest,
    signing: Signing,
  ): Promise<{ readonly token: ClientToken; readonly pairs: readonly Pair[] }>
  authorizationUrl(page: string, token: ClientToken, task: ClientTask): string
  flowsOf(task: ClientTask): Map<string, Flow>
  browserOf(task: ClientTask, token: ClientToken): unknown
  findFlow(task: ClientTask, key: string): Flow | undefined
  authorize(task: ClientTask): Promise<ClientResult>
  callback(task: ClientTask): Promise<ClientResult>
  exchange(task: ClientTask, flow: Flow, verifier: string): Promise<ClientResult>
  fetch(task: ClientTask): Promise<ClientResult>
  xauth(task: ClientTask): Promise<ClientResult>
  renew(task: ClientTask): Promise<ClientResult>
  run(task: ClientTask): Promise<ClientResult>
}

const FORM_TYPE = 'application/x-www-form-urlencoded'
const LOOPBACK = /^(?:localhost|127\.[\d.]+|\[::1\])$/
const MOST_REDIRECTS = 5
const METHOD = /^(?:PLAINTEXT|(?:HMAC|RSA)-SHA(?:1|256|512))$/

/** Encodes by section 3.6. */
export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Writes a form. */
export function writeForm(pairs: readonly Pair[]): string {
  return pairs.map((pair) => pair.map(encode).join('=')).join('&')
}

/** The first value of a name. */
export function first(pairs: readonly Pair[], name: string): string | undefined {
  return pairs.find(([given]) => given === name)?.[1]
}

/** Splits a URL before its query, and drops its fragment. */
export function splitUrl(url: string): readonly [address: string, query: string | undefined] {
  const [address = '', query] = url.replace(/#.*/s, '').split(/\?(.*)/s)
  return [address, query]
}

/** Reads what the provider says about a refusal. */
export function problemOf({ challenge, body }: Reply): readonly Pair[] {
  const inHeader = Array.from(
    challenge.matchAll(/(oauth_\w+)="([^"]*)"/g),
    ([, name = '', value = '']): Pair => [name, decode(value)],
  )
  const inBody = body
    .split('&')
    .map((item): Pair => [item.split('=')[0] ?? '', decode(item.split('=')[1] ?? '')])
    .filter(([name]) => /^oauth_\w+$/.test(name))
  return [...inHeader, ...inBody]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** Creates the rules of a client by RFC 5849. */
export function createClientRules(): ClientRules {
  const sessions = new Map<string, Map<string, Flow>>()
  const rules: ClientRules = {
    escape: encode,

    compare: ([name, value], [otherName, otherValue]) => {
      if (name !== otherName) return name < otherName ? -1 : 1
      return value < otherValue ? -1 : value > otherValue ? 1 : 0
    },

    readForm: (text) =>
      text
        .split('&')
        .filter((item) => item !== '')
        .map((item): Pair => {
          const [name = '', value = ''] = item.replaceAll('+', ' ').split(/=(.*)/s)
          return [decodeURIComponent(name), decodeURIComponent(value)]
        }),

    baseMethod: (method) => encode(method.toUpperCase()),

    baseUri(url) {
      const [address] = splitUrl(url)
      const [, scheme = '', authority = '', path = ''] =
        /^(https?):\/\/([^/]+)(.*)$/is.exec(address) ?? []
      if (scheme === '') throw new Error('the URL is not an absolute http or https URL')
      const protocol = scheme.toLowerCase()
      const host = authority
        .toLowerCase()
        .replace(protocol === 'https' ? /:(?:443)?$/ : /:(?:80)?$/, '')
      return `${protocol}://${host}${path || '/'}`
    },

    isSignedForm: ({ contentType = '', body }) =>
      body !== undefined && contentType.split(';')[0]?.trim().toLowerCase() === FORM_TYPE,

    collect: ({ query, protocol, form }) => [...query, ...protocol, ...form],

    normalize: (pairs) =>
      pairs
        .map(([name, value]): Pair => [rules.escape(name), rules.escape(value)])
        .sort((one, other) => rules.compare(one, other))
        .map((pair) => pair.join('='))
        .join('&'),

    baseString: (request, protocol) =>
      [
        rules.baseMethod(request.method),
        encode(rules.baseUri(request.url)),
        encode(
          rules.normalize(
            rules.collect({
              query: rules.readForm(splitUrl(request.url)[1] ?? ''),
              protocol,
              form: rules.isSignedForm(request) ? rules.readForm(request.body ?? '') : [],
            }),
          ),
        ),
      ].join('&'),

    signingKey: (consumerSecret, tokenSecret = '') =>
      `${encode(consumerSecret)}&${encode(tokenSecret)}`,

    signature(method, base, { task, token }) {
      if (!METHOD.test(method)) throw new Error('the signature method is unknown')
      const hash = /SHA\d+$/.exec(method)?.[0].toLowerCase() ?? 'sha1'
      if (method.startsWith('RSA'))
        return createSign(`RSA-${hash.toUpperCase()}`)
          .update(base)
          .sign(task.consumer.privateKey ?? '', 'base64')
      const key = rules.signingKey(task.consumer.secret, token?.secret)
      return method === 'PLAINTEXT' ? key : createHmac(hash, key).update(base).digest('base64')
    },

    createNonce: () => randomBytes(16).toString('hex'),

    createTimestamp: (aheadSeconds) => String(Math.floor(Date.now() / 1000) + aheadSeconds),

    bodyHash: ({ body = '' }, method) =>
      createHash(/SHA\d+$/.exec(method)?.[0].toLowerCase() ?? 'sha1')
        .update(body)
        .digest('base64'),

    protocol(request, { task, token, more = [], aheadSeconds = 0, isTokenRequest = false }) {
      const { consumer, signatureMethod } = task
      const isHashed = task.bodyHash && !isTokenRequest && !rules.isSignedForm(request)
      return [
        ['oauth_consumer_key', consumer.key],
        ...(token === undefined ? [] : [['oauth_token', token.key] as const]),
        ['oauth_signature_method', signatureMethod],
        ['oauth_timestamp', rules.createTimestamp(aheadSeconds)],
        ['oauth_nonce', rules.createNonce()],
        ['oauth_version', '1.0'],
        ...(isHashed
          ? [['oauth_body_hash', rules.bodyHash(request, signatureMethod)] as const]
          : []),
        ...more,
      ]
    },

    header: (pairs) =>
      `OAuth ${pairs.map(([name, value]) => `${encode(name)}="${encode(value)}"`).join(', ')}`,

    place(request, pairs, { task }) {
      if (task.transmission === 'query') {
        const [address, query = ''] = splitUrl(request.url)
        return {
          ...request,
          url: `${address}?${[query, writeForm(pairs)].filter(Boolean).join('&')}`,
        }
      }
      if (task.transmission === 'form' && rules.isSignedForm(request)) {
        const body = [request.body ?? '', writeForm(pairs)].filter(Boolean).join('&')
        return { ...request, body }
      }
      return { ...request, authorization: rules.header(pairs) }
    },

    sign(given, signing) {
      const url = given.url.replaceAll(/[^!#-;=?-[\]_a-z~]/g, (mark) =>
        /[\ud800-\udfff]/.test(mark) ? mark : encodeURIComponent(mark),
      )
      const request = { ...given, url: url.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, encode) }
      const protocol = rules.protocol(request, signing)
      const base = rules.baseString(request, protocol)
      const signature = rules.signature(signing.task.signatureMethod, base, signing)
      return rules.place(request, [...protocol, ['oauth_signature', signature]], signing)
    },

    transmit,

    isRedirectAllowed: (from, to) => from.origin === to.origin,

    redirected(request, { status, location = '' }) {
      const target = new URL(location, request.url)
      if (!rules.isRedirectAllowed(new URL(request.url), target))
        throw new Error(`a redirect to ${target.origin} is not followed`)
      return status === 303 ? { method: 'GET', url: target.href } : { ...request, url: target.href }
    },

    async send(request, signing) {
      let current = request
      let corrected = signing
      for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
        const reply = await rules.transmit(rules.sign(current, corrected), signing.task)
        const acceptable = first(problemOf(reply), 'oauth_acceptable_timestamps')
        if (acceptable !== undefined && corrected === signing) {
          const [from = 0, to = 0] = acceptable.split('-').map(Number)
          const middle = Math.floor((from + to) / 2)
          corrected = { ...signing, aheadSeconds: middle - Math.floor(Date.now() / 1000) }
        } else if (reply.status >= 300 && reply.status < 400 && reply.location !== undefined) {
          current = rules.redirected(current, reply)
        } else return reply
      }
      throw new Error('too many redirects')
    },

    readToken({ status, contentType, body }) {
      if (status !== 200 || contentType.startsWith('text/html')) return undefined
      try {
        const pairs = rules.readForm(body.trim())
        const all = (name: string): readonly Pair[] => pairs.filter(([given]) => given === name)
        const isOnce = all('oauth_token').length === 1 && all('oauth_token_secret').length === 1
        return isOnce && first(pairs, 'oauth_token') !== '' ? pairs : undefined
      } catch {
        return undefined
      }
    },

    isConfirmed: (pairs) => first(pairs, 'oauth_callback_confirmed') === 'true',

    failure: (reply) =>
      new Error(`status ${reply.status} ${first(problemOf(reply), 'oauth_problem') ?? ''}`),

    async requestToken(request, signing) {
      const reply = await rules.send(request, { ...signing, isTokenRequest: true })
      const pairs = rules.readToken(reply)
      if (pairs === undefined) throw rules.failure(reply, signing, request)
      return {
        token: {
          key: first(pairs, 'oauth_token') ?? '',
          secret: first(pairs, 'oauth_token_secret') ?? '',
          sessionHandle: first(pairs, 'oauth_session_handle'),
        },
        pairs,
      }
    },

    authorizationUrl: (page, { key }) =>
      `${page}${page.includes('?') ? '&' : '?'}oauth_token=${encode(key)}`,

    flowsOf({ browser }) {
      const session = (browser as { session?: string } | undefined)?.session ?? ''
      return sessions.get(session) ?? new Map<string, Flow>()
    },

    browserOf(task) {
      const known = (task.browser as { session?: string } | undefined)?.session
      const session = known ?? randomBytes(16).toString('hex')
      return { session }
    },

    findFlow(task, key) {
      const flow = rules.flowsOf(task).get(key)
      return flow?.issuer === issuerOf(task) ? flow : undefined
    },

    async authorize(task) {
      const { callback = 'oob', provider } = task
      const { token, pairs } = await rules.requestToken(
        tokenRequest(provider.requestTokenUrl, task),
        {
          task,
          more: [['oauth_callback', callback]],
        },
      )
      if (!rules.isConfirmed(pairs)) throw new Error('the callback is not confirmed')
      const browser = rules.browserOf(task, token)
      const { session = '' } = browser as { session?: string }
      sessions.set(
        session,
        rules.flowsOf({ ...task, browser }).set(token.key, { token, issuer: issuerOf(task) }),
      )
      return { url: rules.authorizationUrl(provider.authorizeUrl, token, task), browser }
    },

    async callback(task) {
      const query = rules.readForm(splitUrl(task.url ?? '')[1] ?? '')
      const all = (name: string): readonly string[] =>
        query.filter(([given]) => given === name).map(([, value]) => value)
      if (all('oauth_problem').length > 0 || all('denied').length > 0)
        throw new Error('the user has denied')
      const [[key = '', ...others], [verifier = '', ...verifiers]] = [
        all('oauth_token'),
        all('oauth_verifier'),
      ]
      if (others.length > 0 || verifiers.length > 0) throw new Error('a parameter appears twice')
      if (verifier === '') throw new Error('the verifier is missing')
      const flow = rules.findFlow(task, key)
      if (flow === undefined) throw new Error('this browser did not begin this flow')
      return rules.exchange(task, flow, verifier)
    },

    async exchange(task, flow, verifier) {
      rules.flowsOf(task).delete(flow.token.key)
      const { token } = await rules.requestToken(tokenRequest(task.provider.accessTokenUrl, task), {
        task,
        token: flow.token,
        more: [['oauth_verifier', verifier]],
      })
      return { token, browser: task.browser }
    },

    async fetch(task) {
      const { url = '', method = 'GET', form, token } = task
      if (task.signatureMethod === 'PLAINTEXT') refuseOpen(url)
      const request: ClientRequest = {
        method,
        url,
        body: form === undefined ? task.body : writeForm(form),
        contentType: form === undefined ? task.contentType : FORM_TYPE,
      }
      const { status } = await rules.send(request, { task, token })
      return { status }
    },

    async xauth(task) {
      const { username = '', password = '', provider } = task
      refuseOpen(provider.accessTokenUrl)
      const body = writeForm([
        ['x_auth_mode', 'client_auth'],
        ['x_auth_username', username],
        ['x_auth_password', password],
      ])
      const request = { method: 'POST', url: provider.accessTokenUrl, body, contentType: FORM_TYPE }
      const { token } = await rules.requestToken(request, { task })
      return { token }
    },

    async renew(task) {
      const { token = { key: '', secret: '' }, provider } = task
      const renewed = await rules.requestToken(tokenRequest(provider.accessTokenUrl, task), {
        task,
        token,
        more: [['oauth_session_handle', token.sessionHandle ?? '']],
      })
      return { token: renewed.token }
    },

    async run(task) {
      switch (task.task) {
        case 'describe':
          return { name: 'the independent client', features: CLIENT_FEATURES }
        case 'verifier': {
          const [flow] = Array.from(rules.flowsOf(task).values()).slice(-1)
          if (flow === undefined) throw new Error('this browser did not begin a flow')
          if ((task.verifier ?? '') === '') throw new Error('the verifier is missing')
          return rules.exchange(task, flow, task.verifier ?? '')
        }
        case 'authorize':
        case 'callback':
        case 'fetch':
        case 'renew':
        case 'xauth':
          return rules[task.task](task)
      }
    },
  }
  return rules
}

/** Names the provider and the consumer of a task. */
export function issuerOf({ provider, consumer }: ClientTask): string {
  return JSON.stringify([provider.accessTokenUrl, consumer.key])
}

function tokenRequest(url: string, { transmission }: ClientTask): ClientRequest {
  return transmission === 'form'
    ? { method: 'POST', url, body: '', contentType: FORM_TYPE }
    : { method: 'POST', url }
}

function refuseOpen(url: string): void {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'http:' && !LOOPBACK.test(hostname))
    throw new Error('secrets are sent over https only')
}

function transmit(sent: ClientRequest, task: ClientTask): Promise<Reply> {
  const { protocol, hostname, port } = new URL(sent.url)
  const [address, query] = splitUrl(sent.url)
  const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/'
  const begin = protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = begin(
      {
        host: hostname.replaceAll(/^\[|\]$/g, ''),
        port,
        method: sent.method.toUpperCase(),
        path: query === undefined ? path : `${path}?${query}`,
        ca: protocol === 'https:' ? readFileSync(task.certificateFile) : undefined,
        agent: false,
        headers: {
          ...(sent.authorization === undefined ? {} : { authorization: sent.authorization }),
          ...(sent.contentType === undefined ? {} : { 'content-type': sent.contentType }),
          ...(sent.body === undefined ? {} : { 'content-length': Buffer.byteLength(sent.body) }),
          ...sent.headers,
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
            contentType: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString(),
          })
        })
      },
    )
    request.on('error', reject)
    request.end(sent.body)
  })
}
