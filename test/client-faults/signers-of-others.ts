import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'

import type { TrickyRequest } from './tricky-requests.js'

/** Gives the HMAC-SHA1 signature that a package makes, used as its README says. */
export type Signer = (request: TrickyRequest) => string

type Values = Readonly<Record<string, unknown>>

// None of them can be imported with types that fit.
const require = createRequire(import.meta.url)

interface Oauth10a {
  getNonce: () => string
  getTimeStamp: () => number
  authorize(request: object, token: object | undefined): { readonly oauth_signature: string }
}
const createOauth10a = require('oauth-1.0a') as (options: object) => Oauth10a

interface NodeOauth {
  _getNonce: () => string
  _getTimestamp: () => number
  _prepareParameters(...args: readonly unknown[]): readonly (readonly [string, string])[]
}
const { OAuth } = require('oauth') as {
  readonly OAuth: new (...args: readonly unknown[]) => NodeOauth
}

const oauthSignature = require('oauth-signature') as {
  generate(...args: readonly unknown[]): string
}

/** The packages, by the name that the guide has for them. */
export const SIGNERS_OF_OTHERS: Readonly<Record<string, Signer>> = {
  'oauth-1.0a'(request) {
    const { input, consumerKey, consumerSecret, token, tokenSecret, nonce, timestamp } = request
    const oauth = createOauth10a({
      consumer: { key: consumerKey, secret: consumerSecret },
      signature_method: 'HMAC-SHA1',
      hash_function: (text: string, key: string) =>
        createHmac('sha1', key).update(text).digest('base64'),
    })
    oauth.getNonce = () => nonce
    oauth.getTimeStamp = () => timestamp
    const { url, method } = input
    return oauth.authorize(
      { url, method, data: formOf(request) },
      { key: token, secret: tokenSecret },
    ).oauth_signature
  },
  oauth(request) {
    const { input, consumerKey, consumerSecret, token, tokenSecret, nonce, timestamp } = request
    const oauth = new OAuth(null, null, consumerKey, consumerSecret, '1.0', null, 'HMAC-SHA1')
    oauth._getNonce = () => nonce
    oauth._getTimestamp = () => timestamp
    const { method, url } = input
    return (
      oauth._prepareParameters(token, tokenSecret, method, url, formOf(request)).at(-1)?.[1] ?? ''
    )
  },
  'oauth-signature'(request) {
    const { input, consumerKey, consumerSecret, token, tokenSecret, nonce, timestamp } = request
    const [resource, query = ''] = input.url.replace(/#.*/, '').split(/\?(.*)/s)
    const parameters = {
      ...valuesOf(query),
      ...formOf(request),
      oauth_consumer_key: consumerKey,
      oauth_token: token,
      oauth_nonce: nonce,
      oauth_timestamp: String(timestamp),
      oauth_signature_method: 'HMAC-SHA1',
      oauth_version: '1.0',
    }
    const options = { encodeSignature: false }
    const secrets = [consumerSecret, tokenSecret]
    return oauthSignature.generate(input.method, resource, parameters, ...secrets, options)
  },
}

// Values that are not strings in an application.
const OBJECTS: Readonly<Record<string, Values>> = {
  c48: { count: 0, flag: false, s: '' },
  c49: { filter: { a: 1, b: 2 } },
}

export function formOf({ id, input: { body, contentType } }: TrickyRequest): Values {
  const isForm = body !== null && contentType.includes('form')
  return OBJECTS[id] ?? (isForm ? valuesOf(body) : {})
}

/** The argument of a caller: an object, with arrays for names that repeat. */
export function valuesOf(text: string): Values {
  const pairs = new URLSearchParams(text)
  const names = new Set(pairs.keys())
  return Object.fromEntries(
    Array.from(names, (name) => {
      const [value = '', ...more] = pairs.getAll(name)
      return [name, more.length === 0 ? value : [value, ...more]]
    }),
  )
}
