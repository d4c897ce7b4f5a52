import { Buffer } from 'node:buffer'

import { signRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'

import { CALLBACK, CONSUMER, REQUEST } from './fixture.mjs'

/** Creates a provider on a store that may already contain data. */
export function createBenchProvider(store, options = {}) {
  return createProvider({
    publicUrl: 'https://photos.example',
    store,
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
    ...options,
  })
}

/** Creates a provider with a consumer and an access token. */
export async function createProviderWithToken(store, options) {
  const provider = createBenchProvider(store, options)
  const consumer = CONSUMER
  await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: [CALLBACK] })
  const token = await provider.tokens.issue({
    consumerKey: consumer.key,
    userId: 'jane',
    scopes: ['photos'],
  })
  return { provider, credentials: { consumer, token: { key: token.key, secret: token.secret } } }
}

/** Creates a provider with a store in memory. */
export function createMemoryProvider(options) {
  return createProviderWithToken(memoryStore(), options)
}

/** Signs requests as a provider receives them, each with a new nonce. */
export async function signRequests(credentials, count) {
  const requests = []
  while (requests.length < count) {
    requests.push(toReceivedRequest(await signRequest(REQUEST, credentials)))
  }
  return requests
}

/** Converts a signed request to the form in which a provider receives it. */
export function toReceivedRequest({ method, url, headers }) {
  return {
    method,
    url: decodeReceived(url.slice('https://photos.example'.length)),
    headers: [
      ['Host', 'photos.example'],
      ['User-Agent', 'bench'],
      ['Accept', '*/*'],
      ...headers.map(([name, value]) => [name, decodeReceived(value)]),
      ['Connection', 'keep-alive'],
    ],
    readBody: async () => new Uint8Array(),
    peer: { address: '192.0.2.1', secure: true },
  }
}

/** Returns a string as a connection delivers it: flat, not as a concatenation of parts. */
function decodeReceived(text) {
  return Buffer.from(text, 'latin1').toString('latin1')
}
