import { createClient } from '@oauthplus/client'
import type { AuthorizeResult, Client } from '@oauthplus/client'

import type { PhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import type { Browser, BrowserPage } from '../../examples/tour/src/browser.js'

/** The consumer that the example provider knows without a seed. */
export const PRINTER = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

/** Creates a client of the example provider. */
export function clientOf(provider: PhotoProvider, callbackUrl = 'oob'): Client {
  const { requestTokenUrl, authorizeUrl, accessTokenUrl } = provider.endpoints
  return createClient({
    provider: { requestTokenUrl, authorizeUrl, accessTokenUrl },
    consumer: PRINTER,
    callbackUrl,
  })
}

/** Starts a flow and goes through the login; gives the consent page. */
export async function consentPage(
  client: Client,
  browser: Browser,
): Promise<{ readonly started: AuthorizeResult; readonly page: BrowserPage }> {
  const started = await client.authorize({ parameters: [['scope', 'photos']] })
  return { started, page: await throughLogin(browser, started.url) }
}

/** Opens the authorization page as Jane, who is not logged in yet. */
export async function throughLogin(browser: Browser, url: string): Promise<BrowserPage> {
  const loginPage = await browser.follow(await browser.open(url))
  const loggedIn = await browser.submit(loginPage, { username: 'jane', password: 'jane' })
  return browser.follow(loggedIn)
}
