import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createProvider, koaOAuth } from '@oauthplus/server-koa'
import { postgresStore } from '@oauthplus/store-postgres'
import Koa from 'koa'
import { expect, it } from 'vitest'

import { accessToken, send, startProviderApp } from '../../../test/provider-app.js'
import type { ProviderApp } from '../../../test/provider-app.js'
import { requirePostgres, startPostgres } from '../../../test/servers/postgres.js'

it('a token of a provider on Express works at one on Koa and the other way round, and dies at both', async (test) => {
  requirePostgres(test)
  const server = await startPostgres()
  const stores = [postgresStore(server.url), postgresStore(server.url)] as const
  await Promise.all(stores.map((store) => store.migrate()))
  const onExpress = await startProviderApp({ store: stores[0] })
  const onKoa = await startOnKoa(stores[1], onExpress.consumer)
  const apps = [onExpress, onKoa]
  try {
    for (const [issuer, other] of [
      [onExpress, onKoa],
      [onKoa, onExpress],
    ] as const) {
      const token = await accessToken(issuer)
      const statuses = async () =>
        Promise.all(
          apps.map(async ({ origin, consumer }) => {
            const echo = { method: 'GET', url: `${origin}/echo` }
            return (await send(echo, { consumer, token })).status
          }),
        )
      expect(await statuses()).toEqual([200, 200])
      expect(await other.provider.tokens.revoke({ tokenKey: token.key })).toBe(1)
      expect(await statuses()).toEqual([401, 401])
    }
  } finally {
    await Promise.all(apps.map((app) => app.close()))
    await Promise.all(stores.map((store) => store.close()))
    await server.stop()
  }
}, 30_000)

async function startOnKoa(
  store: ReturnType<typeof postgresStore>,
  consumer: ProviderApp['consumer'],
): Promise<ProviderApp> {
  const provider = createProvider({
    store,
    findUser: (id) => (id === 'jane' ? { id } : undefined),
    scopes: { photos: { description: 'See your photos' } },
  })
  const { routes, protect, grant } = koaOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const app = new Koa().use(routes).use(protect())
  app.use((context) => {
    context.body = { user: grant(context).userId }
  })
  const handle = app.callback()
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    provider,
    consumer,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
