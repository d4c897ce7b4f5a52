import { fastifyOAuth } from '@oauthplus/server-fastify'
import Fastify from 'fastify'

import { listenerOf } from '../../packages/server-fastify/test/listener-of.js'
import { ID_HEADER, toPairs } from './fuzzed-site.js'
import type { MakeHandler } from './fuzzed-site.js'

/** Makes the site on Fastify, for HTTP/1.1 or HTTP/2. */
export function fastifyHandler(options: { readonly http2?: true } = {}): MakeHandler {
  return (provider, see) => {
    const { routes, protect, grant } = fastifyOAuth(provider, {
      getUserId: () => 'jane',
      getLoginUrl: () => '/login',
    })
    // The declarations have a type for each kind of server.
    const app = Fastify(options as object)
    app.register(routes)
    // Whatever is not a form arrives as its bytes.
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body)
    })
    app.all('/*', { preParsing: protect() }, (request) => {
      const { body } = request
      const isBytes = body instanceof Uint8Array
      see(String(request.headers[ID_HEADER]), {
        method: request.method,
        target: request.originalUrl,
        headers: toPairs(request.raw.rawHeaders),
        grant: grant(request),
        query: request.query,
        body: undefined,
        parsedBody: isBytes ? undefined : body,
        rest: isBytes ? Buffer.from(body) : Buffer.alloc(0),
      })
      return { ok: true }
    })
    return listenerOf(app) as ReturnType<MakeHandler>
  }
}
