import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

import type { Provider } from '@oauthplus/server'
import { fastifyOAuth, keepRawBody } from '@oauthplus/server-fastify'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { viewOf, VISITOR } from './host-provider.js'
import type { HostUser } from './host-provider.js'

/** Makes the application on Fastify 5. */
export function makeFastifyApplication(
  provider: Provider<HostUser>,
  options: { readonly http2?: true } = {},
): FastifyInstance {
  const { routes, protect, grant } = fastifyOAuth(provider, VISITOR)
  const twoLegged = { allowTwoLegged: true } as const
  // The declarations have a type for each kind of server.
  const app = Fastify(options as object)
  app.addHook('preParsing', async (request, _reply, payload) => {
    const how = request.headers['x-read']
    if (how === undefined) return payload
    const bytes = await buffer(payload)
    if (how === 'kept') keepRawBody(request.raw, undefined, bytes)
    return Readable.from([bytes])
  })
  app.setErrorHandler((error, _request, reply) => reply.code(500).send(String(error)))
  app.register(
    (inner) => {
      inner.register(routes)
      inner.all('/parsed', { preParsing: protect(twoLegged) }, (request) => {
        const { query, form } = grant(request, twoLegged)
        return { query, form, body: request.body }
      })
      inner.register((scope) => {
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
          done(null, body)
        })
        const echo = (request: FastifyRequest) =>
          viewOf(grant(request, twoLegged), (request.body ?? new Uint8Array()) as Uint8Array)
        scope.all('/echo', { preParsing: protect(twoLegged) }, echo)
        scope.all('/echo/*', { preParsing: protect(twoLegged) }, echo)
      })
    },
    { prefix: '/v1' },
  )
  return app
}
