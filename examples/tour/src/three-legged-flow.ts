import type { PhotoProviderEndpoints } from '@oauthplus/example-photo-provider-express/start-photo-provider'
import { createBrowser } from './browser.js'
import type { Exchange, ExchangeRecorder } from './exchange.js'
import type { Narrator } from './narrator.js'
import { readPageText } from './read-page-text.js'

/** The participants of the flow. */
export interface ThreeLeggedFlow {
  readonly recorder: ExchangeRecorder
  readonly narrator: Narrator
  readonly endpoints: PhotoProviderEndpoints
  readonly printerOrigin: string
  readonly user: { readonly username: string; readonly password: string }
}

/** Jane has her photos printed: three-legged OAuth, with her browser between the two sites. */
export async function narrateThreeLeggedFlow(flow: ThreeLeggedFlow): Promise<void> {
  const { recorder, narrator, endpoints, printerOrigin, user } = flow
  const { origin, requestTokenUrl, authorizeUrl, accessTokenUrl, photosUrl } = endpoints
  const loginUrl = `${origin}/login`
  const browser = createBrowser(recorder.fetch)
  narrator.part('Three-legged OAuth: Jane lets the Printer see her photos')

  const home = await browser.open(`${printerOrigin}/`)
  narrator.step('Jane opens the Printer.', recorder.take('GET', `${printerOrigin}/`), [
    ['the page has a form to connect', home.html.includes('action="/connect"')],
  ])
  const connecting = await browser.submit(home, {})
  const asked = recorder.take('POST', requestTokenUrl)
  const issued = new URLSearchParams(asked.response.body)
  const requestToken = issued.get('oauth_token') ?? ''
  narrator.step(
    'Jane chooses "Connect". The Printer asks the photo site for a request token.',
    asked,
    [
      ['the photo site issues a token', asked.response.status === 200 && requestToken !== ''],
      ['it has confirmed the callback', issued.get('oauth_callback_confirmed') === 'true'],
    ],
  )
  narrator.step(
    "It redirects Jane's browser to the photo site, and binds the flow to that browser with a cookie.",
    recorder.take('POST', connecting.url),
    [
      [
        'the redirect contains the token',
        connecting.redirect === `${authorizeUrl}?oauth_token=${requestToken}`,
      ],
    ],
  )

  const arriving = await browser.follow(connecting)
  narrator.step('The photo site does not know who this is.', recorder.take('GET', authorizeUrl), [
    ['it asks to log in first', arriving.redirect?.startsWith(`${loginUrl}?next=`) === true],
  ])
  const loginPage = await browser.follow(arriving)
  narrator.step('It shows its login page.', recorder.take('GET', loginUrl), [
    ['the page has a form', loginPage.html.includes('name="password"')],
  ])
  const loggedIn = await browser.submit(loginPage, user)
  narrator.step(
    'Jane logs in. The Printer never sees her password.',
    recorder.take('POST', loginUrl),
    [['she is redirected to the consent page', loggedIn.redirect === connecting.redirect]],
  )
  const consentPage = await browser.follow(loggedIn)
  narrator.step('The photo site asks Jane.', recorder.take('GET', authorizeUrl), [
    [
      'it shows what the Printer would see',
      readPageText(consentPage.html).includes('See your photos'),
    ],
  ])
  const approved = await browser.submit(consentPage, { decision: 'approve' })
  const callback = new URL(approved.redirect ?? origin)
  narrator.step(
    'Jane approves. The photo site redirects her back to the Printer, with a verifier.',
    recorder.take('POST', authorizeUrl),
    [
      ['the redirect goes to the callback', callback.href.startsWith(`${printerOrigin}/callback?`)],
      ['it contains the token', callback.searchParams.get('oauth_token') === requestToken],
      ['it contains a verifier', callback.searchParams.has('oauth_verifier')],
    ],
  )

  const arrived = await browser.follow(approved)
  const exchanged = recorder.take('POST', accessTokenUrl)
  const accessToken = new URLSearchParams(exchanged.response.body).get('oauth_token')
  narrator.step(
    'The Printer exchanges the request token and the verifier for an access token.',
    exchanged,
    [
      ['the photo site issues one', exchanged.response.status === 200 && accessToken !== null],
      ['it is another token', accessToken !== requestToken],
    ],
  )
  narrator.step(
    'It stores the token for her session, and redirects her to another page.',
    recorder.take('GET', `${printerOrigin}/callback`),
    [['the verifier leaves the address bar', arrived.redirect === `${printerOrigin}/prints`]],
  )
  const printed = await browser.follow(arrived)
  const listed = recorder.take('GET', photosUrl)
  const files = listPhotoFiles(listed)
  narrator.step("With the token, the Printer requests Jane's photos.", listed, [
    ['the photo site lists them', listed.response.status === 200 && files.length > 0],
  ])
  for (const [index] of files.entries()) {
    const fetched = recorder.take('GET', photosUrl)
    const sentence = index === 0 ? 'It fetches the first.' : 'It fetches the next.'
    narrator.step(sentence, fetched, [
      ['the query is signed as well', fetched.baseString?.includes('file%3D') === true],
      ['the photo arrives', fetched.response.body.startsWith('<svg')],
    ])
  }
  narrator.step('It prints them.', recorder.take('GET', `${printerOrigin}/prints`), [
    ['Jane sees her photos', printed.status === 200 && printed.html.includes('<img')],
  ])
}

function listPhotoFiles({ response }: Exchange): readonly unknown[] {
  const { photos } = JSON.parse(response.body) as { readonly photos?: unknown }
  return Array.isArray(photos) ? photos : []
}
