import type { RequestListener } from 'node:http'

import cookie from '@fastify/cookie'
import { createPhotoProvider } from '@oauthplus/example-photo-provider-express/create-photo-provider'
import { escapeHtml } from '@oauthplus/example-photo-provider-express/page'
import type { PhotoSiteOptions } from '@oauthplus/example-photo-provider-express/photo-site'
import { renderPhoto, listPhotos } from '@oauthplus/example-photo-provider-express/photos'
import { createUsers } from '@oauthplus/example-photo-provider-express/users'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import Fastify from 'fastify'

import { createEcho } from './echo.js'
import { createErrorHandler } from './create-error-handler.js'
import { createLoginRoutes } from './login.js'
import { sendPage } from './send-page.js'
import { createSessions } from './sessions.js'

/** Creates the photo site: accounts, a login, photos, and an API that other applications may use for its users. */
export async function createPhotoSite(options: PhotoSiteOptions): Promise<RequestListener> {
  const { seed, store, limits, log } = options
  const users = await createUsers(seed.users)
  const sessions = createSessions()
  const provider = await createPhotoProvider(users, { seed, store, limits })
  const { routes, protect, grant } = fastifyOAuth(provider, {
    getUserId: (request) => sessions.userId(request),
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
    getSwitchUserUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })

  const app = Fastify()
  app.setErrorHandler(createErrorHandler(log))
  app.addHook('onResponse', async ({ method, url }, { statusCode }) => {
    log(`${method} ${url.split('?', 1).join()} ${statusCode}`)
  })
  app.register(cookie)
  app.register(routes)
  app.register(createLoginRoutes(users, sessions))

  app.get('/', (request, reply) => {
    const user = users.find(sessions.userId(request) ?? '')
    return sendPage(reply, {
      title: 'Photos',
      content:
        user === undefined
          ? '<p><a href="/login">Log in</a></p>'
          : `<p>You are logged in as ${escapeHtml(user.username)}.</p>
<p><a href="/oauth/applications">Applications with access to your account</a></p>
<form method="post" action="/logout"><button>Log out</button></form>`,
    })
  })

  app.get('/photos', { preParsing: protect({ scope: 'photos' }) }, (request, reply) => {
    const { file, size } = Object.fromEntries(grant(request).query)
    if (file === undefined) return reply.send({ photos: listPhotos() })
    const image = renderPhoto(file, size)
    if (image === undefined) return reply.code(404).send({ error: 'This photo does not exist.' })
    return reply.type('image/svg+xml').send(image)
  })

  app.register(async (api) => {
    // Only forms are parsed: the echo counts the bytes of everything else.
    api.removeContentTypeParser(['application/json', 'text/plain'])
    api.addContentTypeParser('*', (_request, _payload, done) => {
      done(null)
    })
    api.all('/api/echo', { preParsing: protect() }, (request) =>
      createEcho(request, grant(request)),
    )
  })

  await app.ready()
  return (incoming, outgoing) => {
    app.routing(incoming, outgoing)
  }
}
