import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import express from 'express'
import { expect, it } from 'vitest'

// It has no types.
const { OAuth } = createRequire(import.meta.url)('oauth') as {
  readonly OAuth: new (...args: readonly unknown[]) => {
    get(
      url: string,
      token: string,
      tokenSecret: string,
      done: (error: unknown, body: string) => void,
    ): void
  }
}

it('an application of the API goes on with the consumer and the token that were carried over', async () => {
  const store = memoryStore()
  const provider = createProvider({
    store,
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
  })
  const { key: consumerKey } = await provider.consumers.register({
    key: 'dpf43f3p2l4k3l03',
    secret: 'kd94hf93k423kf44',
    name: 'Printer',
    callbacks: ['https://printer.example/cb'],
  })
  await store.createAccessToken({
    kind: 'access',
    state: 'valid',
    grantedBy: 'consent',
    key: 'nnch734d00sl2jdk',
    secret: 'pfkkdhi9sl3r4s00',
    consumerKey,
    userId: 'jane',
    scopes: ['photos'],
    createdAtSeconds: 1_800_000_000,
  })
  const { protect, grant } = expressOAuth(provider, { getUserId: () => '', getLoginUrl: () => '/' })
  const app = express()
  app.get('/photos', protect({ scope: 'photos' }), (request, response) => {
    response.json(grant(request).user)
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/photos`
    const application = new OAuth(
      null,
      null,
      consumerKey,
      'kd94hf93k423kf44',
      '1.0',
      null,
      'HMAC-SHA1',
    )
    const body = await new Promise<unknown>((resolve) => {
      application.get(url, 'nnch734d00sl2jdk', 'pfkkdhi9sl3r4s00', (error, answer) =>
        resolve(error ?? JSON.parse(answer)),
      )
    })
    expect(body).toEqual({ id: 'jane' })
  } finally {
    server.close()
  }
})
