import { timingSafeEqual } from 'node:crypto'

import {
  createBaseString,
  computeBodyHash,
  getHashName,
  isForm,
  isRsaSignature,
  createSignature,
  getHeaderValues,
} from '../../src/reference/index.js'
import type { Pair, WireMessage } from '../../src/reference/index.js'
import type { Faulty } from './base-provider.js'
import { readFaultyMessage } from './faulty-reading.js'

/** A Consumer of the base. */
export interface BaseConsumer {
  readonly key: string
  readonly secret?: string | undefined
  readonly publicKey?: string | undefined
  readonly methods: readonly string[]
  readonly isXauth?: boolean
  readonly isTwoLegged?: boolean
  readonly isDisabled?: boolean
  /** A callback that is registered for this consumer only. */
  readonly callback?: string
}

/** A token of the base. */
export interface BaseToken {
  readonly key: string
  readonly secret: string
  readonly kind: 'request' | 'access'
  readonly consumerKey: string
  readonly callback: string
  readonly createdAtSeconds: number
  state: 'pending' | 'approved' | 'denied' | 'used' | 'valid'
  verifier?: string
  sessionHandle?: string
}

/** The error of a refusal. */
export class BaseRefusal extends Error {
  readonly status: number
  readonly problem: string
  readonly companion: string

  constructor(status: number, problem: string, companion = '') {
    super(problem)
    this.status = status
    this.problem = problem
    this.companion = companion
  }
}

/** The state of the base provider, and its reading of requests. */
export interface World {
  readonly faulty: Faulty
  readonly consumers: Readonly<Record<string, BaseConsumer>>
  readonly tokens: Map<string, BaseToken>
  readonly nonces: Set<string>
  readonly origin: string
  nowSeconds(): number
}

/** A request that was verified. */
export interface Verified {
  readonly consumer: BaseConsumer
  readonly token: BaseToken | undefined
  readonly protocol: ReadonlyMap<string, string>
  readonly query: ReadonlyMap<string, string>
  readonly form: ReadonlyMap<string, string>
}

const WINDOW_SECONDS = 300
const METHODS = ['HMAC-SHA1', 'HMAC-SHA256', 'RSA-SHA1', 'PLAINTEXT']

/** Verifies a request by section 3.2, but for what is planted. */
export async function verify(
  world: World,
  message: WireMessage,
  operation: string,
): Promise<Verified> {
  const { faulty, consumers, tokens } = world
  const read = readFaultyMessage(message, faulty)
  const isSigned =
    read.header !== undefined ||
    `${message.target} ${String(message.body)}`.includes('oauth_signature')
  if (!isSigned && faulty(`${operation}-unsigned`) && operation !== 'resource')
    return { ...UNSIGNED, consumer: consumers.main ?? { key: '', methods: [] } }
  const protocol = protocolOf(read, message, faulty)
  const value = (name: string): string | undefined => protocol.get(name)
  const methodName = requireParameters(protocol, faulty, operation)
  const consumerKey = faulty('consumer-key-case-folded')
    ? (value('oauth_consumer_key') ?? '').toLowerCase()
    : (value('oauth_consumer_key') ?? '')
  const consumer = Object.hasOwn(consumers, consumerKey) ? consumers[consumerKey] : undefined
  const tokenKey = value('oauth_token') ?? ''
  const known = tokens.get(faulty('token-cut-at-nul') ? tokenKey.replace(/\0.*/, '') : tokenKey)
  const isBound = known === undefined || known.consumerKey === consumer?.key
  const mayBeUnbound = faulty(operation === 'access-token' ? 'exchange-unbound' : 'token-unbound')
  const token = isBound || mayBeUnbound ? known : undefined
  if (faulty('nonce-before-signature')) await recordNonce(world, protocol, { operation, message })

  const parameters = [...read.query, ...(read.header ?? []), ...read.form]
  const base = baseStringOf(world, message, parameters)
  const others = otherBasesOf(world, message, { parameters, operation })
  if (!faulty('plaintext-for-all') || methodName !== 'PLAINTEXT')
    requireMethod(consumer, methodName, { faulty, operation })
  const sent = value('oauth_signature') ?? ''
  const signature = faulty('signature-decoded-twice') ? sent.replaceAll('+', ' ') : sent
  const expected = { methodName, base, signature }
  const credentials = { consumer, token, known }
  const isRight =
    isUnchecked({ faulty, operation, method: message.method }, protocol.get('oauth_signature')) ||
    [base, ...others].some((one) =>
      isSignatureRight(world, { ...credentials, operation }, { methodName, base: one, signature }),
    )
  if (!isRight) {
    if (
      consumer === undefined &&
      !(faulty('unknown-consumer-blank') && isBlank(expected, methodName))
    )
      throw new BaseRefusal(401, 'consumer_key_unknown')
    if (consumer !== undefined && value('oauth_token') && token === undefined)
      throw new BaseRefusal(401, 'token_rejected')
    if (consumer !== undefined) {
      const told = faulty('signature-told')
        ? createSignature(methodName, base, {
            consumerSecret: consumer.secret ?? '',
            tokenSecret: token?.secret ?? '',
          })
        : faulty('secret-told')
          ? (consumer.secret ?? '')
          : ''
      throw new BaseRefusal(401, 'signature_invalid', told === '' ? '' : `&expected=${told}`)
    }
  }
  if (consumer === undefined) {
    if (faulty('unknown-consumer-blank'))
      return {
        consumer: { key: '', methods: [] },
        token,
        protocol,
        query: new Map(),
        form: new Map(),
      }
    throw new BaseRefusal(401, 'consumer_key_unknown')
  }
  if (value('oauth_token') && token === undefined) throw new BaseRefusal(401, 'token_rejected')
  requireBodyHash(message, protocol, faulty)
  if (!faulty('nonce-before-signature')) await recordNonce(world, protocol, { operation, message })
  return { consumer, token, protocol, query: textsOf(read.query), form: textsOf(read.form) }
}

const UNSIGNED = {
  token: undefined,
  protocol: new Map([['oauth_callback', 'oob']]),
  query: new Map(),
  form: new Map(),
}

/** Reports whether a signature is not verified. */
function isUnchecked(
  {
    faulty,
    operation,
    method,
  }: { readonly faulty: Faulty; readonly operation: string; readonly method: string },
  signature: string | undefined,
): boolean {
  const lowered = method.toLowerCase()
  if (signature === undefined) return faulty(`${operation}-signature-absent`)
  if (faulty(`${lowered}-signature-ignored`)) return true
  const isFormatted = /^[\w+/]{27}=$/.test(signature)
  return (
    isFormatted &&
    (faulty('signature-format') ||
      faulty(`${lowered}-signature-format`) ||
      faulty(`${operation}-signature-format`))
  )
}

/** Creates the base strings that a tolerant provider takes as well. */
function otherBasesOf(
  world: World,
  message: WireMessage,
  { parameters, operation }: { readonly parameters: readonly Pair[]; readonly operation: string },
): readonly string[] {
  const { faulty, origin } = world
  const [path = '', query] = message.target.split('?')
  const withPath = (other: string): WireMessage => ({
    ...message,
    target: query === undefined ? other : `${other}?${query}`,
  })
  const create = (other: WireMessage, pairs = parameters): string =>
    baseStringOf(world, other, pairs)
  const without = (isDropped: (name: string) => boolean): string =>
    create(
      message,
      parameters.filter(([name]) => !isDropped(String(name))),
    )
  const [override] = getHeaderValues(message, 'x-http-method-override')
  return [
    ...(faulty(`${message.method.toLowerCase()}-as-get`)
      ? [create({ ...message, method: 'GET' })]
      : []),
    ...(faulty(`${operation}-any-method`) ? [create({ ...message, method: 'GET' })] : []),
    ...(override !== undefined && faulty('method-overridden')
      ? [create({ ...message, method: override })]
      : []),
    ...(faulty('slash-tolerated') ? [create(withPath(`${path}/`))] : []),
    ...(faulty('slashes-tolerated') ? [create(withPath(`/${path}`))] : []),
    ...(faulty('dots-tolerated') ? [create(withPath(`/.${path}`))] : []),
    ...(faulty('path-case-tolerated') ? [create(withPath(path.toUpperCase()))] : []),
    ...(faulty('path-optional') ? [create(withPath('/'))] : []),
    ...(faulty('port-optional')
      ? [
          create(message).replace(
            encodeURIComponent(origin),
            encodeURIComponent(origin.replace(/:.*/, '')),
          ),
        ]
      : []),
    ...(faulty('query-optional') ? [without((name) => !name.startsWith('oauth_'))] : []),
    ...(faulty('header-foreign-optional') ? [without((name) => name.startsWith('x_'))] : []),
    ...(faulty('header-unknown-optional') ? [without((name) => name === 'oauth_x')] : []),
    ...(faulty('version-assumed')
      ? [create(message, [...parameters, ['oauth_version', '1.0']])]
      : []),
    ...(faulty(`${operation}-query-optional`) ? [without((name) => name === 'x_scope')] : []),
  ]
}

function isBlank(
  { base, signature }: { readonly base: string; readonly signature: string },
  methodName: string,
): boolean {
  return (
    METHODS.includes(methodName) &&
    signature === createSignature('HMAC-SHA1', base, { consumerSecret: '', tokenSecret: '' })
  )
}

function protocolOf(
  read: ReturnType<typeof readFaultyMessage>,
  message: WireMessage,
  faulty: Faulty,
): ReadonlyMap<string, string> {
  const sources = [
    read.header?.filter(([name]) => String(name).startsWith('oauth_')) ?? [],
    faulty('form-transmission-missing')
      ? []
      : read.form.filter(([name]) => String(name).startsWith('oauth_')),
    faulty('query-transmission-missing')
      ? []
      : read.query.filter(([name]) => String(name).startsWith('oauth_')),
  ].filter((pairs) => pairs.length > 0)
  if (sources.length === 0) throw new BaseRefusal(401, '')
  if (sources.length > 1 && !faulty('sources-merged'))
    throw new BaseRefusal(400, 'parameter_rejected')
  const authorizations = getHeaderValues(message, 'authorization').length
  if (authorizations > 1 && !faulty('two-authorizations'))
    throw new BaseRefusal(400, 'parameter_rejected')
  const pairs = sources.flat()
  const type = getHeaderValues(message, 'content-type').join()
  const [authorization = ''] = getHeaderValues(message, 'authorization')
  const isRefused =
    (faulty('empty-token-refused') &&
      pairs.some(([name, value]) => String(name) === 'oauth_token' && String(value) === '')) ||
    (faulty('extension-refused') && pairs.some(([name]) => String(name) === 'oauth_extension')) ||
    (faulty('other-types-refused') && /^(?:text|multipart)/.test(type)) ||
    (faulty('empty-form-refused') && type !== '' && message.body.length === 0) ||
    (faulty('empty-query-refused') && message.target.endsWith('?')) ||
    (faulty('path-parameters-refused') && /^[^?]*;/.test(message.target)) ||
    (faulty('path-delimiters-refused') && /^[^?]*[!'()*]/.test(message.target)) ||
    (faulty('needless-escapes-refused') && authorization.includes('%31')) ||
    (faulty('plaintext-missing') && pairs.some(([, value]) => String(value) === 'PLAINTEXT')) ||
    (faulty('body-hash-refused') && pairs.some(([name]) => String(name) === 'oauth_body_hash')) ||
    (faulty('body-hash-demanded') &&
      type.includes('json') &&
      !pairs.some(([name]) => String(name) === 'oauth_body_hash'))
  if (isRefused) throw new BaseRefusal(400, 'parameter_rejected')
  const names = pairs.map(([name]) => String(name))
  if (new Set(names).size !== names.length && !faulty('duplicates-last-wins'))
    throw new BaseRefusal(400, 'parameter_rejected')
  return textsOf(pairs)
}

function requireParameters(
  protocol: ReadonlyMap<string, string>,
  faulty: Faulty,
  operation: string,
): string {
  const methodName = protocol.get('oauth_signature_method') ?? ''
  const isPlain = methodName === 'PLAINTEXT'
  const required = [
    'oauth_consumer_key',
    'oauth_signature_method',
    'oauth_signature',
    ...(isPlain ? [] : ['oauth_timestamp', 'oauth_nonce']),
  ]
  const absent = required.filter(
    (name) =>
      (protocol.get(name) ?? '') === '' &&
      !(name === 'oauth_nonce' && faulty('nonce-optional')) &&
      !faulty(`${operation}-${name.replace('oauth_', '')}-absent`) &&
      !faulty(`${name}-optional`),
  )
  if (absent.length > 0)
    throw new BaseRefusal(400, 'parameter_absent', `&oauth_parameters_absent=${absent.join('%26')}`)
  const version = protocol.get('oauth_version')
  if (version === undefined && faulty('version-required'))
    throw new BaseRefusal(400, 'parameter_absent')
  const isAnyVersion = faulty('version-ignored') || faulty(`${operation}-version-ignored`)
  if (version !== undefined && version !== '1.0' && !isAnyVersion)
    throw new BaseRefusal(
      400,
      'version_rejected',
      `&oauth_acceptable_versions=1.0-1.0${faulty('secret-told-for-version') ? '&secret=main-secret%2B%25%C3%A9' : ''}`,
    )
  return faulty('method-case-folded') ? methodName.toUpperCase() : methodName
}

function requireMethod(
  consumer: BaseConsumer | undefined,
  methodName: string,
  { faulty, operation }: { readonly faulty: Faulty; readonly operation: string },
): void {
  if (faulty('methods-unlimited') && METHODS.includes(methodName)) return
  if (!METHODS.includes(methodName) && faulty(`${operation}-method-unknown`)) return
  if (faulty('rsa-consumer-by-hmac') || faulty('public-key-as-secret')) {
    if (consumer?.key === 'rsa' && methodName === 'HMAC-SHA1') return
  }
  if (!METHODS.includes(methodName) && faulty('method-unknown-taken')) return
  const isAllowed =
    consumer === undefined ? METHODS.includes(methodName) : consumer.methods.includes(methodName)
  if (!isAllowed) throw new BaseRefusal(400, 'signature_method_rejected')
}

function baseStringOf(
  { faulty, origin }: World,
  message: WireMessage,
  parameters: readonly Pair[],
): string {
  const question = message.target.indexOf('?')
  const sentPath = question < 0 ? message.target : message.target.slice(0, question)
  const [forwarded] = faulty('forwarded-believed')
    ? getHeaderValues(message, 'x-forwarded-host')
    : []
  const [given = ''] = getHeaderValues(message, 'host')
  const host = forwarded ?? (faulty('host-believed') ? given : origin)
  if (!faulty('host-believed') && given.toLowerCase() !== origin)
    throw new BaseRefusal(400, 'parameter_rejected')
  if (faulty('host-case-sensitive') && given !== given.toLowerCase())
    throw new BaseRefusal(401, 'signature_invalid')
  const path = faulty('path-decoded')
    ? decodeURIComponent(sentPath)
    : faulty('path-collapsed')
      ? sentPath.replaceAll('//', '/')
      : sentPath
  const text = createBaseString({
    method: faulty('method-unsigned') ? 'GET' : message.method,
    scheme: message.scheme,
    host,
    path: faulty('path-unsigned') ? '/' : path,
    parameters,
  })
  if (faulty('sort-joined')) return resorted(text, (items) => items.sort())
  if (faulty('sort-before-encoding'))
    return resorted(text, (items) =>
      items.sort((one, other) => (decodeURIComponent(one) < decodeURIComponent(other) ? -1 : 1)),
    )
  return text
}

function resorted(text: string, sort: (items: string[]) => string[]): string {
  const [method = '', uri = '', normalized = ''] = text.split('&')
  return `${method}&${uri}&${encodeURIComponent(sort(decodeURIComponent(normalized).split('&')).join('&'))}`
}

function isSignatureRight(
  { faulty }: World,
  {
    consumer,
    token,
    known,
    operation,
  }: {
    readonly consumer: BaseConsumer | undefined
    readonly token: BaseToken | undefined
    readonly known: BaseToken | undefined
    readonly operation: string
  },
  {
    methodName,
    base,
    signature,
  }: { readonly methodName: string; readonly base: string; readonly signature: string },
): boolean {
  if (consumer === undefined) return false
  if (known !== undefined && token === undefined) return false
  if (methodName.startsWith('RSA')) {
    if (faulty('rsa-unchecked')) return true
    return isRsaSignature(methodName, base, { signature, publicKey: consumer.publicKey ?? '' })
  }
  const name = METHODS.includes(methodName) ? methodName : 'HMAC-SHA1'
  const consumerSecret =
    faulty('public-key-as-secret') && consumer.publicKey
      ? consumer.publicKey
      : (consumer.secret ?? '')
  const secrets = [
    token?.secret ?? '',
    ...(faulty('token-secret-optional') ||
    faulty(`${operation}-token-secret-optional`) ||
    (name === 'PLAINTEXT' && faulty('plaintext-consumer-secret-alone'))
      ? ['']
      : []),
  ]
  if (faulty('hmac-unchecked')) return true
  return secrets.some((tokenSecret) => {
    const rights = [
      createSignature(name, base, { consumerSecret, tokenSecret }),
      ...(faulty('consumer-secret-optional')
        ? [createSignature(name, base, { consumerSecret: '', tokenSecret })]
        : []),
      ...(faulty('secrets-in-any-order')
        ? [
            createSignature(name, base, {
              consumerSecret: tokenSecret,
              tokenSecret: consumerSecret,
            }),
          ]
        : []),
    ]
    return rights.some((right) => isEqual(right, signature, faulty))
  })
}

function isEqual(right: string, signature: string, faulty: Faulty): boolean {
  if (faulty('signature-prefix') && signature !== '' && right.startsWith(signature)) return true
  if (faulty('signature-first-half') && right.slice(0, 12) === signature.slice(0, 12)) return true
  if (faulty('signature-but-last') && right.slice(0, 26) === signature.slice(0, 26)) return true
  if (faulty('signature-longer') && signature.startsWith(right)) return true
  if (faulty('signature-case') && right.toLowerCase() === signature.toLowerCase()) return true
  return equal(right, signature)
}

function equal(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function requireBodyHash(
  message: WireMessage,
  protocol: ReadonlyMap<string, string>,
  faulty: Faulty,
): void {
  const given = protocol.get('oauth_body_hash')
  if (given === undefined || faulty('body-hash-ignored')) return
  if (isForm(message)) {
    if (faulty('body-hash-on-form')) return
    throw new BaseRefusal(400, 'parameter_rejected')
  }
  if (given === '' && faulty('body-hash-empty')) return
  const hash = faulty('body-hash-sha1-always')
    ? 'sha1'
    : getHashName(protocol.get('oauth_signature_method') ?? '')
  if (given !== computeBodyHash(message.body, hash)) throw new BaseRefusal(401, 'signature_invalid')
}

const nonceTimes = new Map<string, number>()
const NONCE_LIFETIMES = [
  ['nonce-kept-20-seconds', 20],
  ['nonce-kept-60-seconds', 60],
  ['nonce-kept-200-seconds', 200],
  ['nonce-kept-300-seconds', 300],
  ['nonce-kept-600-seconds', 600],
] as const

async function recordNonce(
  world: World,
  protocol: ReadonlyMap<string, string>,
  { operation, message }: { readonly operation: string; readonly message: WireMessage },
): Promise<void> {
  const { faulty, nonces } = world
  const isPlain = protocol.get('oauth_signature_method') === 'PLAINTEXT'
  const timestamp = protocol.get('oauth_timestamp') ?? ''
  if (timestamp === '' && (isPlain || faulty(`${operation}-timestamp-absent`))) return
  requireTimestamp(world, timestamp)
  const isByHeader = getHeaderValues(message, 'authorization').length > 0
  if (
    faulty('nonce-ignored') ||
    (faulty('nonce-in-header-only') && !isByHeader) ||
    (faulty('nonce-at-resource-only') && operation === 'request-token')
  )
    return
  const [authorization = ''] = getHeaderValues(message, 'authorization')
  const raw = /oauth_nonce="([^"]*)"/.exec(authorization)?.[1]
  const given = faulty('nonce-raw') ? (raw ?? '') : (protocol.get('oauth_nonce') ?? '')
  const nonce = faulty('nonce-case-folded')
    ? given.toLowerCase()
    : faulty('nonce-truncated')
      ? given.slice(0, 32)
      : given
  const parts = [
    faulty('nonce-global') ? '' : (protocol.get('oauth_consumer_key') ?? ''),
    faulty('nonce-without-token') || faulty('nonce-global')
      ? ''
      : (protocol.get('oauth_token') ?? ''),
    faulty('nonce-without-timestamp') ? '' : timestamp,
    nonce,
    faulty('nonce-with-query') ? message.target : '',
    faulty('nonce-with-http-method') ? message.method : '',
    faulty('nonce-with-body') ? String(message.body) : '',
    faulty('nonce-with-agent') ? getHeaderValues(message, 'user-agent').join() : '',
    faulty('nonce-with-version') ? (protocol.get('oauth_version') ?? '') : '',
    faulty('nonce-with-signature-method') ? (protocol.get('oauth_signature_method') ?? '') : '',
  ]
  const key = JSON.stringify(parts)
  const now = world.nowSeconds()
  for (const [known, seconds] of nonceTimes) {
    const lifetime = NONCE_LIFETIMES.find(([name]) => faulty(name))?.[1] ?? Infinity
    if (nonces.has(known) && now - seconds > lifetime) nonces.delete(known)
  }
  nonceTimes.set(key, now)
  if (faulty('nonce-last-ten') && nonces.size > 10) nonces.delete([...nonces][0] ?? '')
  if (nonces.has(key)) throw new BaseRefusal(401, 'nonce_used')
  if (faulty('nonce-race')) await new Promise((resolve) => setTimeout(resolve, 30))
  if (faulty('nonce-one-per-second')) nonces.clear()
  nonces.add(key)
}

function requireTimestamp({ faulty, nowSeconds }: World, text: string): void {
  const isDigits = /^[1-9]\d*$/.test(text)
  const isTaken =
    isDigits ||
    (faulty('timestamp-parse-int') && !Number.isNaN(Number.parseInt(text, 10))) ||
    (faulty('timestamp-number') && text.trim() !== '' && !Number.isNaN(Number(text)))
  const seconds = faulty('timestamp-parse-int') ? Number.parseInt(text, 10) : Number(text)
  const age = nowSeconds() - seconds
  const isAnyAge = faulty('timestamp-old-accepted') || faulty('nonce-kept-600-seconds')
  const isStale = age > WINDOW_SECONDS && !isAnyAge
  const isAhead = age < -WINDOW_SECONDS && !faulty('timestamp-future-accepted')
  if (faulty('timestamp-ignored')) return
  const isTooStrict =
    (faulty('timestamp-exact') && age !== 0) || (faulty('timestamp-narrow') && Math.abs(age) > 3)
  if (!isTaken || isStale || isAhead || isTooStrict) {
    throw new BaseRefusal(
      400,
      'timestamp_refused',
      `&oauth_acceptable_timestamps=${nowSeconds() - WINDOW_SECONDS}-${nowSeconds() + WINDOW_SECONDS}`,
    )
  }
}

function textsOf(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  return new Map(pairs.map(([name, value]) => [String(name), String(value)]))
}
