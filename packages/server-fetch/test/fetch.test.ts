import type { RequestListener } from 'node:http'

import type { HttpBindings } from '@hono/node-server'
import { fetchOAuth } from '@oauthplus/server-fetch'

import { adapterCases } from '../../server/test/adapter-cases.js'
import type { ApplicationOptions } from '../../server/test/adapter-cases.js'
import { listenerOf, peerAddress } from './listener-of.js'
import { parsedByHandler } from './parsed-by-handler.js'

type Handler = (request: Request, bindings: HttpBindings) => Response | Promise<Response>

const PATHS = {
  requestToken: '/oauth/request_token',
  authorize: '/oauth/authorize',
  accessToken: '/oauth/access_token',
  invalidateToken: '/oauth/invalidate_token',
  applications: '/oauth/applications',
  developer: '/oauth/developer',
  admin: '/oauth/admin',
}
/** Middleware before OAuth, in place of the body parsers of other frameworks. */
const READERS: Readonly<
  Record<ApplicationOptions['bodyParser'], (request: Request) => Request | Promise<Request>>
> = {
  none: (request) => request,
  keeping: async (request) =>
    request.body === null ? request : new Request(request, { body: await request.arrayBuffer() }),
  async losing(request) {
    await request.text()
    return request
  },
}

function application({
  provider,
  prefix,
  bodyParser,
  userId,
}: ApplicationOptions): RequestListener {
  const { routes, protect, grant } = fetchOAuth(provider, {
    getUserId: () => userId,
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    paths: Object.fromEntries(
      Object.entries(PATHS).map(([name, path]) => [name, `${prefix}${path}`]),
    ),
    getPeerAddress: peerAddress,
  })
  const echo = async (request: Request): Promise<Response> => {
    const { user, query, form } = grant(request)
    return Response.json({ user: user.id, query, form, body: await parsedByHandler(request) })
  }
  const handlers: Readonly<Record<string, Handler>> = {
    open: (request) => Response.json(grant(request)),
    photos: protect({ scope: 'photos' }, echo),
    parsed: protect({}, echo),
    echo: protect({}, echo),
    machines: protect({ allowTwoLegged: true, realm: 'machines' }, (request) => {
      const { user, consumer } = grant(request, { allowTwoLegged: true })
      return Response.json({ user: user?.id ?? null, consumer: consumer.key })
    }),
    users: protect({ allowTwoLegged: true }, echo),
    shared: allowOrigin(protect({}, echo)),
    public: cachePublicly(protect({}, echo)),
    own: protect({}, async (request) => {
      const response = await echo(request)
      response.headers.set('Cache-Control', 'private, max-age=60')
      return response
    }),
  }
  const respond: Handler = async (received, bindings) => {
    const request = await READERS[bodyParser](received)
    const response = await routes(request, bindings)
    if (response) return response
    const { pathname } = new URL(request.url)
    const [name = ''] = pathname.slice(prefix.length + 1).split('/')
    const handler = pathname.startsWith(`${prefix}/`) ? handlers[name] : undefined
    return handler ? handler(request, bindings) : new Response(null, { status: 404 })
  }
  return listenerOf(async (request, bindings) => {
    try {
      return await respond(request, bindings)
    } catch (error) {
      return new Response(String(error), { status: 500 })
    }
  })
}

function allowOrigin(handler: Handler): Handler {
  return async (request, bindings) => {
    const isPreflight = request.method === 'OPTIONS'
    const response = isPreflight
      ? new Response(null, { status: 204 })
      : await handler(request, bindings)
    response.headers.set('Access-Control-Allow-Origin', 'https://app.example')
    const vary = response.headers.get('Vary')
    response.headers.set('Vary', vary === null ? 'Origin' : `Origin, ${vary}`)
    return response
  }
}

function cachePublicly(handler: Handler): Handler {
  return async (request, bindings) => {
    const response = await handler(request, bindings)
    if (!response.headers.has('Cache-Control')) {
      response.headers.set('Cache-Control', 'public, max-age=600')
    }
    return response
  }
}

adapterCases('fetch on @hono/node-server', application, {
  readBefore: /TypeError: The body of this request was read before OAuth could: /,
})
