import type { PhotoProviderEndpoints } from '@oauthplus/example-photo-provider-express/start-photo-provider'
import { createBrowser } from './browser.js'
import type { Exchange, ExchangeRecorder } from './exchange.js'
import type { Narrator } from './narrator.js'
import { readPageText } from './read-page-text.js'

/** Who takes part in the flow. */
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
    ['there is a form that connects', home.html.includes('action="/connect"')],
  ])
  const connecting = await browser.submit(home, {})
  const asked = recorder.take('POST', requestTokenUrl)
  const issued = new URLSearchParams(asked.response.body)
  const requestToken = issued.get('oauth_token') ?? ''
  narrator.step(
    'Jane chooses "Connect". The Printer asks the photo site for a Request Token.',
    asked,
    [
      ['the photo site gives a token', asked.response.status === 200 && requestToken !== ''],
      ['it has understood the callback', issued.get('oauth_callback_confirmed') === 'true'],
    ],
  )
  narrator.step(
    "It sends Jane's browser to the photo site, and binds the flow to that browser by a cookie.",
    recorder.take('POST', connecting.url),
    [
      [
        'the redirect names the token',
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
    ['there is a form', loginPage.html.includes('name="password"')],
  ])
  const loggedIn = await browser.submit(loginPage, user)
  narrator.step(
    'Jane logs in. The Printer never sees her password.',
    recorder.take('POST', loginUrl),
    [['she is led back to the question', loggedIn.redirect === connecting.redirect]],
  )
  const consentPage = await browser.follow(loggedIn)
  narrator.step('The photo site asks Jane.', recorder.take('GET', authorizeUrl), [
    [
      'it says what the Printer would see',
      readPageText(consentPage.html).includes('See your photos'),
    ],
  ])
  const approved = await browser.submit(consentPage, { decision: 'approve' })
  const callback = new URL(approved.redirect ?? origin)
  narrator.step(
    'Jane approves. The photo site sends her back to the Printer, with a verifier.',
    recorder.take('POST', authorizeUrl),
    [
      ['the redirect goes to the callback', callback.href.startsWith(`${printerOrigin}/callback?`)],
      ['it names the token', callback.searchParams.get('oauth_token') === requestToken],
      ['it carries a verifier', callback.searchParams.has('oauth_verifier')],
    ],
  )

  const arrived = await browser.follow(approved)
  const exchanged = recorder.take('POST', accessTokenUrl)
  const accessToken = new URLSearchParams(exchanged.response.body).get('oauth_token')
  narrator.step(
    'The Printer exchanges Request Token and verifier for an Access Token.',
    exchanged,
    [
      ['the photo site gives one', exchanged.response.status === 200 && accessToken !== null],
      ['it is another token', accessToken !== requestToken],
    ],
  )
  narrator.step(
    'It keeps the token for her session, and leads her to a page of its own.',
    recorder.take('GET', `${printerOrigin}/callback`),
    [['the verifier leaves the address bar', arrived.redirect === `${printerOrigin}/prints`]],
  )
  const printed = await browser.follow(arrived)
  const listed = recorder.take('GET', photosUrl)
  const files = listPhotoFiles(listed)
  narrator.step("With it, the Printer asks for Jane's photos.", listed, [
    ['the photo site lists them', listed.response.status === 200 && files.length > 0],
  ])
  for (const [index] of files.entries()) {
    const fetched = recorder.take('GET', photosUrl)
    const sentence = index === 0 ? 'It fetches the first.' : 'It fetches the next.'
    narrator.step(sentence, fetched, [
      ['the query is signed with the rest', fetched.baseString?.includes('file%3D') === true],
      ['the photo comes', fetched.response.body.startsWith('<svg')],
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
