import { createHmac, createVerify } from 'node:crypto'
import type { VerifyPublicKeyInput } from 'node:crypto'

import type { Seen } from './listen.js'

type Pairs = readonly (readonly [name: string, value: string])[]

/** The signature of a received request, parsed according to the RFC without the code under test. */
export interface ReadSignature {
  /** The location of the protocol parameters. */
  readonly place: 'header' | 'query' | 'body' | 'nowhere'
  /** The realm of the header, or `undefined`. */
  readonly realm: string | undefined
  /** The protocol parameters by name. */
  readonly parameters: Readonly<Record<string, string>>
  /** The base string of RFC 5849, section 3.4.1. */
  readonly baseString: string
  /** Whether the signature was made with these secrets. */
  signedWith(consumerSecret: string, tokenSecret?: string): boolean
  /** Whether the signature was made with the RSA key. */
  signedWithKey(publicKey: VerifyPublicKeyInput | string): boolean
}

/** Parses the signature of a request as received over the socket. */
export function readSignature(seen: Seen | undefined): ReadSignature {
  if (seen === undefined) throw new Error('Nothing was sent.')
  const url = new URL(seen.url)
  const valueOf = (wanted: string): string =>
    seen.headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
  const header = headerPairs(valueOf('authorization'))
  const query = formPairs(url.search.slice(1))
  const isForm = valueOf('content-type').startsWith('application/x-www-form-urlencoded')
  const form = isForm ? formPairs(seen.body.toString()) : []
  const all = [...header, ...query, ...form]
  const parameters = Object.fromEntries(all.filter(([name]) => name.startsWith('oauth_')))
  const isIn = (pairs: Pairs): boolean => pairs.some(([name]) => name === 'oauth_consumer_key')
  const signature = parameters.oauth_signature ?? ''
  const [method, hash] = (parameters.oauth_signature_method ?? '').split('-')
  const signed = all
    .filter(([name]) => !['realm', 'oauth_signature'].includes(name))
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&')
  const baseString = [seen.method.toUpperCase(), url.origin + url.pathname, signed]
    .map(encode)
    .join('&')
  return {
    place: isIn(header) ? 'header' : isIn(query) ? 'query' : isIn(form) ? 'body' : 'nowhere',
    realm: header.find(([name]) => name === 'realm')?.[1],
    parameters,
    baseString,
    signedWith(consumerSecret, tokenSecret = '') {
      const key = `${encode(consumerSecret)}&${encode(tokenSecret)}`
      if (hash === undefined) return method === 'PLAINTEXT' && signature === key
      return signature === createHmac(hash, key).update(baseString).digest('base64')
    },
    signedWithKey: (publicKey) =>
      hash !== undefined &&
      createVerify(hash).update(baseString).verify(publicKey, signature, 'base64'),
  }
}

function headerPairs(header: string): Pairs {
  if (!header.startsWith('OAuth ')) return []
  return [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    decodeURIComponent(value),
  ])
}

function formPairs(form: string): Pairs {
  return form
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      return [decode(name), decode(rest.join('='))]
    })
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
