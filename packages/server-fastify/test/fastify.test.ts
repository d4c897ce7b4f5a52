import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

import cors from '@fastify/cors'
import { fastifyOAuth, keepRawBody } from '@oauthplus/server-fastify'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { adapterCases } from '../../server/test/adapter-cases.js'
import type { ApplicationOptions } from '../../server/test/adapter-cases.js'
import { listenerOf } from './listener-of.js'

/** Reads every body before OAuth does, and keeps its bytes or not. */
function addReader(app: FastifyInstance, bodyParser: ApplicationOptions['bodyParser']): void {
  if (bodyParser === 'none') return
  app.addHook('preParsing', async (request, _reply, payload) => {
    const bytes = await buffer(payload)
    if (bodyParser === 'keeping') keepRawBody(request.raw, undefined, bytes)
    return Readable.from([bytes])
  })
}

function application({ provider, prefix, userId, bodyParser }: ApplicationOptions) {
  const { routes, protect, grant } = fastifyOAuth(provider, {
    getUserId: () => userId,
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const echo = (request: FastifyRequest): object => {
    const { user, query, form } = grant(request)
    return { user: user.id, query, form, body: request.body }
  }
  const app = Fastify()
  addReader(app, bodyParser)
  app.setErrorHandler((error, _request, reply) => reply.code(500).send(String(error)))
  app.register(
    (inner) => {
      inner.register(routes)
      inner.all('/open', (request) => grant(request))
      inner.all('/photos', { preParsing: protect({ scope: 'photos' }) }, echo)
      inner.all('/parsed', { preParsing: protect() }, echo)
      inner.all('/echo', { preParsing: protect() }, echo)
      inner.all('/echo/*', { preParsing: protect() }, echo)
      inner.all(
        '/machines',
        { preParsing: protect({ allowTwoLegged: true, realm: 'machines' }) },
        (request) => {
          const { user, consumer } = grant(request, { allowTwoLegged: true })
          return { user: user?.id ?? null, consumer: consumer.key }
        },
      )
      inner.all('/users', { preParsing: protect({ allowTwoLegged: true }) }, echo)
      inner.register((scope) => {
        scope.addHook('onRequest', (_request, reply, done) => {
          reply.header('Cache-Control', 'public, max-age=600')
          done()
        })
        scope.all('/public', { preParsing: protect() }, echo)
      })
      inner.all('/own', { preParsing: protect() }, (request, reply) => {
        reply.header('Cache-Control', 'private, max-age=60')
        return echo(request)
      })
      inner.register((scope) => {
        scope.register(cors, { origin: ['https://app.example'] })
        scope.addHook('preParsing', protect())
        scope.get('/shared', echo)
      })
    },
    { prefix },
  )
  return listenerOf(app)
}

adapterCases('Fastify 5', application)
