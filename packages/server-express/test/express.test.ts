import { createServer, request as httpRequest } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createProvider, expressOAuth, keepRawBody, memoryStore } from '@oauthplus/server-express'
import cors from 'cors'
import express5 from 'express'
import type { Express, Request, Response, NextFunction } from 'express'
import express4 from 'express4'
import { expect, it } from 'vitest'

import { adapterCases } from '../../server/test/adapter-cases.js'
import type { ApplicationOptions } from '../../server/test/adapter-cases.js'

type ExpressModule = typeof express5

function application(express: ExpressModule, options: ApplicationOptions): RequestListener {
  const { provider, prefix, bodyParser, userId } = options
  const { routes, protect, grant } = expressOAuth(provider, {
    getUserId: () => userId,
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const echo = (request: Request, response: Response): void => {
    const { user, query, form } = grant(request)
    const found: unknown = request.body
    const body = Buffer.isBuffer(found) ? found.toString() : found
    response.json({ user: user.id, query, form, body })
  }
  const inner = express.Router()
  inner.use(routes)
  inner.get('/open', (request, response) => {
    response.json(grant(request))
  })
  inner.all('/photos', protect({ scope: 'photos' }), echo)
  inner.post('/parsed', protect(), express.json(), echo)
  inner.use('/echo', protect(), echo)
  inner.get(
    '/machines',
    protect({ allowTwoLegged: true, realm: 'machines' }),
    (request, response) => {
      const { user, consumer } = grant(request, { allowTwoLegged: true })
      response.json({ user: user?.id ?? null, consumer: consumer.key })
    },
  )
  inner.get('/users', protect({ allowTwoLegged: true }), echo)
  const caching =
    (value: string) =>
    (_request: Request, response: Response, next: NextFunction): void => {
      response.set('Cache-Control', value)
      next()
    }
  inner.use('/public', caching('public, max-age=600'), protect(), echo)
  inner.use('/own', protect(), caching('private, max-age=60'), echo)
  inner.use('/shared', cors({ origin: 'https://app.example' }), protect(), echo)

  const app: Express = express()
  if (bodyParser !== 'none') {
    const verify = bodyParser === 'keeping' ? { verify: keepRawBody } : {}
    app.use(express.json(verify), express.urlencoded({ extended: false, ...verify }))
  }
  if (prefix === '') app.use(inner)
  else app.use(prefix, inner)
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows its error handlers by their four
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    response.status(500).type('text').send(String(error))
  })
  return app
}

adapterCases('Express 5', (options) => application(express5, options))
adapterCases('Express 4.21', (options) => application(express4, options))

it.each([
  ['Express 5', express5],
  ['Express 4.21', express4],
])(
  '%s mounted with a RegExp never sends a login page back to another host',
  async (_name, express) => {
    const provider = createProvider({ store: memoryStore(), findUser: (id) => ({ id }) })
    const { routes } = expressOAuth(provider, {
      getUserId: () => undefined,
      getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    })
    const server = createServer(express().use(/.*(?=\/oauth\/)/, routes))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const ask = (path: string) =>
      new Promise<readonly [number | undefined, string | undefined]>((resolve, reject) => {
        httpRequest({ host: '127.0.0.1', port, path }, (response) => {
          response.resume()
          resolve([response.statusCode, response.headers.location])
        })
          .on('error', reject)
          .end()
      })
    try {
      expect(await ask('/tenant/oauth/applications')).toEqual([
        302,
        '/login?next=%2Ftenant%2Foauth%2Fapplications',
      ])
      for (const path of ['authorize?oauth_token=x', 'applications']) {
        for (const host of ['//evil.example', '///evil.example', '/\\evil.example', '/a\\b']) {
          expect(await ask(`${host}/oauth/${path}`)).toEqual([400, undefined])
        }
      }
    } finally {
      server.closeAllConnections()
      server.close()
    }
  },
)
