/* global Request, Response */
import { createClient } from '@oauthplus/client'
import { connectRoutes } from '@oauthplus/client/connect'

const { PROVIDER_ORIGIN = 'http://127.0.0.1:1', ORIGIN = 'http://127.0.0.1:2' } = process.env

const client = createClient({
  provider: {
    requestTokenUrl: `${PROVIDER_ORIGIN}/oauth/request_token`,
    authorizeUrl: `${PROVIDER_ORIGIN}/oauth/authorize`,
    accessTokenUrl: `${PROVIDER_ORIGIN}/oauth/access_token`,
  },
  consumer: { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' },
  callbackUrl: `${ORIGIN}/v1/connect/callback`,
})
const routes = connectRoutes(client, {
  onToken: async ({ token }) => {
    const response = await client.withToken(token).fetch(`${PROVIDER_ORIGIN}/echo`)
    const { user } = await response.json()
    return `/v1/connected/${user}`
  },
  onError: ({ reason }) => `/v1/failed/${reason}`,
  paths: { connect: '/v1/connect/start' },
})

/** Responds to a request to one of the routes, whose URL gets its base path back. */
export async function respondToConnect(request) {
  const url = new URL(request.url)
  url.pathname = `/v1${url.pathname}`
  return (await routes(new Request(url, request))) ?? new Response(null, { status: 404 })
}
