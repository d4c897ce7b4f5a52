import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import type { Provider } from '@oauthplus/server-express'
import express from 'express'
import type { Express, Request } from 'express'

import { echoOf } from './echo.js'
import { errorPage } from './error-page.js'
import { loginRoutes } from './login.js'
import { escapeHtml, sendPage } from './page.js'
import { photoImage, photosOf } from './photos.js'
import type { Seed, SeedConsumer } from './seed.js'
import { createSessions } from './sessions.js'
import { createUsers } from './users.js'
import type { User } from './users.js'

/** How the site is made. */
export interface PhotoSiteOptions {
  readonly seed: Seed
  /** Takes a line for each request, without its query, which may hold credentials, and one for each fault. */
  readonly log: (line: string) => void
}

/** Creates the photo site: accounts, a login, photos, and an API that other applications may use for its Users. */
export async function createPhotoSite({ seed, log }: PhotoSiteOptions): Promise<Express> {
  const users = await createUsers(seed.users)
  const sessions = createSessions()

  const provider = createProvider({
    store: memoryStore(),
    findUser: (id) => users.find(id),
    scopes: { photos: { description: 'See your photos' } },
    // All seven, so that any client can be tried; leave PLAINTEXT out where nobody needs it.
    signatureMethods: [
      'HMAC-SHA1',
      'HMAC-SHA256',
      'HMAC-SHA512',
      'RSA-SHA1',
      'RSA-SHA256',
      'RSA-SHA512',
      'PLAINTEXT',
    ],
    verifyPassword: async ({ username, password }) =>
      (await users.withPassword(username, password))?.id,
    tokenParameters: ({ user }) => [
      ['user_id', user.id],
      ['screen_name', user.username],
    ],
  })
  for (const consumer of seed.consumers) await registerConsumer(provider, consumer)
  const { routes, protect, grant } = expressOAuth(provider, {
    userId: (request: Request) => sessions.userId(request),
    loginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })

  const app = express()
  app.disable('x-powered-by')
  app.use((request, response, next) => {
    const { method, path } = request
    response.on('finish', () => {
      log(`${method} ${path} ${response.statusCode}`)
    })
    next()
  })

  app.use(routes)
  app.use(loginRoutes(users, sessions))

  app.get('/', (request, response) => {
    const user = users.find(sessions.userId(request) ?? '')
    sendPage(response, {
      title: 'Photos',
      content:
        user === undefined
          ? '<p><a href="/login">Log in</a></p>'
          : `<p>You are logged in as ${escapeHtml(user.username)}.</p>
<form method="post" action="/logout"><button>Log out</button></form>`,
    })
  })

  app.get('/photos', protect({ scope: 'photos' }), (request, response) => {
    const { file, size } = Object.fromEntries(grant(request).query)
    if (file === undefined) {
      response.json({ photos: photosOf() })
      return
    }
    const image = photoImage(file, size)
    if (image === undefined) response.status(404).json({ error: 'There is no such photo.' })
    else response.type('svg').send(image)
  })

  app.all('/api/echo', protect(), async (request, response) => {
    response.json(await echoOf(request, grant(request)))
  })

  app.use(errorPage(log))
  return app
}

async function registerConsumer(provider: Provider<User>, consumer: SeedConsumer): Promise<void> {
  const { rsaPublicKey, ...options } = consumer
  const publicKeys = rsaPublicKey === undefined ? undefined : [rsaPublicKey]
  try {
    await provider.consumers.register({ ...options, publicKeys })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`Consumer ${consumer.key}: ${reason}`, { cause: error })
  }
}
