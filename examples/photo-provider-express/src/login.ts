import express from 'express'
import type { Request, RequestHandler, Router } from 'express'

import { localPath } from './local-path.js'
import { escapeHtml, sendPage } from './page.js'
import type { Sessions } from './sessions.js'
import type { Users } from './users.js'

/** Creates the login page, which leads to the path in `next`, and the logout. */
export function loginRoutes(users: Users, sessions: Sessions): Router {
  const router = express.Router()

  router.get('/login', (request, response) => {
    sendPage(response, { title: 'Log in', content: loginForm(request, '') })
  })

  router.post(
    '/login',
    refuseOtherSites,
    express.urlencoded({ extended: false, limit: '10kb' }),
    async (request, response) => {
      const username = field(request, 'username')
      const user = await users.withPassword(username, field(request, 'password'))
      if (user === undefined) {
        const problem = '<p role="alert">The username or the password is wrong.</p>'
        sendPage(response, {
          status: 401,
          title: 'Log in',
          content: problem + loginForm(request, username),
        })
        return
      }
      sessions.start(request, response, user.id)
      response.redirect(303, localPath(request.query.next))
    },
  )

  router.post('/logout', refuseOtherSites, (request, response) => {
    sessions.end(request, response)
    response.redirect(303, '/')
  })

  return router
}

/** Keeps other sites from logging a User in as somebody else: browsers tell where a form comes from. */
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

function loginForm(request: Request, username: string): string {
  const next = encodeURIComponent(localPath(request.query.next))
  return `<form method="post" action="/login?next=${escapeHtml(next)}">
<label>Username
<input name="username" value="${escapeHtml(username)}" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>Password
<input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>`
}

function field({ body }: Request, name: string): string {
  const value: unknown = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
