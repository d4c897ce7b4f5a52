import { buffer } from 'node:stream/consumers'

import type { Provider } from '@oauthplus/server'
import { koaOAuth } from '@oauthplus/server-koa'
import { bodyParser } from '@koa/bodyparser'
import type Koa from 'koa'
import mount from 'koa-mount'

import { viewOf, VISITOR } from './host-provider.js'
import type { HostUser } from './host-provider.js'

/** Makes the application on Koa 2 or 3. */
export function makeKoaApplication(Framework: typeof Koa, provider: Provider<HostUser>): Koa {
  const { routes, protect, grant } = koaOAuth(provider, VISITOR)
  const twoLegged = { allowTwoLegged: true } as const
  const app = new Framework()
  // A connection that breaks is an error event of the application, too.
  app.silent = true
  app.use(async (context, next) => {
    try {
      await next()
    } catch (error) {
      context.status = 500
      context.body = String(error)
    }
  })
  const keep = bodyParser()
  app.use(async (context, next) => {
    const how = context.get('X-Read')
    if (how === 'lost') await buffer(context.req)
    await (how === 'kept' ? keep(context, next) : next())
  })
  const parse = bodyParser()
  const guard = protect(twoLegged)
  const inner = new Framework()
  inner.use(routes)
  inner.use(async (context, next) => {
    await (/^\/(?:echo|parsed)(?:\/|$)/.test(context.path) ? guard(context, next) : next())
  })
  inner.use(async (context, next) => {
    await (context.path === '/parsed' ? parse(context, next) : next())
  })
  inner.use(async (context) => {
    const found = grant(context, twoLegged)
    const { query, form, body } = found
    if (context.path === '/parsed') {
      context.body = { query, form, body: (context.request as { body?: unknown }).body }
    } else {
      context.body = viewOf(found, body ?? (await buffer(context.req)))
    }
  })
  app.use(mount('/v1', inner as never) as never)
  return app
}
