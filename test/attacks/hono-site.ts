import { getConnInfo } from '@hono/node-server/conninfo'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { Hono } from 'hono'

import { listenerOf } from '../../packages/server-fetch/test/listener-of.js'
import type { MakeSite } from './attacked-site.js'

/** Makes the site on Hono. */
export const honoSite: MakeSite = (provider) => {
  const { routes, protect, grant } = honoOAuth(provider, {
    getUserId: (context) => context.req.header('x-user'),
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getConnInfo,
  })
  const app = new Hono()
  app.use(routes)
  app.all('/echo', protect(), (context) => {
    const { userId, query, form, body } = grant(context)
    return context.json({ user: userId, query, form, body: body && Buffer.from(body).toString() })
  })
  app.get('/photos', protect({ scope: 'photos' }), (context) =>
    context.json({ user: grant(context).userId }),
  )
  app.all('/machines', protect({ allowTwoLegged: true }), (context) => {
    const { userId = null, consumer } = grant(context, { allowTwoLegged: true })
    return context.json({ user: userId, consumer: consumer.key })
  })
  return listenerOf(app.fetch)
}
