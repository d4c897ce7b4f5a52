import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { toLocalPath } from '@oauthplus/example-photo-provider-express/to-local-path'
import { escapeHtml } from '@oauthplus/example-photo-provider-express/page'
import type { Users } from '@oauthplus/example-photo-provider-express/users'
import type { Context, Middleware } from 'koa'

import { sendPage } from './send-page.js'
import type { Sessions } from './sessions.js'

/** Creates the login page, which redirects to the path in `next`, and the logout. */
export function createLoginRoutes(users: Users, sessions: Sessions): Middleware {
  const router = new Router()

  router.get('/login', (context) => {
    sendPage(context, { title: 'Log in', content: renderLoginForm(context, '') })
  })

  router.post(
    '/login',
    refuseOtherSites,
    bodyParser({ enableTypes: ['form'], formLimit: '10kb' }),
    async (context) => {
      const username = readField(context, 'username')
      const user = await users.withPassword(username, readField(context, 'password'))
      if (user === undefined) {
        const problem = '<p role="alert">The username or the password is wrong.</p>'
        sendPage(context, {
          status: 401,
          title: 'Log in',
          content: problem + renderLoginForm(context, username),
        })
        return
      }
      sessions.start(context, user.id)
      context.status = 303
      context.redirect(toLocalPath(context.query.next))
    },
  )

  router.post('/logout', refuseOtherSites, (context) => {
    sessions.end(context)
    context.status = 303
    context.redirect('/')
  })

  return router.routes() as Middleware
}

/**
 * Prevents other sites from logging a user in as someone else: browsers send the origin of a form.
 */
const refuseOtherSites: Middleware = async (context, next) => {
  const site = context.get('sec-fetch-site') || 'none'
  if (site === 'same-origin' || site === 'none') {
    await next()
    return
  }
  sendPage(context, {
    status: 403,
    title: 'Not from there',
    content: '<p>Open <a href="/login">the login page</a> itself.</p>',
  })
}

function renderLoginForm(context: Context, username: string): string {
  const next = encodeURIComponent(toLocalPath(context.query.next))
  return `<form method="post" action="/login?next=${escapeHtml(next)}">
<label>Username
<input name="username" value="${escapeHtml(username)}" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>Password
<input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>`
}

function readField(context: Context, name: string): string {
  const value: unknown = (context.request.body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
