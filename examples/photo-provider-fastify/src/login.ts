import { localPath } from '@oauthplus/example-photo-provider-express/local-path'
import { escapeHtml } from '@oauthplus/example-photo-provider-express/page'
import type { Users } from '@oauthplus/example-photo-provider-express/users'
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'

import { sendPage } from './send-page.js'
import type { Sessions } from './sessions.js'

/** Creates the login page, which leads to the path in `next`, and the logout. */
export function loginRoutes(users: Users, sessions: Sessions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.addHook('onRequest', refuseOtherSites)

    app.get('/login', (request, reply) =>
      sendPage(reply, { title: 'Log in', content: loginForm(request, '') }),
    )

    app.post('/login', { bodyLimit: 10 * 1024 }, async (request, reply) => {
      const username = field(request, 'username')
      const user = await users.withPassword(username, field(request, 'password'))
      if (user === undefined) {
        const problem = '<p role="alert">The username or the password is wrong.</p>'
        return sendPage(reply, {
          status: 401,
          title: 'Log in',
          content: problem + loginForm(request, username),
        })
      }
      sessions.start(request, reply, user.id)
      return reply.redirect(nextPath(request), 303)
    })

    app.post('/logout', (request, reply) => {
      sessions.end(request, reply)
      return reply.redirect('/', 303)
    })
    done()
  }
}

/** Keeps other sites from logging a user in as somebody else: browsers tell where a form comes from. */
async function refuseOtherSites({ method, headers }: FastifyRequest, reply: FastifyReply) {
  const { 'sec-fetch-site': site = 'none' } = headers
  if (method === 'GET' || method === 'HEAD' || site === 'same-origin' || site === 'none') return
  await sendPage(reply, {
    status: 403,
    title: 'Not from there',
    content: '<p>Open <a href="/login">the login page</a> itself.</p>',
  })
}

function nextPath({ query }: FastifyRequest): string {
  return localPath((query as { readonly next?: unknown }).next)
}

function loginForm(request: FastifyRequest, username: string): string {
  const next = encodeURIComponent(nextPath(request))
  return `<form method="post" action="/login?next=${escapeHtml(next)}">
<label>Username
<input name="username" value="${escapeHtml(username)}" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>Password
<input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>`
}

function field({ body }: FastifyRequest, name: string): string {
  const value: unknown = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
