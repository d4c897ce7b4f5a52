import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'

import { createClient, isOAuthError, readProblem } from '@oauthplus/client'
import type { Client, SecretConsumer } from '@oauthplus/client'
import { signRequest } from '@oauthplus/core'
import type { SignedRequest } from '@oauthplus/core'
import type { PhotoProvider } from '@oauthplus/example-photo-provider-express/start-photo-provider'

/** Two processes of one site, and a consumer that both know. */
export interface SitesToCheck {
  readonly sites: readonly [PhotoProvider, PhotoProvider]
  readonly consumer: SecretConsumer
}

const ATTEMPTS = 10

/**
 * Checks that two processes act as one: each knows what the other has issued, seen or counted.
 * Throws an `Error` that describes a difference.
 */
export async function checkSites(
  { sites: [first, second], consumer }: SitesToCheck,
  say: (line: string) => void,
): Promise<void> {
  const runStep = (what: string, found: string, expected: string): void => {
    if (found !== expected) throw new Error(`${what}: ${found}, not ${expected}.`)
    say(`${what}: ${found}`)
  }
  const one = createSiteClient(first, consumer)
  const other = createSiteClient(second, consumer)

  const { token } = await one.xauth({
    username: 'jane',
    password: 'jane',
    parameters: [['scope', 'photos']],
  })
  const photos = other.withToken(token).fetch(second.endpoints.photosUrl)
  runStep('A token of one process, used at the other', await describeOutcome(photos), '200')

  // Both are one site to consumers: behind a proxy they share one URL, which is signed.
  const url = first.endpoints.photosUrl
  const signed = await signRequest({ method: 'GET', url }, { consumer, token })
  runStep('A request', await describeOutcome(fetch(url, signed)), '200')
  const replayed = sendBehindOneUrl(second, signed)
  runStep(
    'The same request, sent to the other process',
    await describeOutcome(replayed),
    '401 nonce_used',
  )

  // A random name, so that the check does not lock out a user.
  const username = `nobody-${randomUUID()}`
  const guess = (client: Client): Promise<string> =>
    describeOutcome(client.xauth({ username, password: 'guessed' }).then(() => undefined))
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const client = attempt % 2 === 0 ? other : one
    runStep(
      `Password guess ${attempt}, at either process`,
      await guess(client),
      'permission_denied',
    )
  }
  runStep('One guess too many at one process', await guess(one), 'user_refused')
  runStep('One guess too many at the other process', await guess(other), 'user_refused')
}

function createSiteClient({ endpoints }: PhotoProvider, consumer: SecretConsumer): Client {
  const { accessTokenUrl } = endpoints
  return createClient({ provider: { accessTokenUrl }, consumer })
}

/** Sends a signed request to a site, like a proxy that distributes requests. */
async function sendBehindOneUrl(
  { origin }: PhotoProvider,
  signed: SignedRequest,
): Promise<Response> {
  const { host, pathname, search } = new URL(signed.url)
  // `fetch` cannot set Host.
  const sent = get(`${origin}${pathname}${search}`, {
    headers: { ...Object.fromEntries(signed.headers), host },
  })
  const [incoming] = (await once(sent, 'response')) as [IncomingMessage]
  const text = (await incoming.setEncoding('utf8').toArray()).join('')
  return new Response(text, {
    status: incoming.statusCode ?? 0,
    headers: { 'www-authenticate': incoming.headers['www-authenticate'] ?? '' },
  })
}

/** Returns the status and problem code of a response, or the code of the error instead. */
async function describeOutcome(answering: Promise<Response | undefined>): Promise<string> {
  try {
    const response = await answering
    if (!response) return 'a token'
    const problem = await readProblem(response)
    return [String(response.status), ...(problem ? [problem.code] : [])].join(' ')
  } catch (error) {
    if (isOAuthError(error)) return error.code
    throw error
  }
}
