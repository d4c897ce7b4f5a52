import { expressOAuth } from '@oauthplus/server-express'
import express from 'express'

import type { MakeSite } from './attacked-site.js'

/** Makes the site on Express. */
export const expressSite: MakeSite = (provider) => {
  const { routes, protect, grant } = expressOAuth(provider, {
    getUserId: (request) => String(request.headers['x-user'] ?? '') || undefined,
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const app = express()
  app.use(routes)
  app.all('/echo', protect(), (request, response) => {
    const { userId, query, form, body } = grant(request)
    response.json({ user: userId, query, form, body: body && Buffer.from(body).toString() })
  })
  app.get('/photos', protect({ scope: 'photos' }), (request, response) => {
    response.json({ user: grant(request).userId })
  })
  app.all('/machines', protect({ allowTwoLegged: true }), (request, response) => {
    const { userId = null, consumer } = grant(request, { allowTwoLegged: true })
    response.json({ user: userId, consumer: consumer.key })
  })
  return app
}
