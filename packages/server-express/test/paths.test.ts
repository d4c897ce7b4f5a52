import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import type { RoutePaths } from '@oauthplus/server-express'
import express from 'express'
import { expect, it } from 'vitest'

import { send } from '../../../test/provider-app.js'

const WITH_SLASHES = {
  requestToken: '/oauth/request_token/',
  authorize: '/oauth/authorize/',
  accessToken: '/oauth/access_token/',
}
const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

it.each<[paths: RoutePaths | undefined, path: string, status: number]>([
  [WITH_SLASHES, '/oauth/request_token/', 200],
  [WITH_SLASHES, '/oauth/request_token', 404],
  [undefined, '/oauth/request_token', 200],
  [undefined, '/oauth/request_token/', 404],
])('responds with the option paths %j to %s with %i', async (paths, path, status) => {
  const provider = createProvider({ store: memoryStore(), findUser: (id) => ({ id }) })
  await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
  const { routes } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
    paths,
  })
  const server = createServer(express().use(routes))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    const url = `http://127.0.0.1:${port}${path}`
    const answer = await send({ method: 'POST', url }, { consumer }, { callback: 'oob' })
    expect(answer.status).toBe(status)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
