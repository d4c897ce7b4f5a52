import { createClient } from '@oauthplus/client'
import type { FetchFunction } from '@oauthplus/client'

import type { PhotoProviderEndpoints } from '@oauthplus/example-photo-provider-express/start-photo-provider'
import type { ExchangeRecorder, RecordedRequest } from './exchange.js'
import type { Narrator } from './narrator.js'

/** The participants of the flow. */
export interface XauthFlow {
  readonly recorder: ExchangeRecorder
  readonly narrator: Narrator
  readonly endpoints: PhotoProviderEndpoints
  readonly consumer: { readonly key: string; readonly secret: string }
  readonly user: { readonly username: string; readonly password: string }
}

// A repeated name, an empty value, a space, a snowman, and characters that encoders treat
// differently.
const TRICKY = 'a=1&a=0&b=&c=hello%20world&d=%E2%98%83&e=a%2Bb%3D%26&f=%21%27%28%29*~'
const TRICKY_PARAMETERS = [
  ['a', '1'],
  ['a', '0'],
  ['b', ''],
  ['c', 'hello world'],
  ['d', '☃'],
  ['e', 'a+b=&'],
  ['f', "!'()*~"],
]

/**
 * Jane uses an application on her desktop: xAuth, then API calls, then two requests that must be
 * refused.
 */
export async function narrateXauthFlow(flow: XauthFlow): Promise<void> {
  const { recorder, narrator, endpoints, consumer, user } = flow
  const { accessTokenUrl, photosUrl, echoUrl } = endpoints
  const client = createClient({
    provider: { accessTokenUrl },
    consumer,
    fetch: recorder.fetch,
  })
  narrator.part('xAuth: Jane gives her password to an application that the photo site trusts')

  const { token } = await client.xauth({ ...user, parameters: [['scope', 'photos']] })
  const granted = recorder.take('POST', accessTokenUrl)
  narrator.step(
    'The application exchanges the username and password for an access token, and forgets them.',
    granted,
    [
      ['the photo site issues a token', granted.response.status === 200 && token.key !== ''],
      ['it names the user', granted.response.body.includes(`screen_name=${user.username}`)],
    ],
  )

  narrator.part('Calls of the API')
  const signed = client.withToken(token)
  await signed.fetch(photosUrl)
  const listed = recorder.take('GET', photosUrl)
  narrator.step('The application lists the photos.', listed, [
    ['the photo site shows them', listed.response.status === 200],
  ])

  await signed.fetch(`${echoUrl}?${TRICKY}`)
  const queried = recorder.take('GET', echoUrl)
  narrator.step('Awkward parameters, in the query.', queried, [
    ['they arrive unchanged', hasEchoed(queried.response.body, 'query')],
  ])
  await signed.fetch(echoUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: TRICKY,
  })
  const posted = recorder.take('POST', echoUrl)
  narrator.step('The same in a form.', posted, [
    ['they arrive unchanged', hasEchoed(posted.response.body, 'form')],
  ])

  await sendAgain(recorder.fetch, queried.request)
  const replayed = recorder.take('GET', echoUrl)
  narrator.step('An eavesdropper sends the same request again.', replayed, [
    ['the photo site refuses it', replayed.response.status === 401],
    ['it reports the reason', replayed.response.body.includes('oauth_problem=nonce_used')],
  ])
  const forged = { ...queried.request, url: queried.request.url.replace('hello', 'hallo') }
  await sendAgain(recorder.fetch, forged)
  const refused = recorder.take('GET', echoUrl)
  narrator.step('An attacker changes the request in transit.', refused, [
    ['the photo site refuses it', refused.response.status === 401],
    ['it reports the reason', refused.response.body.includes('oauth_problem=signature_invalid')],
  ])
}

function hasEchoed(body: string, place: 'query' | 'form'): boolean {
  const echo = JSON.parse(body) as Readonly<Record<string, unknown>>
  return JSON.stringify(echo[place]) === JSON.stringify(TRICKY_PARAMETERS)
}

async function sendAgain(send: FetchFunction, request: RecordedRequest): Promise<void> {
  await send(request.url, { method: request.method, headers: [...request.headers].map(toPair) })
}

function toPair([name, value]: readonly [string, string]): [string, string] {
  return [name, value]
}
