import { createClient } from '@oauthplus/client'
import type { FetchFunction } from '@oauthplus/client'
import express from 'express'
import type { Express } from 'express'

import { errorPage } from './error-page.js'
import { escapeHtml, sendPage } from './page.js'
import { fetchPhotos } from './photos.js'

/** What the Printer must know of the photo site. */
export interface ProviderEndpoints {
  readonly requestTokenUrl: string
  readonly authorizeUrl: string
  readonly accessTokenUrl: string
  readonly photosUrl: string
}

/** How the Printer is made. */
export interface PrinterOptions {
  /** Where the Printer itself is reached. */
  readonly origin: string
  readonly providerEndpoints: ProviderEndpoints
  /** What the photo site has registered the Printer with. */
  readonly consumer: { readonly key: string; readonly secret: string }
  /** The `fetch` to send with. The platform's by default. */
  readonly fetch?: FetchFunction | undefined
}

/** Creates the Printer: an application that prints the photos which its Users keep at another site. */
export function createPrinter(options: PrinterOptions): Express {
  const { requestTokenUrl, authorizeUrl, accessTokenUrl, photosUrl } = options.providerEndpoints
  const client = createClient({
    provider: { requestTokenUrl, authorizeUrl, accessTokenUrl },
    consumer: options.consumer,
    callbackUrl: `${options.origin}/callback`,
    fetch: options.fetch,
  })

  const app = express()
  app.disable('x-powered-by')

  app.get('/', (_request, response) => {
    sendPage(response, {
      title: 'Printer',
      content: `<p>We print the photos that you keep elsewhere, and never see your password.</p>
<p><a href="/connect">Connect to your photos</a></p>`,
    })
  })

  app.get('/connect', async (_request, response) => {
    const { url, cookie } = await client.authorize({ parameters: [['scope', 'photos']] })
    response.append('set-cookie', cookie).redirect(url)
  })

  app.get('/callback', async (request, response) => {
    const { token } = await client.callback(request.url, { cookie: request.headers.cookie })
    // Used once and forgotten. Who needs the token again keeps it with the account of its User, like a password.
    const photos = await fetchPhotos(client.withToken(token).fetch, photosUrl)
    const figures = photos.map(
      ({ title, image }) =>
        `<figure><img src="${escapeHtml(image)}" alt=""><figcaption>${escapeHtml(title)}</figcaption></figure>`,
    )
    sendPage(response, { title: 'Your photos, printed', content: figures.join('\n') })
  })

  app.use(errorPage)
  return app
}
