import type { Provider } from '@oauthplus/server'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { Hono } from 'hono'

import { viewOf, VISITOR } from './host-provider.js'
import type { HostUser } from './host-provider.js'

/** Makes the application on Hono. */
export function makeHonoApplication(provider: Provider<HostUser>): Hono {
  const { routes, protect, grant } = honoOAuth(provider, VISITOR)
  const twoLegged = { allowTwoLegged: true } as const
  const inner = new Hono()
  inner.use(routes)
  inner.all('/echo/*', protect(twoLegged), async (context) => {
    const bytes = new Uint8Array(await context.req.arrayBuffer())
    return context.json(viewOf(grant(context, twoLegged), bytes))
  })
  inner.all('/parsed', protect(twoLegged), async (context) => {
    const { query, form } = grant(context, twoLegged)
    const isJson = context.req.header('content-type') === 'application/json'
    const body: unknown = isJson
      ? await context.req.json()
      : await context.req.parseBody({ all: true })
    return context.json({ query, form, body })
  })
  const app = new Hono()
  app.onError((error, context) => context.text(String(error), 500))
  app.use(async ({ req }, next) => {
    const how = req.header('x-read')
    if (how === 'kept') await req.arrayBuffer()
    if (how === 'lost') await req.raw.text()
    await next()
  })
  app.route('/v1', inner)
  return app
}
