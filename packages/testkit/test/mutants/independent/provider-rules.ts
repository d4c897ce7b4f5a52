import { createHmac, createHash, createVerify, randomBytes, timingSafeEqual } from 'node:crypto'

import { escapeHtml, fail, json, ok, page } from './web.js'
import { Refusal } from './web.js'
import type { Pair, WebRequest, WebResponse } from './web.js'

/** A consumer of the provider. */
export interface Consumer {
  readonly key: string
  readonly secret?: string | undefined
  readonly publicKey?: string | undefined
  readonly methods: readonly string[]
  readonly callbacks: readonly string[]
  readonly isTwoLegged?: boolean
  readonly isXauth?: boolean
  readonly isSuspended?: boolean
}

/** A request token or an access token. */
export interface Token {
  readonly key: string
  readonly secret: string
  readonly kind: 'request' | 'access'
  readonly consumerKey: string
  readonly issuedAtSeconds: number
  callback: string
  state: 'pending' | 'approved' | 'denied' | 'used' | 'valid'
  verifier?: string
  handle?: string
}

/** The state of the provider. */
export interface World {
  host: string
  readonly consumers: ReadonlyMap<string, Consumer>
  readonly tokens: Map<string, Token>
  readonly nonces: Map<string, number>
  advancedSeconds: number
  nowSeconds(): number
}

/** The parameters of a request, by their place. */
interface Reading {
  readonly header: readonly Pair[] | undefined
  readonly query: readonly Pair[]
  readonly form: readonly Pair[]
}

/** A request that is being verified. */
export interface Signed {
  readonly request: WebRequest
  readonly reading: Reading
  readonly protocol: ReadonlyMap<string, string>
  readonly consumer: Consumer
  readonly token: Token | undefined
}

/** The rules of a provider. Each of them can be replaced by a faulty one. */
export interface Rules {
  route(request: WebRequest): WebResponse | Promise<WebResponse>
  unescape(text: string): string
  readForm(text: string): readonly Pair[]
  readHeader(value: string): readonly Pair[] | undefined
  isForm(request: WebRequest): boolean
  read(request: WebRequest): Reading
  protocolOf(reading: Reading, request: WebRequest): ReadonlyMap<string, string>
  requireParameters(protocol: ReadonlyMap<string, string>): void
  escape(text: string): string
  compare(one: Pair, other: Pair): number
  signedParameters(reading: Reading, request: WebRequest): readonly Pair[]
  normalize(pairs: readonly Pair[]): string
  baseMethod(request: WebRequest): string
  baseUri(request: WebRequest): string
  baseString(request: WebRequest, reading: Reading): string
  findConsumer(key: string): Consumer | undefined
  findToken(key: string, consumer: Consumer): Token | undefined
  isMethodAllowed(consumer: Consumer, method: string): boolean
  signingKey(consumer: Consumer, token: Token | undefined): string
  expectedSignature(method: string, base: string, key: string): string
  isSignatureRight(signed: Signed): boolean
  requireBodyHash(signed: Signed): void
  requireTimestamp(signed: Signed): void
  nonceKey(signed: Signed): string
  requireNonce(signed: Signed): void
  verify(request: WebRequest): Signed
  createKey(): string
  createSecret(key: string): string
  createVerifier(token: Token): string
  issue(kind: Token['kind'], consumer: Consumer, callback?: string): Token
  isCallbackAllowed(consumer: Consumer, callback: string): boolean
  requestToken(signed: Signed): WebResponse
  isVerifierRight(token: Token, verifier: string): boolean
  requireExchangeable(signed: Signed, token: Token): void
  accessToken(signed: Signed): WebResponse
  exchange(signed: Signed, token: Token): WebResponse
  renew(signed: Signed, token: Token): WebResponse
  xauth(signed: Signed): WebResponse
  issueAccessToken(consumer: Consumer): WebResponse
  tokenResponse(pairs: readonly Pair[]): WebResponse
  isUsable(token: Token): boolean
  resource(signed: Signed): WebResponse
  consentPage(request: WebRequest): WebResponse
  consentForm(token: Token, consumer: Consumer | undefined): string
  isDecidable(token: Token): boolean
  decide(query: readonly Pair[]): WebResponse
  callbackLocation(token: Token, parameters: readonly Pair[]): string
  refuse(refusal: Refusal, request: WebRequest): WebResponse
}

const WINDOW_SECONDS = 300
const REQUEST_TOKEN_SECONDS = 600
const ACCESS_TOKEN_SECONDS = 3600
const FORM_TYPE = 'application/x-www-form-urlencoded'
const HASHES: Readonly<Record<string, string>> = {
  'HMAC-SHA1': 'sha1',
  'HMAC-SHA256': 'sha256',
  'RSA-SHA1': 'sha1',
}
const COMPANIONS: Readonly<Record<string, string>> = {
  version_rejected: '&oauth_acceptable_versions=1.0-1.0',
}

/** The value of the last pair of a name. */
export function valueOf(pairs: readonly Pair[], name: string): string | undefined {
  return pairs.filter(([given]) => given === name).at(-1)?.[1]
}

/** The values of the headers of a name. */
export function headersOf(request: WebRequest, name: string): readonly string[] {
  return request.headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value)
}

/** Encodes by section 3.6. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The form of pairs. */
export function formOf(pairs: readonly Pair[]): string {
  return pairs.map((pair) => pair.map(percentEncode).join('=')).join('&')
}

/** Creates the rules of a provider by RFC 5849. */
export function createRules(world: World): Rules {
  const rules: Rules = {
    async route(request) {
      const { path } = request
      try {
        if (path === '/clock') {
          world.advancedSeconds += Number(valueOf(rules.readForm(request.query), 'seconds'))
          return ok('')
        }
        if (path === '/authorize') return rules.consentPage(request)
        if (path === '/decide') return rules.decide(rules.readForm(request.query))
        if (path === '/request_token') return rules.requestToken(rules.verify(request))
        if (path === '/access_token') return rules.accessToken(rules.verify(request))
        if (path === '/two-legged' || path.startsWith('/api/'))
          return rules.resource(rules.verify(request))
        return { status: 404, headers: [], body: '' }
      } catch (error) {
        if (error instanceof Refusal) return rules.refuse(error, request)
        throw error
      }
    },

    unescape(text) {
      if (/%(?![0-9a-f]{2})/i.test(text)) return fail(400, 'parameter_rejected')
      const octets = Buffer.from(
        text.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
        'latin1',
      )
      // Node returns a character for each octet of raw UTF-8.
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
      } catch {
        return fail(400, 'parameter_rejected')
      }
    },

    readForm: (text) =>
      text
        .split('&')
        .filter((item) => item !== '')
        .map((item): Pair => {
          const [name = '', value = ''] = item.split(/=(.*)/s)
          return [
            rules.unescape(name.replaceAll('+', ' ')),
            rules.unescape(value.replaceAll('+', ' ')),
          ]
        }),

    readHeader(value) {
      const [, scheme = '', rest = ''] = /^(\S+)(?:\s+(.*))?$/s.exec(value.trim()) ?? []
      if (scheme.toLowerCase() !== 'oauth') return undefined
      const pairs: Pair[] = []
      let left = rest.trim()
      while (left !== '') {
        const found = /^([^=\s",]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,\s*|$)/s.exec(left)
        if (found === null) return fail(400, 'parameter_rejected')
        const [all, name = '', text = ''] = found
        left = left.slice(all.length)
        if (name.toLowerCase() !== 'realm') pairs.push([rules.unescape(name), rules.unescape(text)])
      }
      return pairs
    },

    isForm: (request) =>
      headersOf(request, 'content-type').some(
        (type) => type.split(';')[0]?.trim().toLowerCase() === FORM_TYPE,
      ),

    read(request) {
      const authorizations = headersOf(request, 'authorization')
      if (authorizations.length > 1) fail(400, 'parameter_rejected')
      const [authorization = ''] = authorizations
      return {
        header: authorization === '' ? undefined : rules.readHeader(authorization),
        query: rules.readForm(request.query),
        form: rules.isForm(request) ? rules.readForm(request.body.toString('latin1')) : [],
      }
    },

    protocolOf({ header = [], query, form }) {
      const isProtocol = ([name]: Pair): boolean => name.startsWith('oauth_')
      const places = [header, query, form]
        .map((pairs) => pairs.filter(isProtocol))
        .filter((pairs) => pairs.length > 0)
      const [pairs = []] = places
      if (places.length === 0) fail(401, '')
      const names = pairs.map(([name]) => name)
      if (places.length > 1 || new Set(names).size !== names.length) fail(400, 'parameter_rejected')
      return new Map(pairs)
    },

    requireParameters(protocol) {
      const isPlain = protocol.get('oauth_signature_method') === 'PLAINTEXT'
      const absent = [
        'oauth_consumer_key',
        'oauth_signature_method',
        'oauth_signature',
        ...(isPlain ? [] : ['oauth_timestamp', 'oauth_nonce']),
      ].filter((name) => (protocol.get(name) ?? '') === '')
      if (absent.length > 0)
        fail(400, 'parameter_absent', `&oauth_parameters_absent=${absent.join('%26')}`)
      if ((protocol.get('oauth_version') ?? '1.0') !== '1.0')
        fail(400, 'version_rejected', COMPANIONS.version_rejected)
    },

    escape: percentEncode,

    compare: ([name, value], [otherName, otherValue]) => {
      if (name !== otherName) return name < otherName ? -1 : 1
      return value < otherValue ? -1 : value > otherValue ? 1 : 0
    },

    signedParameters: ({ header = [], query, form }) =>
      [...query, ...header, ...form].filter(([name]) => name !== 'oauth_signature'),

    normalize: (pairs) =>
      pairs
        .map(([name, value]): Pair => [rules.escape(name), rules.escape(value)])
        .sort((one, other) => rules.compare(one, other))
        .map((pair) => pair.join('='))
        .join('&'),

    baseMethod: ({ method }) => method.toUpperCase(),

    baseUri({ path }) {
      return `http://${world.host}${path}`
    },

    baseString: (request, reading) =>
      [
        rules.baseMethod(request),
        rules.baseUri(request),
        rules.normalize(rules.signedParameters(reading, request)),
      ]
        .map((part) => percentEncode(part))
        .join('&'),

    findConsumer(key) {
      const consumer = world.consumers.get(key)
      return consumer?.isSuspended === true ? undefined : consumer
    },

    findToken(key, consumer) {
      const token = world.tokens.get(key)
      return token?.consumerKey === consumer.key ? token : undefined
    },

    isMethodAllowed: (consumer, method) => consumer.methods.includes(method),

    signingKey: (consumer, token) =>
      `${percentEncode(consumer.secret ?? '')}&${percentEncode(token?.secret ?? '')}`,

    expectedSignature: (method, base, key) =>
      method === 'PLAINTEXT'
        ? key
        : createHmac(HASHES[method] ?? 'sha1', key)
            .update(base)
            .digest('base64'),

    isSignatureRight({ request, reading, protocol, consumer, token }) {
      const method = protocol.get('oauth_signature_method') ?? ''
      const signature = protocol.get('oauth_signature') ?? ''
      const base = rules.baseString(request, reading)
      if (method.startsWith('RSA')) {
        if (consumer.publicKey === undefined) return false
        return createVerify('RSA-SHA1')
          .update(base)
          .verify(consumer.publicKey, Buffer.from(signature, 'base64'))
      }
      if ((consumer.secret ?? '') === '') return false
      const key = rules.signingKey(consumer, token)
      return isEqual(rules.expectedSignature(method, base, key), signature)
    },

    requireBodyHash({ request, protocol }) {
      const given = protocol.get('oauth_body_hash')
      if (given === undefined) return
      if (rules.isForm(request)) fail(400, 'parameter_rejected')
      const hash = HASHES[protocol.get('oauth_signature_method') ?? ''] ?? 'sha1'
      if (given !== createHash(hash).update(request.body).digest('base64'))
        fail(401, 'signature_invalid')
    },

    requireTimestamp({ protocol }) {
      const text = protocol.get('oauth_timestamp')
      if (text === undefined) return
      const now = world.nowSeconds()
      if (!/^[1-9]\d*$/.test(text) || Math.abs(now - Number(text)) > WINDOW_SECONDS)
        fail(
          400,
          'timestamp_refused',
          `&oauth_acceptable_timestamps=${now - WINDOW_SECONDS}-${now + WINDOW_SECONDS}`,
        )
    },

    nonceKey: ({ protocol }) =>
      JSON.stringify(
        ['oauth_consumer_key', 'oauth_token', 'oauth_timestamp', 'oauth_nonce'].map(
          (name) => protocol.get(name) ?? '',
        ),
      ),

    requireNonce(signed) {
      if (signed.protocol.get('oauth_nonce') === undefined) return
      const key = rules.nonceKey(signed)
      if (world.nonces.has(key)) fail(401, 'nonce_used')
      world.nonces.set(key, world.nowSeconds())
    },

    verify(request) {
      const reading = rules.read(request)
      const protocol = rules.protocolOf(reading, request)
      rules.requireParameters(protocol)
      const method = protocol.get('oauth_signature_method') ?? ''
      const consumer =
        rules.findConsumer(protocol.get('oauth_consumer_key') ?? '') ??
        fail(401, 'consumer_key_unknown')
      if (!rules.isMethodAllowed(consumer, method)) fail(400, 'signature_method_rejected')
      const tokenKey = protocol.get('oauth_token') ?? ''
      const token = tokenKey === '' ? undefined : rules.findToken(tokenKey, consumer)
      if (tokenKey !== '' && token === undefined) fail(401, 'token_rejected')
      const signed: Signed = { request, reading, protocol, consumer, token }
      if (!rules.isSignatureRight(signed)) fail(401, 'signature_invalid')
      rules.requireBodyHash(signed)
      rules.requireTimestamp(signed)
      rules.requireNonce(signed)
      return signed
    },

    createKey: () => randomBytes(16).toString('hex'),
    createSecret: () => randomBytes(24).toString('base64url'),
    createVerifier: () => randomBytes(12).toString('hex'),

    issue(kind, { key: consumerKey }, callback = '') {
      const key = rules.createKey()
      const token: Token = {
        key,
        secret: rules.createSecret(key),
        kind,
        consumerKey,
        callback,
        issuedAtSeconds: world.nowSeconds(),
        state: kind === 'access' ? 'valid' : 'pending',
      }
      world.tokens.set(key, token)
      return token
    },

    isCallbackAllowed: ({ callbacks }, callback) => callbacks.includes(callback),

    requestToken({ consumer, protocol, token }) {
      const callback = protocol.get('oauth_callback')
      if (token !== undefined) fail(401, 'token_rejected')
      if (callback === undefined)
        return fail(400, 'parameter_absent', '&oauth_parameters_absent=oauth_callback')
      if (!rules.isCallbackAllowed(consumer, callback)) fail(400, 'parameter_rejected')
      const { key, secret } = rules.issue('request', consumer, callback)
      return rules.tokenResponse([
        ['oauth_token', key],
        ['oauth_token_secret', secret],
        ['oauth_callback_confirmed', 'true'],
      ])
    },

    isVerifierRight: (token, verifier) => isEqual(token.verifier ?? '', verifier),

    requireExchangeable({ protocol }, token) {
      if (token.state === 'used') fail(401, 'token_used')
      if (world.nowSeconds() > token.issuedAtSeconds + REQUEST_TOKEN_SECONDS)
        fail(401, 'token_expired')
      if (token.state !== 'approved') fail(401, 'permission_unknown')
      const verifier = protocol.get('oauth_verifier') ?? ''
      if (verifier === '' || !rules.isVerifierRight(token, verifier)) fail(401, 'verifier_invalid')
    },

    accessToken(signed) {
      const { token, reading } = signed
      if (token?.kind === 'access') return rules.renew(signed, token)
      if (token !== undefined) return rules.exchange(signed, token)
      if (valueOf(reading.form, 'x_auth_username') !== undefined) return rules.xauth(signed)
      return fail(400, 'parameter_absent', '&oauth_parameters_absent=oauth_token')
    },

    exchange(signed, token) {
      rules.requireExchangeable(signed, token)
      token.state = 'used'
      return rules.issueAccessToken(signed.consumer)
    },

    renew({ consumer, protocol }, token) {
      const handle = protocol.get('oauth_session_handle') ?? ''
      if (token.state !== 'valid' || handle === '' || handle !== token.handle)
        fail(401, 'token_rejected')
      token.state = 'used'
      return rules.issueAccessToken(consumer)
    },

    xauth({ consumer, request, reading }) {
      const value = (name: string): string => valueOf(reading.form, name) ?? ''
      if (consumer.isXauth !== true) fail(401, 'permission_denied')
      if (request.method !== 'POST' || value('x_auth_mode') !== 'client_auth')
        fail(400, 'parameter_rejected')
      if (value('x_auth_username') !== 'jane' || value('x_auth_password') !== 'jane-password')
        fail(401, 'permission_denied')
      return rules.issueAccessToken(consumer)
    },

    issueAccessToken(consumer) {
      const token = rules.issue('access', consumer)
      token.handle = randomBytes(12).toString('hex')
      return rules.tokenResponse([
        ['oauth_token', token.key],
        ['oauth_token_secret', token.secret],
        ['oauth_session_handle', token.handle],
        ['oauth_expires_in', String(ACCESS_TOKEN_SECONDS)],
      ])
    },

    tokenResponse: (pairs) => ({
      status: 200,
      headers: [
        ['Content-Type', FORM_TYPE],
        ['Cache-Control', 'no-store'],
      ],
      body: formOf(pairs),
    }),

    isUsable: (token) =>
      token.kind === 'access' &&
      token.state === 'valid' &&
      world.nowSeconds() <= token.issuedAtSeconds + ACCESS_TOKEN_SECONDS,

    resource({ request, consumer, token }) {
      if (token === undefined) {
        if (consumer.isTwoLegged === true && request.path === '/two-legged') return json('{}')
        return fail(401, 'token_rejected')
      }
      if (!rules.isUsable(token)) fail(401, 'token_rejected')
      return json('{"photos":[]}')
    },

    consentPage(request) {
      const isJane = headersOf(request, 'cookie').some((cookie) => cookie.includes('user=jane'))
      if (!isJane) return { status: 302, headers: [['Location', '/login']], body: '' }
      const token = world.tokens.get(valueOf(rules.readForm(request.query), 'oauth_token') ?? '')
      if (token === undefined || !rules.isDecidable(token))
        return page(400, '<p>Nothing to decide</p>')
      return page(200, rules.consentForm(token, world.consumers.get(token.consumerKey)))
    },

    consentForm: (token, consumer) =>
      `<form method="post"><p>Let ${escapeHtml(consumer?.key ?? '')} in?</p>` +
      `<input type="hidden" name="oauth_token" value="${escapeHtml(token.key)}"></form>`,

    isDecidable: (token) =>
      token.kind === 'request' &&
      token.state === 'pending' &&
      world.nowSeconds() <= token.issuedAtSeconds + REQUEST_TOKEN_SECONDS,

    decide(query) {
      const token = world.tokens.get(valueOf(query, 'oauth_token') ?? '')
      if (token === undefined || !rules.isDecidable(token))
        return page(400, '<p>Nothing to decide</p>')
      if (valueOf(query, 'decision') !== 'approve') {
        token.state = 'denied'
        if (token.callback === 'oob') return ok('denied')
        const location = rules.callbackLocation(token, [
          ['oauth_token', token.key],
          ['oauth_problem', 'permission_denied'],
        ])
        return { status: 302, headers: [['Location', location]], body: '' }
      }
      token.state = 'approved'
      token.verifier = rules.createVerifier(token)
      if (token.callback === 'oob') return ok(token.verifier)
      const location = rules.callbackLocation(token, [
        ['oauth_token', token.key],
        ['oauth_verifier', token.verifier],
      ])
      return { status: 302, headers: [['Location', location]], body: '' }
    },

    callbackLocation: ({ callback }, parameters) =>
      `${callback}${callback.includes('?') ? '&' : '?'}${formOf(parameters)}`,

    refuse({ status, problem, companion }) {
      const parameters = problem === '' ? '' : `oauth_problem=${problem}${companion}`
      const inHeader = parameters.replaceAll(/(?:^|&)(\w+)=([^&]*)/g, ', $1="$2"')
      return {
        status,
        headers: [
          ['Content-Type', FORM_TYPE],
          ['WWW-Authenticate', `OAuth realm="photos"${inHeader}`],
        ],
        body: parameters,
      }
    },
  }
  return rules
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
