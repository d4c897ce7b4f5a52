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
}

/** Whom a request is signed for, and what stands in it beside the usual parameters. */
export interface SigningOptions {
  readonly token?: { readonly key: string; readonly secret: string } | undefined
  readonly more?: ParameterList | undefined
  /** Seconds that the provider's clock is ahead. */
  readonly aheadSeconds?: number | undefined
  readonly nonce?: string | undefined
}

const FORM = 'application/x-www-form-urlencoded'
let counter = 1000

/** Signs with the pieces of core, but for what is planted. */
export async function signed(
  request: Unsigned,
  task: ClientTask,
  { faulty, ...options }: SigningOptions & { readonly faulty: Faulty },
): Promise<Signed> {
  const { token, more = [] } = options
  const { consumer, transmission } = task
  const url = toWireUrl(request.url).replace(/#.*/s, '')
  const isForm = isSignedForm(request, faulty)
  const methodName = methodOf(task.signatureMethod, faulty)
  const hash = await hashOf(request, { task, isForm, faulty })
  const protocol: ParameterList = [
    ['oauth_consumer_key', consumer.key],
    ...(token === undefined ? [] : [['oauth_token', token.key] as const]),
    ['oauth_signature_method', task.signatureMethod],
    ['oauth_timestamp', timestamp(options.aheadSeconds ?? 0, faulty)],
    ['oauth_nonce', options.nonce ?? nonce(faulty)],
    ['oauth_version', faulty('version-2') ? '2.0' : '1.0'],
    ...(hash === undefined ? [] : [['oauth_body_hash', hash] as const]),
    ...more,
  ]
  const [address = '', query = ''] = url.split(/\?(.*)/s)
  const parameters = [
    ...queryParameters(query, faulty),
    ...protocol,
    ...(isForm ? parseForm(request.body ?? '') : []),
  ]
  const baseString = [
    faulty('method-as-given') ? request.method : request.method.toUpperCase(),
    percentEncode(uriOf(address, faulty)),
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
    return { ...request, url: `${address}?${[query, formatForm(sent)].filter(Boolean).join('&')}` }
  }
  if (transmission === 'form' && request.contentType === FORM) {
    return { ...request, url, body: `${request.body ?? ''}&${formatForm(sent)}` }
  }
  const authorization = header(sent, faulty)
  const twice = faulty('two-places') ? `${address}?${query}&${formatForm(sent)}` : url
  return { ...request, url: twice, authorization }
}

/** Tells whether a body is signed. */
export function isSignedForm({ contentType = '', body }: Unsigned, faulty: Faulty): boolean {
  if (body === undefined || faulty('form-unsigned')) return false
  if (faulty('json-signed') && contentType === 'application/json') return true
  if (faulty('multipart-signed') && contentType.startsWith('multipart/')) return true
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
  const milliseconds = Date.now() + aheadSeconds * 1000
  if (faulty('timestamp-milliseconds')) return String(milliseconds)
  return faulty('timestamp-fraction')
    ? String(milliseconds / 1000)
    : String(Math.floor(milliseconds / 1000))
}

function nonce(faulty: Faulty): string {
  if (faulty('nonce-constant')) return 'abcdefghijklmnopqrstuvwxyz'
  if (faulty('nonce-of-second')) return `the-second-is-${Math.floor(Date.now() / 1000)}`
  if (faulty('nonce-counts')) return `${'0'.repeat(30)}${++counter}`
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
  if (faulty('header-unquoted')) return value.replaceAll('"', '')
  if (faulty('header-lower-case-escapes')) {
    return value.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
  }
  if (faulty('header-raw')) {
    return `OAuth ${parameters.map(([name, text]) => `${name}="${encodeURI(text)}"`).join(', ')}`
  }
  return value
}
