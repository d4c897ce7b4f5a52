import { koaOAuth } from '@oauthplus/server-koa'
import Router from '@koa/router'
import Koa from 'koa'

import type { MakeSite } from './attacked-site.js'

/** Makes the site on Koa. */
export const koaSite: MakeSite = (provider) => {
  const { routes, protect, grant } = koaOAuth(provider, {
    getUserId: (context) => String(context.headers['x-user'] ?? '') || undefined,
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const router = new Router()
  router.all('/echo', protect(), (context) => {
    const { userId, query, form, body } = grant(context)
    context.body = { user: userId, query, form, body: body && Buffer.from(body).toString() }
  })
  router.get('/photos', protect({ scope: 'photos' }), (context) => {
    context.body = { user: grant(context).userId }
  })
  router.all('/machines', protect({ allowTwoLegged: true }), (context) => {
    const { userId = null, consumer } = grant(context, { allowTwoLegged: true })
    context.body = { user: userId, consumer: consumer.key }
  })
  const app = new Koa()
  app.use(routes)
  app.use(router.routes())
  const handle = app.callback()
  return (incoming, outgoing) => void handle(incoming, outgoing)
}
