import type { RequestListener } from 'node:http'

import { getRequestListener } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { createPhotoProvider } from '@oauthplus/example-photo-provider-express/create-photo-provider'
import { escapeHtml } from '@oauthplus/example-photo-provider-express/page'
import type { PhotoSiteOptions } from '@oauthplus/example-photo-provider-express/photo-site'
import { renderPhoto, listPhotos } from '@oauthplus/example-photo-provider-express/photos'
import { createUsers } from '@oauthplus/example-photo-provider-express/users'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { Hono } from 'hono'

import { createEcho } from './echo.js'
import { createErrorHandler } from './create-error-handler.js'
import { createLoginRoutes } from './login.js'
import { sendPage } from './send-page.js'
import { createSessions } from './sessions.js'

/** Creates the photo site: accounts, a login, photos, and an API that other applications may use for its users. */
export async function createPhotoSite({
  seed,
  store,
  limits,
  log,
}: PhotoSiteOptions): Promise<RequestListener> {
  const users = await createUsers(seed.users)
  const sessions = createSessions()
  const provider = await createPhotoProvider(users, { seed, store, limits })
  const { routes, protect, grant } = honoOAuth(provider, {
    getUserId: (context) => sessions.userId(context),
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getSwitchUserUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getConnInfo,
  })

  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    log(`${context.req.method} ${context.req.path} ${context.res.status}`)
  })
  app.onError(createErrorHandler(log))
  app.use(routes)
  app.route('/', createLoginRoutes(users, sessions))

  app.get('/', (context) => {
    const user = users.find(sessions.userId(context) ?? '')
    return sendPage(context, {
      title: 'Photos',
      content:
        user === undefined
          ? '<p><a href="/login">Log in</a></p>'
          : `<p>You are logged in as ${escapeHtml(user.username)}.</p>
<p><a href="/oauth/applications">Applications with access to your account</a></p>
<form method="post" action="/logout"><button>Log out</button></form>`,
    })
  })

  app.get('/photos', protect({ scope: 'photos' }), (context) => {
    const { file, size } = Object.fromEntries(grant(context).query)
    if (file === undefined) return context.json({ photos: listPhotos() })
    const image = renderPhoto(file, size)
    if (image === undefined) return context.json({ error: 'This photo does not exist.' }, 404)
    return context.body(image, 200, { 'Content-Type': 'image/svg+xml' })
  })

  app.all('/api/echo', protect(), async (context) =>
    context.json(await createEcho(context, grant(context))),
  )

  const listener = getRequestListener(app.fetch)
  return (incoming, outgoing) => void listener(incoming, outgoing)
}
