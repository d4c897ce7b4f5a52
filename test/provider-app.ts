import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { signRequest } from '@oauthplus/core'
import type {
  Credentials,
  SignedRequest,
  SignRequestOptions,
  UnsignedRequest,
} from '@oauthplus/core'
import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import type { Provider, ProviderOptions } from '@oauthplus/server-express'
import express from 'express'

/** A User of the test application. */
export interface TestUser {
  readonly id: string
}

/** A running application with a provider in it. */
export interface ProviderApp {
  readonly origin: string
  readonly provider: Provider<TestUser>
  readonly consumer: { readonly key: string; readonly secret: string }
  close(): Promise<void>
}

/**
 * Starts an Express application with a provider, one consumer, and `jane`, who is always logged in.
 *
 * @param options Options of the provider in addition to or in place of those.
 * @param port Its port; any free port by default.
 */
export async function startProviderApp(
  options: Partial<ProviderOptions<TestUser>> = {},
  port = 0,
): Promise<ProviderApp> {
  const provider = createProvider<TestUser>({
    store: memoryStore(),
    findUser: (id) => (id === 'jane' ? { id } : undefined),
    scopes: { photos: { description: 'See your photos' } },
    verifyPassword: ({ username, password }) =>
      username === 'jane' && password === 'correct horse' ? 'jane' : undefined,
    ...options,
  })
  const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
  // A store may know it from before.
  if (!(await provider.consumers.find(consumer.key))) {
    await provider.consumers.register({
      ...consumer,
      name: 'Printer',
      callbacks: ['oob', 'http://127.0.0.1:*'],
      allowXauth: true,
    })
  }
  const { routes, protect, grant } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const app = express()
  app.use(routes)
  app.use('/echo', protect(), (request, response) => {
    const { user, query, form } = grant(request)
    response.json({ user: user.id, query, form })
  })
  const server = createServer(app)
  return {
    origin: `http://127.0.0.1:${await listen(server, port)}`,
    provider,
    consumer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** Signs a request and sends it. */
export async function send(
  request: UnsignedRequest,
  credentials: Credentials,
  options: SignRequestOptions = {},
): Promise<Response> {
  const signed = await signRequest(request, credentials, options)
  return fetchSigned(signed)
}

/** Sends a signed request; redirects are not followed. */
export function fetchSigned(signed: SignedRequest): Promise<Response> {
  return fetch(signed.url, { ...signed, redirect: 'manual' })
}

/** Gets an approved request token and its verifier through the endpoints. */
export async function approvedRequestToken(app: Pick<ProviderApp, 'origin' | 'consumer'>): Promise<{
  readonly token: { readonly key: string; readonly secret: string }
  readonly verifier: string
}> {
  const { origin, consumer } = app
  const answer = await send(
    { method: 'POST', url: `${origin}/oauth/request_token` },
    { consumer },
    { callback: 'http://127.0.0.1:9/ready' },
  )
  const issued = new URLSearchParams(await answer.text())
  const token = {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
  const page = `${origin}/oauth/authorize?oauth_token=${token.key}`
  const html = await (await fetch(page)).text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const decided = await fetch(page, {
    method: 'POST',
    body: new URLSearchParams({ oauth_token: token.key, csrf, decision: 'approve' }),
    redirect: 'manual',
  })
  const callback = new URL(decided.headers.get('location') ?? '')
  return { token, verifier: callback.searchParams.get('oauth_verifier') ?? '' }
}

/** Gets an access token through the endpoints. */
export async function accessToken(
  app: ProviderApp,
): Promise<{ readonly key: string; readonly secret: string }> {
  const { token, verifier } = await approvedRequestToken(app)
  const answer = await send(
    { method: 'POST', url: `${app.origin}/oauth/access_token` },
    { consumer: app.consumer, token },
    { verifier },
  )
  const issued = new URLSearchParams(await answer.text())
  return {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
}

/** Reads the problem code of a response. */
export async function problemCode(response: Response): Promise<string | null> {
  return new URLSearchParams(await response.text()).get('oauth_problem')
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
