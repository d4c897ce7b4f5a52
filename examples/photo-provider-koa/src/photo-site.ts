import type { RequestListener } from 'node:http'

import Router from '@koa/router'
import { createPhotoProvider } from '@oauthplus/example-photo-provider-express/create-photo-provider'
import { escapeHtml } from '@oauthplus/example-photo-provider-express/page'
import type { PhotoSiteOptions } from '@oauthplus/example-photo-provider-express/photo-site'
import { renderPhoto, listPhotos } from '@oauthplus/example-photo-provider-express/photos'
import { createUsers } from '@oauthplus/example-photo-provider-express/users'
import { koaOAuth } from '@oauthplus/server-koa'
import Koa from 'koa'

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
  const { routes, protect, grant } = koaOAuth(provider, {
    getUserId: (context) => sessions.userId(context),
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getSwitchUserUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })

  const router = new Router()
  router.get('/', (context) => {
    const user = users.find(sessions.userId(context) ?? '')
    sendPage(context, {
      title: 'Photos',
      content:
        user === undefined
          ? '<p><a href="/login">Log in</a></p>'
          : `<p>You are logged in as ${escapeHtml(user.username)}.</p>
<p><a href="/oauth/applications">Applications with access to your account</a></p>
<form method="post" action="/logout"><button>Log out</button></form>`,
    })
  })

  router.get('/photos', protect({ scope: 'photos' }), (context) => {
    const { file, size } = Object.fromEntries(grant(context).query)
    if (file === undefined) {
      context.body = { photos: listPhotos() }
      return
    }
    const image = renderPhoto(file, size)
    if (image === undefined) {
      context.status = 404
      context.body = { error: 'This photo does not exist.' }
    } else {
      context.body = image
      context.type = 'svg'
    }
  })

  router.all('/api/echo', protect(), async (context) => {
    context.body = await createEcho(context, grant(context))
  })

  const app = new Koa()
  app.use(async (context, next) => {
    await next()
    log(`${context.method} ${context.path} ${context.status}`)
  })
  app.use(createErrorHandler(log))
  app.use(routes)
  app.use(createLoginRoutes(users, sessions))
  app.use(router.routes())
  const handle = app.callback()
  return (incoming, outgoing) => void handle(incoming, outgoing)
}
