import type { PhotoProviderEndpoints } from '@oauthplus/example-photo-provider-express/start-photo-provider'
import { createBrowser } from './browser.js'
import type { Browser, BrowserPage } from './browser.js'
import type { ExchangeRecorder } from './exchange.js'
import type { Narrator } from './narrator.js'

interface Account {
  readonly username: string
  readonly password: string
}

/** The participants of the registration. */
export interface RegistrationFlow {
  readonly recorder: ExchangeRecorder
  readonly narrator: Narrator
  readonly endpoints: PhotoProviderEndpoints
  readonly developer: Account
  readonly reviewer: Account
}

/** Pete registers the Printer in his browser, and Ann accepts it. Returns its credentials. */
export async function narrateRegistration({
  recorder,
  narrator,
  endpoints: { origin },
  developer,
  reviewer,
}: RegistrationFlow): Promise<{ readonly key: string; readonly secret: string }> {
  const developerUrl = `${origin}/oauth/developer`
  const reviewerUrl = `${origin}/oauth/admin`
  narrator.part('Registration: Pete proposes the Printer, and Ann accepts it')

  const petes = createBrowser(recorder.fetch)
  const form = await logIn(petes, `${developerUrl}?view=register`, developer)
  const proposed = await petes.submit(form, {
    name: 'Printer',
    description: 'Prints your photos.',
    callbacks: 'http://127.0.0.1:*',
    scope: 'photos',
  })
  const [key = '', secret = ''] = readCredentials(proposed)
  narrator.step(
    'Pete logs in to the photo site, and fills in the form for developers.',
    recorder.take('POST', developerUrl),
    [['the page shows a key and, only once, a secret', key !== '' && secret !== '']],
  )

  const anns = createBrowser(recorder.fetch)
  const page = await logIn(anns, `${reviewerUrl}?application=${key}`, reviewer)
  const accepted = await anns.submit(page, {})
  narrator.step('Ann reviews the Printer, and accepts it.', recorder.take('POST', reviewerUrl), [
    ['the photo site accepts the Printer', accepted.status === 303],
  ])
  return { key, secret }
}

/** Opens a page that asks to log in first. */
async function logIn(browser: Browser, url: string, account: Account): Promise<BrowserPage> {
  const loginPage = await browser.follow(await browser.open(url))
  const { username, password } = account
  return browser.follow(await browser.submit(loginPage, { username, password }))
}

function readCredentials({ html }: BrowserPage): readonly string[] {
  return [...html.matchAll(/<code class="secret"[^<>]*>([^<]*)/g)].map(([, value = '']) => value)
}
