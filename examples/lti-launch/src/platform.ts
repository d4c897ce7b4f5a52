import { signLtiLaunch } from '@oauthplus/client/presets'
import express from 'express'
import type { Express } from 'express'

import { escapeHtml, sendPage } from './page.js'

/** The options of the platform. */
export interface PlatformOptions {
  /** The launch URL of the tool. */
  readonly launchUrl: string
  /** The key and the secret by which the tool knows the platform. */
  readonly consumer: { readonly key: string; readonly secret: string }
}

/** Creates the learning platform: a course page with a button that opens the tool. */
export function createPlatform({ launchUrl, consumer }: PlatformOptions): Express {
  const app = express().disable('x-powered-by')
  app.get('/', async (_request, response) => {
    const { action, fields } = await signLtiLaunch({
      url: launchUrl,
      consumer,
      parameters: [
        ['lti_message_type', 'basic-lti-launch-request'],
        ['lti_version', 'LTI-1p0'],
        ['resource_link_id', 'chapter-3'],
        ['resource_link_title', 'Fractions & <ratios>'],
        ['user_id', '7'],
        ['roles', 'Learner'],
        ['lis_person_name_full', "Jane O'Hara"],
      ],
    })
    const inputs = fields.map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    // A button with a name would be an additional field, and invalidate the signature.
    sendPage(response, {
      title: 'Chapter 3',
      content: `<form method="post" action="${escapeHtml(action)}">
${inputs.join('\n')}
<button>Open the exercise</button>
</form>`,
    })
  })
  return app
}
