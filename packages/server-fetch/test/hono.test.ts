import type { RequestListener } from 'node:http'

import { getConnInfo } from '@hono/node-server/conninfo'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { Hono } from 'hono'
import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'

import { adapterCases } from '../../server/test/adapter-cases.js'
import type { ApplicationOptions } from '../../server/test/adapter-cases.js'
import { listenerOf } from './listener-of.js'
import { parsedByHandler } from './parsed-by-handler.js'

const READERS: Readonly<Record<ApplicationOptions['bodyParser'], MiddlewareHandler>> = {
  none: (_context, next) => next(),
  async keeping(context, next) {
    await context.req.text()
    await next()
  },
  async losing(context, next) {
    await context.req.formData()
    await next()
  },
}

function application({
  provider,
  prefix,
  bodyParser,
  userId,
}: ApplicationOptions): RequestListener {
  const { routes, protect, grant } = honoOAuth(provider, {
    getUserId: () => userId,
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getConnInfo,
  })
  const echo = async (context: Context): Promise<Response> => {
    const { user, query, form } = grant(context)
    return context.json({ user: user.id, query, form, body: await parsedByHandler(context.req) })
  }
  const inner = new Hono()
  inner.use(routes)
  inner.get('/open', (context) => context.json(grant(context)))
  inner.all('/photos', protect({ scope: 'photos' }), echo)
  inner.post('/parsed', protect(), echo)
  inner.all('/echo/*', protect(), echo)
  inner.get('/machines', protect({ allowTwoLegged: true, realm: 'machines' }), (context) => {
    const { user, consumer } = grant(context, { allowTwoLegged: true })
    return context.json({ user: user?.id ?? null, consumer: consumer.key })
  })
  inner.get('/users', protect({ allowTwoLegged: true }), echo)
  const caching =
    (value: string): MiddlewareHandler =>
    (context, next) => {
      context.header('Cache-Control', value)
      return next()
    }
  inner.all('/public', caching('public, max-age=600'), protect(), echo)
  inner.all('/own', protect(), caching('private, max-age=60'), echo)
  inner.all('/shared', cors({ origin: 'https://app.example' }), protect(), echo)

  const app = new Hono()
  app.onError((error, context) => context.text(String(error), 500))
  app.use(READERS[bodyParser])
  app.route(prefix === '' ? '/' : prefix, inner)
  return listenerOf(app.fetch)
}

adapterCases('Hono on @hono/node-server', application, {
  readBefore: /TypeError: The body of this request was read before OAuth could: /,
})
