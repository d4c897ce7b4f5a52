import { expressOAuth } from '@oauthplus/server-express'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import { fetchOAuth } from '@oauthplus/server-fetch'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { koaOAuth } from '@oauthplus/server-koa'
import express from 'express'
import Fastify from 'fastify'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import Koa from 'koa'
import type { Middleware } from 'koa'
import { expect, it } from 'vitest'

import { listenerOf } from '../../server-fastify/test/listener-of.js'
import { listenerOf as fetchListenerOf, peerAddress } from '../../server-fetch/test/listener-of.js'
import { testProvider } from '../src/index.js'
import type { Report } from '../src/index.js'
import { startOAuthplus } from './oauthplus-provider.js'
import type { MountProvider } from './oauthplus-provider.js'

const visitor = { getUserId: () => 'jane', getLoginUrl: () => '/login' }

const onExpress: MountProvider = (provider) => {
  const { routes, protect } = expressOAuth(provider, visitor)
  const app = express()
  app.use(routes)
  app.use('/api', protect(), (_request, response) => {
    response.json({})
  })
  return app
}

const onKoa: MountProvider = (provider) => {
  const { routes, protect } = koaOAuth(provider, visitor)
  const app = new Koa()
  const answer: Middleware = (context) => {
    context.body = {}
  }
  app.use(routes).use(protect()).use(answer)
  const handle = app.callback()
  return (request, response) => void handle(request, response)
}

const onFastify: MountProvider = (provider) => {
  const { routes, protect } = fastifyOAuth(provider, visitor)
  const app = Fastify()
  app.register(routes)
  app.register((api) => {
    api.addHook('preParsing', protect())
    api.addContentTypeParser('*', (_request, _payload, done) => {
      done(null)
    })
    api.all('/api', () => ({}))
    api.all('/api/*', () => ({}))
  })
  return listenerOf(app)
}

const onFetch: MountProvider = (provider) => {
  const { routes, protect } = fetchOAuth(provider, { ...visitor, getPeerAddress: peerAddress })
  const api = protect({}, () => Response.json({}))
  return fetchListenerOf(
    async (request, bindings) => (await routes(request, bindings)) ?? api(request, bindings),
  )
}

const onHono: MountProvider = (provider) => {
  const { routes, protect } = honoOAuth(provider, { ...visitor, getConnInfo })
  const app = new Hono()
  app.use(routes)
  app.all('/api/*', protect(), (context) => context.json({}))
  return fetchListenerOf(app.fetch)
}

/** The deviations, in words that help the reader of a failing test. */
function departures({ results }: Report): readonly string[] {
  return results
    .filter(({ status }) => status !== 'passed' && status !== 'not applicable')
    .map(
      ({ id, status, expected, found }) =>
        `${status}: ${id}: expected ${expected ?? ''}, found ${found ?? ''}`,
    )
}

it.each([
  ['Express', onExpress],
  ['Koa', onKoa],
  ['Fastify', onFastify],
  ['fetch', onFetch],
  ['Hono', onHono],
])('finds nothing in oauthplus on %s', { timeout: 60_000 }, async (_name, application) => {
  const { config, close } = await startOAuthplus(application)
  const report = await testProvider(config).finally(close)
  expect(departures(report)).toEqual([])
  expect(report.counts.passed).toBeGreaterThan(150)
  expect(report.ok).toBe(true)
})
