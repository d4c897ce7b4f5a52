import { Agent } from 'node:http'
import { createRequire } from 'node:module'

import { formatAuthorizationHeader } from '@oauthplus/core'
import type { HeaderList, ReceivedRequest } from '@oauthplus/core'
import axios from 'axios'

import { formOf, SIGNERS_OF_OTHERS, valuesOf } from '../client-faults/signers-of-others.js'
import type { TrickyRequest } from '../client-faults/tricky-requests.js'

/** Sends a tricky request with a package; `undefined` if the package cannot express it. */
type Sender = (tricky: TrickyRequest) => Promise<ReceivedRequest | undefined> | ReceivedRequest

type Values = Readonly<Record<string, unknown>>

// None of them can be imported with types that fit.
const require = createRequire(import.meta.url)
const oauthSign = require('oauth-sign') as { hmacsign(...args: readonly unknown[]): string }
const request = require('request') as (options: object) => { readonly body?: Buffer | string }
const requestOauth = require('request-oauth') as (
  oauth: object,
) => (sent: object) => { readonly options: { readonly headers: Readonly<Record<string, string>> } }
const { default: OAuth1Helper } =
  require('twitter-api-v2/dist/cjs/client-mixins/oauth1.helper.js') as {
    readonly default: new (options: object) => {
      authorize(request: object, token: object): Values
      toHeader(info: Values): { readonly Authorization: string }
    }
  }
const { default: addOAuthInterceptor } = require('axios-oauth-1.0a') as {
  readonly default: (client: unknown, options: object) => void
}
const {
  oauth: { Client: BellClient },
} = require('@hapi/bell') as {
  readonly oauth: {
    readonly Client: (new (options: object) => {
      signature(...args: readonly unknown[]): string
    }) & { queryString(parameters: Values): string }
  }
}
const HmacSha1 = require('ims-lti/lib/hmac-sha1') as new () => {
  build_signature_raw(...args: readonly unknown[]): string
}
const oauth1Signature = require('oauth1-signature') as (options: object) => {
  readonly params: Values
  readonly signature: string
}
const nodeOauth1 = require('node-oauth1') as {
  completeRequest(message: object, accessor: object): void
  getAuthorizationHeader(realm: string, parameters: unknown): string
}
const mastercard = require('mastercard-oauth1-signer') as {
  getAuthorizationHeader(...args: readonly unknown[]): string
}

/** The packages, by the name that the guide has for them. */
export function foreignSenders(privateKey: string): Readonly<Record<string, Sender>> {
  return {
    ...Object.fromEntries(
      Object.entries(SIGNERS_OF_OTHERS).map(([name, sign]): [string, Sender] => [
        name,
        (tricky) => sentWith(tricky, [...protocolOf(tricky), ['oauth_signature', sign(tricky)]]),
      ]),
    ),
    'oauth-sign'(tricky) {
      const { consumerSecret, tokenSecret, input } = tricky
      const { origin, pathname, searchParams } = new URL(input.url)
      const parameters = [...searchParams, ...Object.entries(formOf(tricky))]
      const values = { ...merged(parameters), ...Object.fromEntries(protocolOf(tricky)) }
      const uri = `${origin}${pathname}`
      const secrets = [consumerSecret, tokenSecret]
      const signature = oauthSign.hmacsign(input.method, uri, values, ...secrets)
      return sentWith(tricky, [...protocolOf(tricky), ['oauth_signature', signature]])
    },
    request: sentByRequest,
    'request-oauth (grant)'(tricky) {
      const { input, nonce, timestamp } = tricky
      const { protocol, hostname, port, pathname, search } = new URL(input.url)
      const type = typeOf(tricky)
      const { options } = requestOauth({ ...secretsOf(tricky), nonce, timestamp })({
        options: {
          protocol,
          hostname,
          port: port === '' ? undefined : port,
          path: pathname + search,
          method: input.method.toUpperCase(),
          headers: Object.fromEntries(type),
        },
        body: input.body ?? undefined,
      })
      return received(tricky, [...type, ['Authorization', options.headers.Authorization ?? '']])
    },
    'twitter-api-v2'(tricky) {
      const { input, consumerKey, consumerSecret, token, tokenSecret } = tricky
      const helper = new OAuth1Helper({
        consumerKeys: { key: consumerKey, secret: consumerSecret },
      })
      const info = helper.authorize(
        { url: input.url, method: input.method, data: formOf(tricky) },
        { key: token ?? undefined, secret: tokenSecret },
      )
      return received(tricky, [
        ...typeOf(tricky),
        ['Authorization', helper.toHeader(info).Authorization],
      ])
    },
    'axios-oauth-1.0a': sentByAxios,
    '@hapi/bell'(tricky) {
      const { input, consumerKey, consumerSecret, token, tokenSecret, nonce, timestamp } = tricky
      const client = new BellClient({
        name: 'test',
        clientId: consumerKey,
        clientSecret: consumerSecret,
        provider: {
          temporary: 'https://api.example.com/',
          token: 'https://api.example.com/',
          signatureMethod: 'HMAC-SHA1',
        },
      })
      const form = formOf(tricky)
      const protocol: Readonly<Record<string, string>> = {
        oauth_token: token ?? '',
        oauth_nonce: nonce,
        oauth_timestamp: String(timestamp),
        oauth_consumer_key: consumerKey,
        oauth_signature_method: 'HMAC-SHA1',
      }
      // A GET with parameters is what the package writes its query for.
      const isQuery = input.method.toUpperCase() === 'GET' && /\?[^#]/.test(input.url)
      const [resource = '', query = ''] = input.url.split(/\?(.*)/s)
      const values = isQuery ? valuesOf(query.replace(/#.*/, '')) : form
      const hasValues = Object.keys(values).length > 0
      const written = hasValues ? BellClient.queryString(values) : ''
      const signature = client.signature(
        input.method,
        isQuery ? resource : input.url,
        hasValues ? values : null,
        protocol,
        tokenSecret,
      )
      const sent = sentWith(tricky, [...Object.entries(protocol), ['oauth_signature', signature]])
      if (isQuery) return { ...sent, url: new URL(`${resource}?${written}`).href }
      return hasValues ? { ...sent, body: Buffer.from(written) } : sent
    },
    'ims-lti'(tricky) {
      const { input, consumerSecret, tokenSecret } = tricky
      const [resource, query = ''] = input.url.replace(/#.*/, '').split(/\?(.*)/s)
      const body = { ...formOf(tricky), ...Object.fromEntries(protocolOf(tricky)) }
      const signature = new HmacSha1().build_signature_raw(
        resource,
        { query: valuesOf(query) },
        input.method,
        body,
        consumerSecret,
        tokenSecret,
      )
      return sentWith(tricky, [...protocolOf(tricky), ['oauth_signature', signature]])
    },
    'oauth1-signature'(tricky) {
      const { input, consumerKey, consumerSecret, nonce, timestamp } = tricky
      const [resource, query = ''] = input.url.replace(/#.*/, '').split(/\?(.*)/s)
      const { signature } = oauth1Signature({
        consumerKey,
        consumerSecret,
        method: input.method,
        url: resource,
        nonce,
        unixTimestamp: timestamp,
        queryParams: { ...valuesOf(query), ...formOf(tricky) },
      })
      const protocol = protocolOf(tricky).filter(([name]) => name !== 'oauth_token')
      return sentWith(tricky, [...protocol, ['oauth_signature', signature]])
    },
    'node-oauth1'(tricky) {
      const { input, consumerKey, consumerSecret, token, tokenSecret, nonce, timestamp } = tricky
      const message = {
        method: input.method,
        action: input.url,
        parameters: [
          ...Object.entries(formOf(tricky)).flatMap(([name, value]) =>
            (Array.isArray(value) ? value : [value]).map((each: unknown) => [name, each]),
          ),
          ['oauth_signature_method', 'HMAC-SHA1'],
          ['oauth_nonce', nonce],
          ['oauth_timestamp', String(timestamp)],
        ],
      }
      nodeOauth1.completeRequest(message, { consumerKey, consumerSecret, token, tokenSecret })
      const header = nodeOauth1.getAuthorizationHeader('', message.parameters)
      return received(tricky, [...typeOf(tricky), ['Authorization', header]])
    },
    'mastercard-oauth1-signer'(tricky) {
      const { input, consumerKey } = tricky
      const { href } = new URL(input.url)
      const header = mastercard.getAuthorizationHeader(
        input.url,
        input.method,
        input.body ?? '',
        consumerKey,
        privateKey,
      )
      return { ...received(tricky, [...typeOf(tricky), ['Authorization', header]]), url: href }
    },
  }
}

function protocolOf(tricky: TrickyRequest): HeaderList {
  const { consumerKey, token, nonce, timestamp } = tricky
  return [
    ['oauth_consumer_key', consumerKey],
    ...(token === null ? [] : [['oauth_token', token] as const]),
    ['oauth_nonce', nonce],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(timestamp)],
    ['oauth_version', '1.0'],
  ]
}

function secretsOf({ consumerKey, consumerSecret, token, tokenSecret }: TrickyRequest): object {
  return {
    consumer_key: consumerKey,
    consumer_secret: consumerSecret,
    ...(token === null ? {} : { token, token_secret: tokenSecret }),
  }
}

function typeOf({ input }: TrickyRequest): HeaderList {
  return input.contentType === null ? [] : [['Content-Type', input.contentType]]
}

/** Returns the request that fetch and every other user of the platform's URL sends. */
function received({ input }: TrickyRequest, headers: HeaderList): ReceivedRequest {
  const { href, hash } = new URL(input.url)
  return {
    method: input.method.toUpperCase(),
    url: href.slice(0, href.length - hash.length),
    headers,
    body: Buffer.from(input.body ?? ''),
  }
}

function sentWith(tricky: TrickyRequest, protocol: HeaderList): ReceivedRequest {
  const authorization = formatAuthorizationHeader(protocol)
  return received(tricky, [...typeOf(tricky), ['Authorization', authorization]])
}

function merged(pairs: readonly (readonly [string, unknown])[]): Values {
  const values = new Map<string, unknown[]>()
  for (const [name, value] of pairs) {
    values.set(name, [
      ...(values.get(name) ?? []),
      ...(Array.isArray(value) ? (value as unknown[]) : [value]),
    ])
  }
  return Object.fromEntries(
    Array.from(values, ([name, all]) => [name, all.length === 1 ? all[0] : all]),
  )
}

/** Lets the package run up to the moment at which it would open a connection. */
function sentByRequest(tricky: TrickyRequest): Promise<ReceivedRequest> {
  const { input, nonce, timestamp } = tricky
  return new Promise((resolve, reject) => {
    const capture = {
      Agent,
      request(options: {
        readonly path: string
        readonly headers: Readonly<Record<string, string>>
      }) {
        const { Authorization = '' } = options.headers
        const { origin } = new URL(input.url)
        resolve({
          ...received(tricky, [...typeOf(tricky), ['Authorization', Authorization]]),
          url: origin + options.path,
        })
        throw new Error('captured')
      },
    }
    try {
      request({
        url: input.url,
        method: input.method,
        ...(input.body === null ? {} : { body: input.body }),
        headers: Object.fromEntries(typeOf(tricky)),
        oauth: { ...secretsOf(tricky), nonce, timestamp: String(timestamp) },
        httpModules: { 'http:': capture, 'https:': capture },
        callback: () => undefined,
      })
    } catch (error) {
      reject(new Error('The package failed', { cause: error }))
    }
  })
}

async function sentByAxios(tricky: TrickyRequest): Promise<ReceivedRequest | undefined> {
  const { input, consumerKey, consumerSecret, token, tokenSecret } = tricky
  let sent: ReceivedRequest | undefined
  const client = axios.create({
    adapter: async (config) => {
      const headers = Object.entries(config.headers.toJSON()).map(
        ([name, value]) => [name, String(value)] as const,
      )
      sent = received(tricky, headers)
      return { data: '', status: 200, statusText: 'OK', headers: {}, config }
    },
  })
  addOAuthInterceptor(client, {
    algorithm: 'HMAC-SHA1',
    key: consumerKey,
    secret: consumerSecret,
    ...(token === null ? {} : { token, tokenSecret }),
  })
  await client.request({
    url: input.url,
    method: input.method,
    data: input.body ?? undefined,
    headers: Object.fromEntries(typeOf(tricky)),
  })
  return sent
}
