import { fastifyOAuth } from '@oauthplus/server-fastify'
import Fastify from 'fastify'

import { listenerOf } from '../../packages/server-fastify/test/listener-of.js'
import type { MakeSite } from './attacked-site.js'

/** Makes the site on Fastify. */
export const fastifySite: MakeSite = (provider) => {
  const { routes, protect, grant } = fastifyOAuth(provider, {
    getUserId: (request) => String(request.headers['x-user'] ?? '') || undefined,
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const app = Fastify()
  app.register(routes)
  app.all('/echo', { preParsing: protect() }, (request) => {
    const { userId, query, form, body } = grant(request)
    return { user: userId, query, form, body: body && Buffer.from(body).toString() }
  })
  app.get('/photos', { preParsing: protect({ scope: 'photos' }) }, (request) => ({
    user: grant(request).userId,
  }))
  app.all('/machines', { preParsing: protect({ allowTwoLegged: true }) }, (request) => {
    const { userId = null, consumer } = grant(request, { allowTwoLegged: true })
    return { user: userId, consumer: consumer.key }
  })
  return listenerOf(app)
}
