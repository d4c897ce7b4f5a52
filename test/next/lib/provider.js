/* global Request, Response */
import { createProvider, fetchOAuth, memoryStore } from '@oauthplus/server-fetch'

// One provider for all routes. It is created during `next build`, too, which runs their modules.
const provider = createProvider({
  // Next.js takes the base path away from `request.url`, and names its own host there.
  publicUrl: 'https://photos.example/v1',
  store: memoryStore(),
  findUser: (id) => ({ id }),
  bodyLimitBytes: 200_000,
})
await provider.consumers.register({
  key: 'dpf43f3p2l4k3l03',
  secret: 'kd94hf93k423kf44',
  name: 'Printer',
  callbacks: ['oob'],
  allowTwoLegged: true,
})

const { routes, protect, grant } = fetchOAuth(provider, {
  getUserId: () => 'jane',
  getLoginUrl: () => '/login',
})

/** Responds at the endpoints. */
export const respondToOAuth = afterReading(
  async (request) => (await routes(request)) ?? new Response(null, { status: 404 }),
)

/** Protects a function of a request and its grant, which returns JSON. */
export function protectJson(handle) {
  const options = { allowTwoLegged: true }
  return afterReading(
    protect(options, async (request) =>
      Response.json(await handle(request, grant(request, options))),
    ),
  )
}

/** Reads the body before OAuth does, if the header `X-Read` says so, and keeps it or not. */
function afterReading(handle) {
  return async (request) => {
    const how = request.headers.get('x-read')
    if (how === 'lost') await request.text()
    return handle(
      how === 'kept' ? new Request(request, { body: await request.arrayBuffer() }) : request,
    )
  }
}
