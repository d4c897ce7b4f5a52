import { parameterValue } from '@oauthplus/core'
import express from 'express'
import type { Express } from 'express'

import { escapeHtml, sendPage } from './page.js'
import { verifyLaunch } from './verify-launch.js'
import type { Tool } from './verify-launch.js'

const FORM = 'application/x-www-form-urlencoded'

/** Creates the tool: an exercise that a learning platform opens for its users. */
export function createTool(tool: Tool): Express {
  const app = express().disable('x-powered-by')
  // The raw body, because the signature covers the form as it was sent, and a parser would change it.
  const form = express.text({ type: FORM, limit: '64kb' })

  app.post('/launch', form, async (request, response) => {
    const received = new Request(new URL(request.originalUrl, tool.launchUrl), {
      method: 'POST',
      headers: { 'content-type': request.get('content-type') ?? '' },
      body: typeof request.body === 'string' ? request.body : '',
    })
    const launch = await verifyLaunch(tool, received)
    if (launch === undefined) {
      // An unknown platform, a wrong signature and an old launch get the same response.
      sendPage(response, {
        status: 401,
        title: 'Not opened',
        content: '<p>Open the exercise from your course once more.</p>',
      })
      return
    }
    // Now the user is logged in. A real tool starts a new session here.
    const name = parameterValue(launch, 'lis_person_name_full') ?? 'you'
    const title = parameterValue(launch, 'resource_link_title') ?? 'your course'
    sendPage(response, {
      title: 'The exercise',
      content: `<p>Hello ${escapeHtml(name)}, this is ${escapeHtml(title)}.</p>`,
    })
  })
  return app
}
