import { buffer } from 'node:stream/consumers'

import type { Provider } from '@oauthplus/server'
import { expressOAuth, keepRawBody } from '@oauthplus/server-express'
import type express from 'express'

import { viewOf, VISITOR } from './host-provider.js'
import type { HostUser } from './host-provider.js'

/** Makes the application on Express 4 or 5. */
export function makeExpressApplication(
  framework: typeof express,
  provider: Provider<HostUser>,
): express.Express {
  const { routes, protect, grant } = expressOAuth(provider, VISITOR)
  const twoLegged = { allowTwoLegged: true } as const
  const parsersOf = (options: object): readonly express.RequestHandler[] => [
    framework.urlencoded({ extended: false, ...options }),
    framework.json(options),
    framework.raw({ type: '*/*', ...options }),
  ]
  const inner = framework.Router()
  inner.use(routes)
  inner.use('/echo', protect(twoLegged), (request, response, next) => {
    const { body } = grant(request, twoLegged)
    const bytes = body === undefined ? buffer(request) : Promise.resolve(body)
    bytes.then((read) => response.json(viewOf(grant(request, twoLegged), read))).catch(next)
  })
  inner.use('/parsed', protect(twoLegged), ...parsersOf({}), (request, response) => {
    const { query, form } = grant(request, twoLegged)
    response.json({ query, form, body: request.body as unknown })
  })
  const app = framework()
  app.use(...whenRead('kept', parsersOf({ verify: keepRawBody })))
  app.use(...whenRead('lost', parsersOf({})))
  app.use('/v1', inner)
  const refuse = (...[error, , response, ,]: Parameters<express.ErrorRequestHandler>): void => {
    response.status(500).send(String(error))
  }
  // Express recognizes error handlers by their four parameters.
  Object.defineProperty(refuse, 'length', { value: 4 })
  app.use(refuse as express.ErrorRequestHandler)
  return app
}

function whenRead(
  how: string,
  parsers: readonly express.RequestHandler[],
): express.RequestHandler[] {
  return parsers.map((parse) => (request, response, next) => {
    if (request.headers['x-read'] === how) parse(request, response, next)
    else next()
  })
}
