import express from 'express'
import type { Request, RequestHandler, Router } from 'express'

import { toLocalPath } from './to-local-path.js'
import { escapeHtml, sendPage } from './page.js'
import type { Sessions } from './sessions.js'
import type { Users } from './users.js'

/** Creates the login page, which redirects to the path in `next`, and the logout. */
export function createLoginRoutes(users: Users, sessions: Sessions): Router {
  const router = express.Router()

  router.get('/login', (request, response) => {
    sendPage(response, { title: 'Log in', content: renderLoginForm(request, '') })
  })

  router.post(
    '/login',
    refuseOtherSites,
    express.urlencoded({ extended: false, limit: '10kb' }),
    async (request, response) => {
      const username = readField(request, 'username')
      const user = await users.withPassword(username, readField(request, 'password'))
      if (user === undefined) {
        const problem = '<p role="alert">The username or the password is wrong.</p>'
        sendPage(response, {
          status: 401,
          title: 'Log in',
          content: problem + renderLoginForm(request, username),
        })
        return
      }
      sessions.start(request, response, user.id)
      response.redirect(303, toLocalPath(request.query.next))
    },
  )

  router.post('/logout', refuseOtherSites, (request, response) => {
    sessions.end(request, response)
    response.redirect(303, '/')
  })

  return router
}

/**
 * Prevents other sites from logging a user in as someone else: browsers send the origin of a form.
 */
const refuseOtherSites: RequestHandler = (request, response, next) => {
  const site = request.get('sec-fetch-site') ?? 'none'
  if (site === 'same-origin' || site === 'none') {
    next()
    return
  }
  sendPage(response, {
    status: 403,
    title: 'Not from there',
    content: '<p>Open <a href="/login">the login page</a> itself.</p>',
  })
}

function renderLoginForm(request: Request, username: string): string {
  const next = encodeURIComponent(toLocalPath(request.query.next))
  return `<form method="post" action="/login?next=${escapeHtml(next)}">
<label>Username
<input name="username" value="${escapeHtml(username)}" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>Password
<input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>`
}

function readField({ body }: Request, name: string): string {
  const value: unknown = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
