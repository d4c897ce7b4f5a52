import { fetchOAuth } from '@oauthplus/server-fetch'

import { listenerOf, peerAddress } from '../../packages/server-fetch/test/listener-of.js'
import type { MakeSite } from './attacked-site.js'

/** Makes the site on web `Request` and `Response`. */
export const fetchSite: MakeSite = (provider) => {
  const { routes, protect, grant } = fetchOAuth(provider, {
    getUserId: (request) => request.headers.get('x-user'),
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getPeerAddress: peerAddress,
  })
  const echo = protect({}, (request) => {
    const { userId, query, form, body } = grant(request)
    return Response.json({ user: userId, query, form, body: body && Buffer.from(body).toString() })
  })
  const photos = protect({ scope: 'photos' }, (request) =>
    Response.json({ user: grant(request).userId }),
  )
  const machines = protect({ allowTwoLegged: true }, (request) => {
    const { userId = null, consumer } = grant(request, { allowTwoLegged: true })
    return Response.json({ user: userId, consumer: consumer.key })
  })
  const handlers: Readonly<Record<string, typeof echo>> = {
    '/echo': echo,
    '/photos': photos,
    '/machines': machines,
  }
  return listenerOf(async (request, bindings) => {
    const response = await routes(request, bindings)
    const handler = handlers[new URL(request.url).pathname]
    return response ?? handler?.(request, bindings) ?? new Response(null, { status: 404 })
  })
}
