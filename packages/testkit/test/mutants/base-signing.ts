import { randomBytes, randomInt } from 'node:crypto'

import {
  baseStringUri,
  bodyHash,
  createNonce,
  formatAuthorizationHeader,
  formatForm,
  normalizeParameters,
  parseForm,
  percentDecode,
  percentEncode,
  SIGNATURE_METHODS,
} from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { hasFormContentType, toWireUrl } from '@oauthplus/core/internal'

import type { ClientTask } from '../../src/index.js'

import type { Kind } from './base-exchange.js'
import type { Faulty } from './base-provider.js'

/** A request before it is signed. */
export interface Unsigned {
  readonly method: string
  readonly url: string
  readonly contentType?: string | undefined
  readonly body?: string | undefined
}

/** A request as it is sent. */
export interface Signed extends Unsigned {
  readonly authorization?: string | undefined
  readonly referer?: string | undefined
}

/** The credentials of a request, and its parameters in addition to the usual ones. */
export interface SigningOptions {
  readonly token?: { readonly key: string; readonly secret: string } | undefined
  readonly more?: ParameterList | undefined
  /** Seconds that the provider's clock is ahead. */
  readonly aheadSeconds?: number | undefined
  readonly nonce?: string | undefined
}

const FORM = 'application/x-www-form-urlencoded'
const STARTED = Date.now()
let counter = 1000

/** Signs with the pieces of core, but for what is planted. */
export async function signed(
  given: Unsigned,
  task: ClientTask,
  options: SigningOptions & { readonly faulty: Faulty; readonly kind?: Kind | undefined },
): Promise<Signed> {
  const { faulty, kind = 'resource', token } = options
  const { consumer } = task
  const transmission = faulty('parameters-in-query') ? 'query' : task.transmission
  const isForm = isSignedForm(given, faulty)
  const request = requestOf(given, { isForm, kind, faulty })
  const { url } = request
  const methodName = methodOf(task.signatureMethod, faulty)
  const isHashed = kind === 'resource' || faulty('body-hash-on-tokens')
  const hash = isHashed ? await hashOf(request, { task, isForm, faulty }) : undefined
  const protocol = protocolOf(task, options, hash)
  const [address = '', query = ''] = url.split(/\?(.*)/s)
  const body = faulty('form-plus-kept') ? request.body?.replaceAll('+', '%2B') : request.body
  const parameters = [
    ...queryParameters(query, faulty),
    ...protocol,
    ...(isForm ? parseForm(body ?? '') : []),
  ]
  const baseString = [
    faulty('method-as-given') ? request.method : request.method.toUpperCase(),
    percentEncode(uriOf(signedAddress(address, { faulty, kind }), faulty)),
    percentEncode(normalized(parameters, faulty)),
  ].join('&')
  const method = SIGNATURE_METHODS.find(({ name }) => name === methodName)
  const secrets = [consumer.secret, token?.secret ?? '']
  const signature = await method?.sign(baseString, {
    consumerSecret: secrets[0] ?? '',
    tokenSecret: secrets[1] ?? '',
    privateKey: consumer.privateKey,
    signingKey: signingKey(secrets, faulty),
  })
  const sent: ParameterList = [...protocol, ['oauth_signature', signature ?? '']]
  if (transmission === 'query') {
    const places = [query, formOf(sent, 'query', faulty)].filter(Boolean)
    if (faulty('query-protocol-first')) places.reverse()
    return { ...request, url: `${address}?${places.join('&')}` }
  }
  if (transmission === 'form' && request.contentType === FORM) {
    const places = [request.body ?? '', formOf(sent, 'form', faulty)].filter(Boolean)
    if (faulty('form-protocol-first')) places.reverse()
    return { ...request, url, body: places.join('&') }
  }
  const authorization = header(sent, faulty)
  const twice = faulty('two-places') ? `${address}?${query}&${formatForm(sent)}` : url
  const referer =
    faulty('secret-in-referer') && kind === 'exchange'
      ? { referer: `${task.provider.authorizeUrl}?secret=${token?.secret ?? ''}` }
      : {}
  return { ...request, url: twice, authorization, ...referer }
}

/** Changes a request as is planted before it is signed. */
function requestOf(
  { url, body, ...request }: Unsigned,
  how: { readonly isForm: boolean; readonly kind: Kind; readonly faulty: Faulty },
): Unsigned {
  const { isForm, kind, faulty } = how
  const wireUrl = toWireUrl(url).replace(/#.*/s, '')
  const more = faulty(`${kind}-two-places`) ? 'oauth_version=1.0' : ''
  return {
    ...request,
    url: more === '' ? wireUrl : `${wireUrl}${wireUrl.includes('?') ? '&' : '?'}${more}`,
    body: isForm && faulty('form-two-places') ? `${body ?? ''}&oauth_version=1.0` : body,
  }
}

function protocolOf(
  { consumer, signatureMethod }: ClientTask,
  options: SigningOptions & { readonly faulty: Faulty; readonly kind?: Kind | undefined },
  hash: string | undefined,
): ParameterList {
  const { token, more = [], faulty, kind = 'resource' } = options
  const isBare = signatureMethod === 'PLAINTEXT' && faulty('plaintext-bare')
  const protocol: ParameterList = [
    ['oauth_consumer_key', consumer.key],
    ...(token === undefined ? [] : [['oauth_token', token.key] as const]),
    ['oauth_signature_method', signatureMethod],
    ['oauth_timestamp', timestamp(options.aheadSeconds ?? 0, faulty)],
    ['oauth_nonce', options.nonce ?? nonce(faulty)],
    ['oauth_version', faulty('version-2') ? '2.0' : '1.0'],
    ...(hash === undefined ? [] : [['oauth_body_hash', hash] as const]),
    ...(faulty('extension-sent') ? [['oauth_x_device', 'a b/1'] as const] : []),
    ...more,
  ]
  const left = protocol.filter(
    ([name]) =>
      !faulty(`${kind}-without-${name}`) &&
      !(name === 'oauth_version' && faulty('version-absent')) &&
      !(isBare && /nonce|timestamp/.test(name)),
  )
  return faulty('parameters-reversed') ? left.reverse() : left
}

/** Writes the protocol parameters for a form or a query. */
function formOf(parameters: ParameterList, place: 'form' | 'query', faulty: Faulty): string {
  const form = formatForm(parameters)
  return faulty(`${place}-signature-raw`)
    ? form.replace(/(?<=oauth_signature=)[^&]*/, (signature) => signature.replaceAll('%2B', '+'))
    : form
}

/** Gives the address that is signed: that of the Host header. */
function signedAddress(
  address: string,
  { faulty, kind }: { readonly faulty: Faulty; readonly kind: Kind },
): string {
  return faulty(kind === 'resource' ? 'host-wrong' : 'token-host-wrong')
    ? address.replace(/(?<=:\/\/)[^/?]*/, 'photos.example')
    : address
}

/** Reports whether a body is signed. */
export function isSignedForm({ contentType = '', body }: Unsigned, faulty: Faulty): boolean {
  if (body === undefined || faulty('form-unsigned')) return false
  if (faulty('json-signed') && contentType === 'application/json') return true
  if (faulty('multipart-signed') && contentType.startsWith('multipart/')) return true
  if (faulty('form-charset-unsigned') && contentType.includes(';')) return false
  if (faulty('form-capitals-unsigned') && /[A-Z]/.test(contentType.replace('UTF-8', ''))) {
    return false
  }
  if (faulty('text-signed') && contentType === 'text/plain') return true
  return hasFormContentType([['content-type', contentType]])
}

/** Gives the method that is signed by. */
export function methodOf(name: string, faulty: Faulty): string {
  if (faulty('hmac-sha1-always') && name.startsWith('HMAC')) return 'HMAC-SHA1'
  if (faulty('rsa-sha1-always') && name.startsWith('RSA')) return 'RSA-SHA1'
  return name
}

async function hashOf(
  { body = '' }: Unsigned,
  given: { readonly task: ClientTask; readonly isForm: boolean; readonly faulty: Faulty },
): Promise<string | undefined> {
  const { task, isForm, faulty } = given
  if (!task.bodyHash || (isForm && !faulty('body-hash-on-form'))) return undefined
  const isSha256 = task.signatureMethod.endsWith('256') && !faulty('body-hash-sha1-always')
  const hash = await bodyHash(
    faulty('body-hash-of-braces') && body === '' ? '{}' : body,
    isSha256 ? 'SHA-256' : 'SHA-1',
  )
  return faulty('body-hash-hexadecimal') ? Buffer.from(hash, 'base64').toString('hex') : hash
}

function timestamp(aheadSeconds: number, faulty: Faulty): string {
  const milliseconds =
    (faulty('timestamp-of-start') ? STARTED : Date.now()) +
    (aheadSeconds + (faulty('timestamp-ahead') ? 120 : 0)) * 1000
  if (faulty('timestamp-milliseconds')) return String(milliseconds)
  return faulty('timestamp-fraction')
    ? String(milliseconds / 1000)
    : String(Math.floor(milliseconds / 1000))
}

function nonce(faulty: Faulty): string {
  if (faulty('nonce-constant')) return 'abcdefghijklmnopqrstuvwxyz'
  if (faulty('nonce-of-second')) return `the-second-is-${Math.floor(Date.now() / 1000)}`
  if (faulty('nonce-counts')) return `${'0'.repeat(30)}${++counter}`
  if (faulty('nonce-uuid7')) {
    const time = Date.now().toString(16).padStart(12, '0')
    const random = Buffer.from(randomBytes(10)).toString('hex')
    return [
      time.slice(0, 8),
      time.slice(8),
      `7${random.slice(1, 4)}`,
      random.slice(4, 8),
      random.slice(8),
    ].join('-')
  }
  if (faulty('nonce-with-time'))
    return `${Math.floor(Date.now() / 1000)}${createNonce().slice(0, 12)}`
  if (faulty('nonce-digits')) return String(randomInt(10 ** 12, 10 ** 13))
  if (faulty('nonce-short')) return createNonce().slice(0, 6)
  if (faulty('nonce-prefix')) return `printer.example-on-this-machine-${createNonce().slice(0, 12)}`
  return createNonce()
}

/** Reads a query. */
export function queryParameters(query: string, faulty: Faulty): ParameterList {
  if (faulty('query-unsigned')) return []
  if (faulty('query-ends-at-question')) return parseForm(query.replace(/\?.*/s, ''))
  if (faulty('plus-kept')) return parseForm(query.replaceAll('+', '%2B'))
  if (faulty('equals-splits')) {
    return query.split('&').map((item) => {
      const [name = '', value = ''] = item.split('=')
      return [percentDecode(name), percentDecode(value)]
    })
  }
  if (faulty('names-undecoded')) {
    return parseForm(
      query.replaceAll(
        /(^|&)([^=&]*)/g,
        (_all, start: string, name: string) => start + percentEncode(name),
      ),
    )
  }
  if (faulty('brackets-indexed')) {
    let index = 0
    return parseForm(query).map(([name, value]) => [
      name.replace('[]', () => `[${index++}]`),
      value,
    ])
  }
  return parseForm(query)
}

/** Makes the base string URI of an address without its query. */
export function uriOf(address: string, faulty: Faulty): string {
  const uri = baseStringUri(address)
  if (faulty('host-case-kept')) return address.replace(/^HTTP:/, 'http:')
  if (faulty('default-port-kept')) return address
  if (faulty('all-default-ports-dropped')) return uri.replace(/:(?:80|443)(?=\/)/, '')
  if (faulty('path-absent-kept')) return address
  if (faulty('path-decoded')) return uri.replaceAll('%20', ' ')
  if (faulty('path-slash-decoded')) return uri.replaceAll('%2F', '/')
  if (faulty('path-escapes-raised'))
    return uri.replaceAll(/%[0-9a-f]{2}/g, (escape) => escape.toUpperCase())
  return uri
}

/** Normalizes parameters. */
export function normalized(given: ParameterList, faulty: Faulty): string {
  let parameters = given
  if (faulty('duplicates-merged')) parameters = Array.from(new Map(parameters))
  if (faulty('equal-pairs-merged')) {
    parameters = Array.from(new Map(parameters.map((pair) => [pair.join('='), pair])).values())
  }
  if (faulty('empty-lost')) parameters = parameters.filter(([, value]) => value !== '')
  const encode = faulty('reserved-raw') ? encodeURIComponent : percentEncode
  const encoded = parameters.map(([name, value]) => [encode(name), encode(value)] as const)
  if (faulty('sort-by-locale')) {
    return joined([...encoded].sort(([one], [other]) => one.localeCompare(other)))
  }
  if (faulty('sort-joined')) return joined(encoded).split('&').sort().join('&')
  if (faulty('sort-names-only')) {
    return joined([...encoded].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)))
  }
  if (faulty('reserved-raw')) {
    return joined(
      encoded
        .map((pair) => [pair, pair.join(' ')] as const)
        .sort(([, one], [, other]) => (one < other ? -1 : 1))
        .map(([pair]) => pair),
    )
  }
  return normalizeParameters(parameters)
}

function joined(pairs: ParameterList): string {
  return pairs.map((pair) => pair.join('=')).join('&')
}

/** Makes the key of two secrets. */
export function signingKey(
  [consumerSecret = '', tokenSecret = '']: readonly string[],
  faulty: Faulty,
): string {
  const encoded = [
    faulty('consumer-secret-raw') ? consumerSecret : percentEncode(consumerSecret),
    faulty('token-secret-raw') ? tokenSecret : percentEncode(tokenSecret),
  ]
  return encoded.filter((text) => text !== '' || !faulty('lone-ampersand-lost')).join('&')
}

/** Writes the Authorization header. */
export function header(parameters: ParameterList, faulty: Faulty): string {
  const value = formatAuthorizationHeader(parameters)
  if (faulty('header-tilde-encoded')) return value.replaceAll('~', '%7E')
  if (faulty('header-signature-raw')) return value.replaceAll('%2B', '+')
  if (faulty('header-written-otherwise')) {
    return value.replace(/^OAuth /, 'oauth\trealm="a \\"b\\"",   ').replaceAll('", ', '",\t ')
  }
  if (faulty('header-unquoted')) return value.replaceAll('"', '')
  if (faulty('header-lower-case-escapes')) {
    return value.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
  }
  if (faulty('header-raw')) {
    return `OAuth ${parameters.map(([name, text]) => `${name}="${encodeURI(text)}"`).join(', ')}`
  }
  return value
}
