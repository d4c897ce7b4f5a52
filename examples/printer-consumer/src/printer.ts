import { createClient } from '@oauthplus/client'
import type { FetchFunction, SecretConsumer, ServiceProvider } from '@oauthplus/client'
import express from 'express'
import type { Express } from 'express'

import { createErrorHandler } from './create-error-handler.js'
import { createKeptTokens } from './kept-tokens.js'
import { CONNECT_FORM, escapeHtml, sendPage } from './page.js'
import { fetchPhotos } from './photos.js'

/** The options of the Printer. */
export interface PrinterOptions {
  /** The origin of the Printer. */
  readonly origin: string
  /** The photo site. */
  readonly provider: ServiceProvider & { readonly photosUrl: string }
  /** The credentials that the photo site has registered for the Printer. */
  readonly consumer: SecretConsumer
  /** The `fetch` that sends requests. Defaults to the platform's. */
  readonly fetch?: FetchFunction | undefined
}

/**
 * Creates the Printer: an application that prints the photos that its users store on another site.
 */
export function createPrinter({ origin, provider, ...options }: PrinterOptions): Express {
  // The client would reject properties that are not its options, such as the URL of the photos.
  const { requestTokenUrl, authorizeUrl, accessTokenUrl, photosUrl } = provider
  const client = createClient({
    ...options,
    provider: { requestTokenUrl, authorizeUrl, accessTokenUrl },
    callbackUrl: `${origin}/callback`,
  })
  const tokens = createKeptTokens()
  const app = express().disable('x-powered-by')

  app.get('/', (_request, response) => {
    sendPage(response, {
      title: 'Printer',
      content: `<p>We print the photos that you keep elsewhere, and never see your password.</p>
${CONNECT_FORM}`,
    })
  })

  app.post('/connect', async (request, response) => {
    // Other sites must not start a flow on behalf of a visitor. Older browsers send only the Origin
    // header.
    const from = request.headers['sec-fetch-site'] ?? request.headers.origin
    if (from !== 'same-origin' && from !== origin) {
      sendPage(response, { status: 403, title: 'Nothing started', content: CONNECT_FORM })
      return
    }
    const { url, setCookie } = await client.authorize({ parameters: [['scope', 'photos']] })
    response.append('set-cookie', setCookie).redirect(303, url)
  })

  app.get('/callback', async (request, response) => {
    const { token, setCookie } = await client.callback(request)
    response.append('set-cookie', setCookie)
    tokens.keep(request, response, token)
    // Removes the verifier from the address bar, and makes a reload print again.
    response.redirect(303, '/prints')
  })

  app.get('/prints', async (request, response) => {
    const token = tokens.find(request)
    if (token === undefined) {
      response.redirect(303, '/')
      return
    }
    const photos = await fetchPhotos(client.withToken(token).fetch, photosUrl)
    const figures = photos.map(
      ({ title, image }) =>
        `<figure><img src="${escapeHtml(image)}" alt=""><figcaption>${escapeHtml(title)}</figcaption></figure>`,
    )
    sendPage(response, { title: 'Your photos, printed', content: figures.join('\n') })
  })

  app.use(createErrorHandler)
  return app
}
