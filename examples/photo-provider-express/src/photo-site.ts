import { expressOAuth } from '@oauthplus/server-express'
import type { Limits, Store } from '@oauthplus/server-express'
import express from 'express'
import type { Express } from 'express'

import { createPhotoProvider } from './create-photo-provider.js'
import { createEcho } from './echo.js'
import { createErrorHandler } from './create-error-handler.js'
import { createLoginRoutes } from './login.js'
import { escapeHtml, sendPage } from './page.js'
import { renderPhoto, listPhotos } from './photos.js'
import type { Seed } from './seed.js'
import { createSessions } from './sessions.js'
import { createUsers } from './users.js'

/** The options of the site. */
export interface PhotoSiteOptions {
  readonly seed: Seed
  /** Stores consumers, tokens and nonces. */
  readonly store: Store
  /** Counts attempts. Defaults to the memory of this process. */
  readonly limits?: Limits | undefined
  /** Receives a line per request, without its query, which may contain credentials, and a line per error. */
  readonly log: (line: string) => void
}

/**
 * Creates the photo site: accounts, a login, photos, and an API that other applications may use on
 * behalf of its users.
 */
export async function createPhotoSite(options: PhotoSiteOptions): Promise<Express> {
  const { seed, store, limits, log } = options
  const users = await createUsers(seed.users)
  const sessions = createSessions()

  const provider = await createPhotoProvider(users, { seed, store, limits })
  const { routes, protect, grant } = expressOAuth(provider, {
    getUserId: (request) => sessions.userId(request),
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getSwitchUserUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
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
  app.use(createLoginRoutes(users, sessions))

  app.get('/', (request, response) => {
    const user = users.find(sessions.userId(request) ?? '')
    sendPage(response, {
      title: 'Photos',
      content:
        user === undefined
          ? '<p><a href="/login">Log in</a></p>'
          : `<p>You are logged in as ${escapeHtml(user.username)}.</p>
<p><a href="/oauth/applications">Applications with access to your account</a></p>
<p><a href="/oauth/developer">Applications that you develop</a></p>
<form method="post" action="/logout"><button>Log out</button></form>`,
    })
  })

  app.get('/photos', protect({ scope: 'photos' }), (request, response) => {
    const { file, size } = Object.fromEntries(grant(request).query)
    if (file === undefined) {
      response.json({ photos: listPhotos() })
      return
    }
    const image = renderPhoto(file, size)
    if (image === undefined) response.status(404).json({ error: 'This photo does not exist.' })
    else response.type('svg').send(image)
  })

  app.all('/api/echo', protect(), async (request, response) => {
    response.json(await createEcho(request, grant(request)))
  })

  app.use(createErrorHandler(log))
  return app
}
