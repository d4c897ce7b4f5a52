import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider, ProviderOptions } from '@oauthplus/server'
import { expressOAuth } from '@oauthplus/server-express'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import { koaOAuth } from '@oauthplus/server-koa'
import express from 'express'
import Fastify from 'fastify'
import Koa from 'koa'

import type { TestUser } from '../provider-app.js'

/** A running application with a provider, a portal, and photos that consumers can ask for. */
export interface PortalApp {
  readonly origin: string
  readonly provider: Provider<TestUser>
  close(): Promise<void>
}

type StartApplication = (provider: Provider<TestUser>) => RequestListener | Promise<RequestListener>

/** The adapters that serve the portal here. */
export type PortalHost = 'express' | 'koa' | 'fastify'

const HOSTS: Readonly<Record<PortalHost, StartApplication>> = {
  express: startExpress,
  koa: startKoa,
  fastify: startFastify,
}

/** Starts an application whose users are those of the cookie `user`: ann reviews, the others register. */
export async function startPortalApp(
  host: PortalHost,
  options: Partial<ProviderOptions<TestUser>> = {},
): Promise<PortalApp> {
  const provider = createProvider<TestUser>({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    getUserName: ({ id }) => `${id}@photos.example`,
    theme: { siteName: 'Photos' },
    scopes: {
      photos: { description: 'See your photos', allowWrites: false },
      albums: { description: 'Create albums, and put your photos into them' },
    },
    portal: {
      csrfKey: 'a key of at least thirty-two bytes',
      mayRegister: ({ id }) => id !== 'ann',
      mayReview: ({ id }) => id === 'ann',
    },
    ...options,
  })
  const server = createServer(await HOSTS[host](provider))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    provider,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function readUserId(cookie: string | undefined): string | undefined {
  return /(?:^|; )user=(\w+)/.exec(cookie ?? '')?.[1]
}

function getLoginUrl(returnTo: string): string {
  return `/login?next=${encodeURIComponent(returnTo)}`
}

function startExpress(provider: Provider<TestUser>): RequestListener {
  const { routes, protect } = expressOAuth(provider, {
    getUserId: ({ headers }) => readUserId(headers.cookie),
    getLoginUrl,
  })
  const app = express()
  app.use(routes)
  app.get('/photos', protect({ scope: 'photos' }), (_request, response) => {
    response.json(['A photo'])
  })
  return app
}

function startKoa(provider: Provider<TestUser>): RequestListener {
  const { routes, protect } = koaOAuth(provider, {
    getUserId: (context) => readUserId(context.get('cookie')),
    getLoginUrl,
  })
  const guard = protect({ scope: 'photos' })
  const app = new Koa()
  app.use(routes)
  app.use(async (context, next) => {
    if (context.path === '/photos') await guard(context, next)
  })
  app.use((context) => {
    context.body = ['A photo']
  })
  const respond = app.callback()
  return (request, response) => {
    void respond(request, response)
  }
}

async function startFastify(provider: Provider<TestUser>): Promise<RequestListener> {
  const { routes, protect } = fastifyOAuth(provider, {
    getUserId: ({ headers }) => readUserId(headers.cookie),
    getLoginUrl,
  })
  const app = Fastify()
  app.register(routes)
  app.get('/photos', { preParsing: protect({ scope: 'photos' }) }, () => ['A photo'])
  await app.ready()
  return (request, response) => {
    app.routing(request, response)
  }
}
