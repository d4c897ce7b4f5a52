import { toLocalPath } from '@oauthplus/example-photo-provider-express/to-local-path'
import { escapeHtml } from '@oauthplus/example-photo-provider-express/page'
import type { Users } from '@oauthplus/example-photo-provider-express/users'
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'

import { sendPage } from './send-page.js'
import type { Sessions } from './sessions.js'

/** Creates the login page, which redirects to the path in `next`, and the logout. */
export function createLoginRoutes(users: Users, sessions: Sessions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.addHook('onRequest', refuseOtherSites)

    app.get('/login', (request, reply) =>
      sendPage(reply, { title: 'Log in', content: renderLoginForm(request, '') }),
    )

    app.post('/login', { bodyLimit: 10 * 1024 }, async (request, reply) => {
      const username = readField(request, 'username')
      const user = await users.withPassword(username, readField(request, 'password'))
      if (user === undefined) {
        const problem = '<p role="alert">The username or the password is wrong.</p>'
        return sendPage(reply, {
          status: 401,
          title: 'Log in',
          content: problem + renderLoginForm(request, username),
        })
      }
      sessions.start(request, reply, user.id)
      return reply.redirect(getNextPath(request), 303)
    })

    app.post('/logout', (request, reply) => {
      sessions.end(request, reply)
      return reply.redirect('/', 303)
    })
    done()
  }
}

/**
 * Prevents other sites from logging a user in as someone else: browsers send the origin of a form.
 */
async function refuseOtherSites({ method, headers }: FastifyRequest, reply: FastifyReply) {
  const { 'sec-fetch-site': site = 'none' } = headers
  if (method === 'GET' || method === 'HEAD' || site === 'same-origin' || site === 'none') return
  await sendPage(reply, {
    status: 403,
    title: 'Not from there',
    content: '<p>Open <a href="/login">the login page</a> itself.</p>',
  })
}

function getNextPath({ query }: FastifyRequest): string {
  return toLocalPath((query as { readonly next?: unknown }).next)
}

function renderLoginForm(request: FastifyRequest, username: string): string {
  const next = encodeURIComponent(getNextPath(request))
  return `<form method="post" action="/login?next=${escapeHtml(next)}">
<label>Username
<input name="username" value="${escapeHtml(username)}" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>Password
<input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>`
}

function readField({ body }: FastifyRequest, name: string): string {
  const value: unknown = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
