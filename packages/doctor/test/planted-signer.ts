import { createHmac } from 'node:crypto'

import { formatAuthorizationHeader } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'

export type Pair = readonly [name: string, value: string]

/** The steps of a signer for these tests. A plant changes one of them. */
export interface Signer {
  readonly method: string
  readonly uri: string
  readonly query: readonly Pair[]
  readonly protocol: readonly Pair[]
  readonly body: readonly Pair[]
  readonly encode: (text: string) => string
  readonly encodeName: (text: string) => string
  readonly sort: (pairs: readonly (readonly [Pair, Pair])[]) => readonly (readonly [Pair, Pair])[]
  readonly encodePart: (text: string) => string
  readonly encodeUri: (text: string) => string
  readonly joinParts: (method: string, uri: string, parameters: string) => string
  readonly consumerSecret: string
  readonly tokenSecret: string
  readonly encodeSecret: (text: string) => string
  readonly joinSecrets: (consumerSecret: string, tokenSecret: string) => string
  readonly hash: string
  readonly digest: (baseString: string, signer: Signer) => Buffer
  readonly write: (signature: Buffer) => string
}

export interface Sample {
  readonly method: string
  readonly url: string
  readonly type?: string
  readonly body?: string
  readonly headers?: readonly Pair[]
  /** The protocol parameters. Defaults to those of a full request. */
  readonly protocol?: readonly Pair[]
  readonly realm?: string
}

export const SECRETS = { consumerSecret: 'kd94hf93k423kf44', tokenSecret: 'pfkkdhi9sl3r4s00' }

export const PROTOCOL: readonly Pair[] = [
  ['oauth_consumer_key', 'dpf43f3p2l4k3l03'],
  ['oauth_token', 'nnch734d00sl2jdk'],
  ['oauth_signature_method', 'HMAC-SHA1'],
  ['oauth_timestamp', '1191242096'],
  ['oauth_nonce', 'kllo9940pd9333jh'],
  ['oauth_version', '1.0'],
]

export function rfc3986(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (octet) => {
    const character = String.fromCharCode(octet)
    return /[A-Za-z0-9\-._~]/.test(character)
      ? character
      : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Sends a sample as the signer signed it. */
export function send(
  sample: Sample,
  plant: (signer: Signer) => Signer = (signer) => signer,
  secrets: { readonly consumerSecret: string; readonly tokenSecret: string } = SECRETS,
): ReceivedRequest {
  const { method, url, type, body = '', headers = [], protocol = PROTOCOL, realm } = sample
  const { origin, pathname, searchParams } = new URL(url)
  const signer = plant({
    method: method.toUpperCase(),
    uri: origin + pathname,
    query: [...searchParams],
    protocol,
    body: type?.includes('urlencoded') ? [...new URLSearchParams(body)] : [],
    encode: rfc3986,
    encodeName: rfc3986,
    sort: (pairs) => [...pairs].sort(([, a], [, b]) => compare(a[0], b[0]) || compare(a[1], b[1])),
    encodePart: rfc3986,
    encodeUri: rfc3986,
    joinParts: (method, uri, parameters) => `${method}&${uri}&${parameters}`,
    consumerSecret: secrets.consumerSecret,
    tokenSecret: secrets.tokenSecret,
    encodeSecret: rfc3986,
    joinSecrets: (first, second) => `${first}&${second}`,
    hash: hashOf(protocol),
    digest: hmac,
    write: (signature) => signature.toString('base64'),
  })
  const signature = signer.write(signer.digest(baseString(signer), signer))
  const authorization = formatAuthorizationHeader([...protocol, ['oauth_signature', signature]], {
    realm,
  })
  return {
    method,
    url,
    headers: [
      ...headers,
      ...(type === undefined ? [] : [['Content-Type', type] as const]),
      ['Authorization', authorization],
    ],
    body: Buffer.from(body),
  }
}

function hmac(text: string, signer: Signer): Buffer {
  const key = signer.joinSecrets(
    signer.encodeSecret(signer.consumerSecret),
    signer.encodeSecret(signer.tokenSecret),
  )
  return createHmac(signer.hash, key).update(text).digest()
}

function baseString(signer: Signer): string {
  const pairs = [...signer.query, ...signer.protocol, ...signer.body].map(
    ([name, value]) =>
      [
        [name, value],
        [signer.encodeName(name), signer.encode(value)],
      ] as const,
  )
  const joined = signer
    .sort(pairs)
    .map(([, [name, value]]) => `${name}=${value}`)
    .join('&')
  return signer.joinParts(signer.method, signer.encodeUri(signer.uri), signer.encodePart(joined))
}

function hashOf(protocol: readonly Pair[]): string {
  const method = new Map(protocol).get('oauth_signature_method') ?? ''
  return method.replace(/^(?:HMAC|RSA)-/, '').toLowerCase()
}
