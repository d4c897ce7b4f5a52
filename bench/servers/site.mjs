// A site in a separate process, so that its cost can be distinguished from the cost of the client.
import { createServer } from 'node:http'

import { getRequestListener } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { createProvider, memoryStore } from '@oauthplus/server'
import { expressOAuth } from '@oauthplus/server-express'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { koaOAuth } from '@oauthplus/server-koa'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import passport from 'passport'

import { createPassportRoute } from './passport-route.mjs'
import { CONSUMER, HASH_ALONE } from '../fixture.mjs'

const PHOTOS = { photos: ['vacation.jpg'] }
const SITES = {
  express: createExpressSite,
  fastify: createFastifySite,
  hono: createHonoSite,
  koa: createKoaSite,
  passport: createPassportSite,
}

process.on('message', async ({ framework }) => {
  const provider = createProvider({
    // As behind a proxy that terminates TLS.
    publicUrl: 'https://photos.example',
    store: memoryStore(),
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
  })
  await provider.consumers.register({ ...CONSUMER, name: 'Printer', callbacks: ['oob'] })
  const token = await provider.tokens.issue({
    consumerKey: CONSUMER.key,
    userId: 'jane',
    scopes: ['photos'],
  })
  const server = createServer(await SITES[framework]({ provider, token }))
  // The connections stay open while other sites are measured.
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1', () => {
    const { key, secret } = token
    process.send({ port: server.address().port, token: { key, secret } })
  })
  process.removeAllListeners('message')
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send({ cpuNanoseconds: (user + system) * 1000 })
  })
})

function createExpressSite({ provider }) {
  const { protect } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = express()
  app.get('/bare', (_request, response) => response.json(PHOTOS))
  app.get('/hash', (_request, response) => {
    HASH_ALONE.run()
    response.json(PHOTOS)
  })
  app.get('/protected', protect({ scope: 'photos' }), (_request, response) => response.json(PHOTOS))
  return app
}

function createKoaSite({ provider }) {
  const { protect } = koaOAuth(provider, { getUserId: () => 'jane', getLoginUrl: () => '/login' })
  const app = new Koa()
  const guard = protect({ scope: 'photos' })
  app.use(async (context, next) => {
    if (context.path === '/protected') return guard(context, next)
    if (context.path === '/hash') HASH_ALONE.run()
    return next()
  })
  app.use((context) => {
    context.body = PHOTOS
  })
  return app.callback()
}

async function createFastifySite({ provider }) {
  const { protect } = fastifyOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = Fastify()
  app.get('/bare', () => PHOTOS)
  app.get('/hash', () => {
    HASH_ALONE.run()
    return PHOTOS
  })
  app.get('/protected', { preParsing: protect({ scope: 'photos' }) }, () => PHOTOS)
  await app.ready()
  return app.routing
}

function createHonoSite({ provider }) {
  const { protect } = honoOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
    getConnInfo,
  })
  const app = new Hono()
  app.get('/bare', (context) => context.json(PHOTOS))
  app.get('/hash', (context) => {
    HASH_ALONE.run()
    return context.json(PHOTOS)
  })
  app.get('/protected', protect({ scope: 'photos' }), (context) => context.json(PHOTOS))
  return getRequestListener(app.fetch)
}

function createPassportSite({ token }) {
  const app = express()
  app.get('/bare', (_request, response) => response.json(PHOTOS))
  app.get('/hash', (_request, response) => {
    HASH_ALONE.run()
    response.json(PHOTOS)
  })
  app.use(passport.initialize())
  app.get('/protected', createPassportRoute(token), (_request, response) => response.json(PHOTOS))
  return app
}
