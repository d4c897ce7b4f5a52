import type { Provider } from '@oauthplus/server'
import { fetchOAuth } from '@oauthplus/server-fetch'

import { viewOf, VISITOR } from './host-provider.js'
import type { HostUser } from './host-provider.js'
import { parsedBodyOf } from './parsed-body-of.js'

const ENDPOINTS = ['request_token', 'authorize', 'access_token', 'invalidate_token', 'applications']
const [requestToken, authorize, accessToken, invalidateToken, applications] = ENDPOINTS.map(
  (name) => `/v1/oauth/${name}`,
)

/** Makes the application on `Request` and `Response`. */
export function makeFetchApplication(
  provider: Provider<HostUser>,
): (request: Request) => Promise<Response> {
  const { routes, protect, grant } = fetchOAuth(provider, {
    ...VISITOR,
    paths: { requestToken, authorize, accessToken, invalidateToken, applications },
  })
  const twoLegged = { allowTwoLegged: true } as const
  const echo = protect(twoLegged, async (request) => {
    const bytes = new Uint8Array(await request.arrayBuffer())
    return Response.json(viewOf(grant(request, twoLegged), bytes))
  })
  const parsed = protect(twoLegged, async (request) => {
    const { query, form } = grant(request, twoLegged)
    return Response.json({ query, form, body: await parsedBodyOf(request) })
  })
  async function respond(request: Request): Promise<Response> {
    const response = await routes(request)
    if (response) return response
    const { pathname } = new URL(request.url)
    if (pathname === '/v1/parsed') return parsed(request)
    return /^\/v1\/echo(?:\/|$)/.test(pathname)
      ? echo(request)
      : new Response(null, { status: 404 })
  }
  return async (received) => {
    try {
      const how = received.headers.get('x-read')
      if (how === 'lost') await received.text()
      return await respond(
        how === 'kept' ? new Request(received, { body: await received.arrayBuffer() }) : received,
      )
    } catch (error) {
      return new Response(String(error), { status: 500 })
    }
  }
}
