import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createProvider, expressOAuth } from '@oauthplus/server-express'
import type { Store } from '@oauthplus/server-express'
import express from 'express'

/** A running application with a provider. */
export interface PhotoSite {
  readonly origin: string
  close(): void
}

/** Starts an application that shares a store with the command line. Jane is logged in. */
export async function startPhotoSite(store: Store, port = 0): Promise<PhotoSite> {
  const provider = createProvider({
    store,
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
    defaultScopes: ['photos'],
    verifyPassword: ({ username, password }) =>
      username === 'jane' && password === 'correct horse' ? 'jane' : undefined,
  })
  const { routes, protect, grant } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = express()
  app.use(routes)
  app.get('/moved', (_request, response) => {
    response.redirect('/photos?moved=yes')
  })
  app.get('/empty', (_request, response) => {
    response.status(204).end()
  })
  app.use('/photos', protect(), express.text({ type: '*/*' }), (request, response) => {
    const { user, query, form } = grant(request)
    const text: unknown = request.body
    response.json({
      user: user.id,
      method: request.method,
      query,
      form,
      ...(typeof text === 'string' ? { type: request.headers['content-type'], text } : {}),
    })
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Does what jane does in her browser: opens the page, and allows access. */
export async function approve(authorizeUrl: string): Promise<Response> {
  const html = await (await fetch(authorizeUrl)).text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const tokenKey = new URL(authorizeUrl).searchParams.get('oauth_token') ?? ''
  return fetch(authorizeUrl.split('?', 1)[0] ?? '', {
    method: 'POST',
    body: new URLSearchParams({ oauth_token: tokenKey, csrf, decision: 'approve' }),
  })
}
