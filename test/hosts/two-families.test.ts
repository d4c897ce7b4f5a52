import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { signRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider } from '@oauthplus/server'
import { expressOAuth } from '@oauthplus/server-express'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import { fetchOAuth } from '@oauthplus/server-fetch'
import { koaOAuth } from '@oauthplus/server-koa'
import express5 from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import Koa3 from 'koa'
import Koa2 from 'koa2'
import { afterEach, describe, expect, it } from 'vitest'

import { listenerOf } from '../../packages/server-fastify/test/listener-of.js'
import {
  listenerOf as fetchListenerOf,
  peerAddress,
} from '../../packages/server-fetch/test/listener-of.js'

const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
/** The headers of a proxy that does not support Forwarded. */
const USUAL = { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'https' }
const HOST = { 'X-Forwarded-Host': 'photos.example' }

const FRAMEWORKS: readonly (readonly [
  string,
  (provider: Provider<{ id: string }>) => RequestListener,
])[] = [
  ['Express 5', (provider) => expressListener(express5, provider)],
  ['Express 4', (provider) => expressListener(express4, provider)],
  ['Koa 3', (provider) => koaListener(Koa3, provider)],
  ['Koa 2', (provider) => koaListener(Koa2, provider)],
  ['Fastify 5', fastifyListener],
  ['fetch', fetchListener],
]

const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

function expressListener(
  express: typeof express5,
  provider: Provider<{ id: string }>,
): RequestListener {
  const app = express()
  const { protect } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  app.get('/photos', protect(), (_request, response) => {
    response.end('photos')
  })
  return app as RequestListener
}

function fetchListener(provider: Provider<{ id: string }>): RequestListener {
  const { protect } = fetchOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
    getPeerAddress: peerAddress,
  })
  return fetchListenerOf(protect({}, () => new Response('photos')))
}

function koaListener(Koa: typeof Koa3, provider: Provider<{ id: string }>): RequestListener {
  const app = new Koa()
  app.proxy = true
  const { protect } = koaOAuth(provider, { getUserId: () => 'jane', getLoginUrl: () => '/login' })
  app.use(protect())
  app.use((context) => {
    context.body = 'photos'
  })
  const handle = app.callback()
  return (request, response) => {
    void handle(request, response)
  }
}

function fastifyListener(provider: Provider<{ id: string }>): RequestListener {
  const app = Fastify({ trustProxy: true })
  const { protect } = fastifyOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  app.get('/photos', { preParsing: protect() }, () => 'photos')
  return listenerOf(app)
}

describe.each(FRAMEWORKS)('behind a proxy on %s', (_name, listenerOf) => {
  async function statusOf(headers: Readonly<Record<string, string>>): Promise<number> {
    const provider = createProvider({
      trustedProxies: ['127.0.0.1', '::1'],
      allowedHosts: ['photos.example', 'albums.example'],
      store: memoryStore(),
      findUser: (id: string) => ({ id }),
    })
    await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
    const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane' })
    const server = createServer(listenerOf(provider))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => void server.close())
    const { port } = server.address() as AddressInfo
    const signed = await signRequest(
      { method: 'GET', url: 'https://photos.example/photos' },
      { consumer, token },
    )
    const response = await fetch(`http://127.0.0.1:${port}/photos`, {
      headers: Object.fromEntries([...signed.headers, ...Object.entries(headers)]),
    })
    await response.arrayBuffer()
    return response.status
  }

  it('believes one family, or both if they agree', async () => {
    const told = 'for=203.0.113.7;proto=https;host=photos.example'
    expect(await statusOf({ ...USUAL, ...HOST })).toBe(200)
    expect(await statusOf({ Forwarded: told })).toBe(200)
    expect(await statusOf({ ...USUAL, ...HOST, Forwarded: told })).toBe(200)
  })

  it.each([
    'for=203.0.113.7;proto=https;host=albums.example',
    'host=photos.example',
    'for=198.51.100.1',
    'proto=http',
    'for=203.0.113.7;proto=https',
  ])(
    'responds with 400 if the Forwarded of a client contradicts the proxy: %s',
    async (forwarded) => {
      expect(await statusOf({ ...USUAL, ...HOST, Forwarded: forwarded })).toBe(400)
      expect(await statusOf({ ...HOST, 'X-Forwarded-Proto': 'https', Forwarded: forwarded })).toBe(
        400,
      )
    },
  )
})
