import { toLocalPath } from '@oauthplus/example-photo-provider-express/to-local-path'
import { escapeHtml } from '@oauthplus/example-photo-provider-express/page'
import type { Users } from '@oauthplus/example-photo-provider-express/users'
import { Hono } from 'hono'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

import { sendPage } from './send-page.js'
import type { Sessions } from './sessions.js'

/** Creates the login page, which redirects to the path in `next`, and the logout. */
export function createLoginRoutes(users: Users, sessions: Sessions): Hono {
  const app = new Hono()

  app.get('/login', (context) =>
    sendPage(context, { title: 'Log in', content: renderLoginForm(context, '') }),
  )

  app.post('/login', refuseOtherSites, bodyLimit({ maxSize: 10 * 1024 }), async (context) => {
    const { username = '', password = '' } = await readFields(context)
    const user = await users.withPassword(username, password)
    if (user === undefined) {
      const problem = '<p role="alert">The username or the password is wrong.</p>'
      return sendPage(context, {
        status: 401,
        title: 'Log in',
        content: problem + renderLoginForm(context, username),
      })
    }
    sessions.start(context, user.id)
    return context.redirect(getNextPath(context), 303)
  })

  app.post('/logout', refuseOtherSites, (context) => {
    sessions.end(context)
    return context.redirect('/', 303)
  })

  return app
}

/**
 * Prevents other sites from logging a user in as someone else: browsers send the origin of a form.
 */
const refuseOtherSites: MiddlewareHandler = async (context, next) => {
  const site = context.req.header('sec-fetch-site') ?? 'none'
  if (site === 'same-origin' || site === 'none') return next()
  return sendPage(context, {
    status: 403,
    title: 'Not from there',
    content: '<p>Open <a href="/login">the login page</a> itself.</p>',
  })
}

function getNextPath({ req }: Context): string {
  const [next, ...others] = req.queries('next') ?? []
  return toLocalPath(others.length === 0 ? next : undefined)
}

function renderLoginForm(context: Context, username: string): string {
  const next = encodeURIComponent(getNextPath(context))
  return `<form method="post" action="/login?next=${escapeHtml(next)}">
<label>Username
<input name="username" value="${escapeHtml(username)}" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>Password
<input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>`
}

async function readFields({ req }: Context): Promise<Readonly<Record<string, string>>> {
  const fields = Object.entries(await req.parseBody())
  return Object.fromEntries(
    fields.filter((field): field is [string, string] => typeof field[1] === 'string'),
  )
}
