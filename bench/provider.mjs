import { Buffer } from 'node:buffer'

import { signRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'

import { CALLBACK, CONSUMER, REQUEST } from './fixture.mjs'

/** Makes a Provider on a store that may be filled already. */
export function createBenchProvider(store, options = {}) {
  return createProvider({
    publicUrl: 'https://photos.example',
    store,
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
    ...options,
  })
}

/** Makes a Provider with a Consumer and an Access Token. */
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

/** Makes a Provider that keeps everything in memory. */
export function createMemoryProvider(options) {
  return createProviderWithToken(memoryStore(), options)
}

/** Signs requests as they come to a Provider; each has a nonce of its own. */
export async function signRequests(credentials, count) {
  const requests = []
  while (requests.length < count) {
    requests.push(toReceivedRequest(await signRequest(REQUEST, credentials)))
  }
  return requests
}

/** Puts a signed request into the form in which it comes to a Provider. */
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

/** Gives a text as a connection would: in one piece, and not as the parts that it was joined of. */
function decodeReceived(text) {
  return Buffer.from(text, 'latin1').toString('latin1')
}
