/* global AbortSignal, clearInterval, Response, setInterval, TextDecoder, URLSearchParams */
import { createClient, isOAuthResponseError, readProblem, readBaseString } from '@oauthplus/client'
import { bodyHash, parameterValue, signatureBaseString } from '@oauthplus/core'

import { equal, holds } from './checks.mjs'
import { rejectsWith, signedIn, started } from './client-flows.mjs'
import { createProvider, problem } from './provider.mjs'

/** The cases of requests that are not signed and sent as by default, and of reported refusals. */
export const requestCases = [...placeCases(), ...timeCases(), ...errorCases()]

function signing(description, more = {}) {
  const provider = createProvider(more.answer)
  const { options } = provider
  const client = createClient({
    ...options,
    ...more.client,
    provider: { ...options.provider, ...description },
  })
  return { ...provider, client, fetch: client.fetch }
}

function placeCases() {
  return [
    {
      name: 'the parameters go into the query',
      async run() {
        const { origin, fetch, sent } = signing({ transmission: 'query' })
        equal((await fetch(`${origin}/photos?a=☃&a=1#there`)).status, 200)
        const [{ url, headers, request }] = sent
        holds(url.startsWith(`${origin}/photos?a=%E2%98%83&a=1&oauth_`), url)
        equal([headers.get('authorization'), request.source], [null, 'query'])
      },
    },
    {
      name: 'the parameters go into a form, and into the header where there is none',
      async run() {
        const { origin, fetch, sent } = signing({ transmission: 'body' })
        await fetch(origin, { method: 'POST', body: new URLSearchParams({ a: '☃' }) })
        await fetch(origin, { method: 'POST', body: '{}' })
        equal(
          sent.map(({ verdict, request }) => [verdict, request.source]),
          [
            ['ok', 'body'],
            ['ok', 'header'],
          ],
        )
        const body = new TextDecoder().decode(sent[0].body)
        holds(body.startsWith('a=%E2%98%83&oauth_'), body)
      },
    },
    {
      name: 'a body that is no form is signed by its hash',
      async run() {
        const { origin, fetch, sent } = signing({
          sendBodyHash: true,
          signatureMethod: 'HMAC-SHA256',
        })
        const headers = { 'content-type': 'application/json' }
        await fetch(origin, { method: 'PUT', body: '{"a":"☃"}', headers })
        await fetch(origin)
        await fetch(origin, { method: 'POST', body: new URLSearchParams({ a: '1' }) })
        equal(
          sent.map(({ verdict, request }) => [
            verdict,
            parameterValue(request.protocol, 'oauth_body_hash'),
          ]),
          [
            ['ok', await bodyHash('{"a":"☃"}', 'SHA-256')],
            ['ok', await bodyHash('', 'SHA-256')],
            ['ok', undefined],
          ],
        )
        equal(new TextDecoder().decode(sent[0].body), '{"a":"☃"}')
      },
    },
    {
      name: 'a request without a token may carry an empty one',
      async run() {
        const { origin, fetch, sent } = signing({ sendEmptyToken: true })
        await fetch(origin)
        equal(
          [sent[0].verdict, parameterValue(sent[0].request.protocol, 'oauth_token')],
          ['ok', ''],
        )
      },
    },
    {
      name: 'nothing is signed for an origin that is not named',
      async run() {
        const { origin, fetch, sent } = signing({ origins: ['https://photos.example'] })
        equal((await fetch(origin)).status, 200)
        await rejectsWith('origin_refused', () => fetch('https://evil.example/'))
        equal(sent.length, 1)
      },
    },
  ]
}

function timeCases() {
  const HOUR_SECONDS = 3600
  const late = (seconds) => () => ({
    client: { now: () => Date.now() - seconds * 1000 },
    answer: (_received, { protocol }) => {
      const seconds = Number(parameterValue(protocol, 'oauth_timestamp'))
      const isFresh = Math.abs(seconds - Date.now() / 1000) < 300
      const headers = { date: new Date().toUTCString() }
      return isFresh ? undefined : problem(401, 'timestamp_refused', headers)
    },
  })
  return [
    {
      name: 'a clock that is an hour late is corrected once for an origin',
      async run() {
        const { origin, fetch, sent } = signing({}, late(HOUR_SECONDS)())
        const init = { method: 'POST', body: new URLSearchParams({ a: '☃' }) }
        equal((await fetch(origin, init)).status, 200)
        equal((await fetch(origin)).status, 200)
        equal(
          sent.map(({ method }) => method),
          ['POST', 'POST', 'GET'],
        )
        equal(sent[1].request.form, [['a', '☃']])
      },
    },
    {
      name: 'a token request with a clock that is late is sent once more',
      async run() {
        const { client, sent } = signing({}, late(HOUR_SECONDS)())
        const { requestToken } = await client.authorize()
        equal([requestToken.key, sent.length], ['request-1', 2])
      },
    },
    {
      name: 'a refusal that says nothing of the time is given as it is',
      async run() {
        const answer = () => problem(401, 'token_revoked', { date: new Date().toUTCString() })
        const { origin, fetch, sent } = signing({}, { answer })
        equal([(await fetch(origin)).status, sent.length], [401, 1])
      },
    },
  ]
}

function errorCases() {
  return [
    {
      name: 'a refusal is read from header, form and JSON, and leaves its body',
      async run() {
        const answers = [
          new Response('', {
            status: 401,
            headers: { 'www-authenticate': 'OAuth realm="x", oauth_problem="token_revoked"' },
          }),
          problem(401, 'token_revoked'),
          new Response('{"oauth_problem":"token_revoked"}', { status: 403 }),
          new Response('oauth_problem=token_revoked'),
        ]
        for (const answer of answers) {
          equal((await readProblem(answer)).code, 'token_revoked')
          equal(typeof (await answer.text()), 'string')
        }
        equal(await readProblem(new Response('<html>', { status: 500 })), undefined)
      },
    },
    {
      name: 'the base string that was signed can be compared',
      async run() {
        const { origin, fetch, sent } = await signedIn()
        const response = await fetch(`${origin}/photos?a=☃&verifier=abc`)
        const { method, url, request } = sent[0]
        const expected = signatureBaseString({ method, url, parameters: request.header })
        equal(
          readBaseString(response),
          expected.replace('verifier%3Dabc', 'verifier%3D%252A%252A%252A'),
        )
        equal(readBaseString(new Response('of somebody else')), undefined)
      },
    },
    ...[
      ['HTML', '<html>Welcome</html>'],
      ['JSON', '{"a":1}'],
      ['nothing', ''],
      ['a token without its secret', 'oauth_token=t'],
    ].map(([what, body]) => ({
      name: `success that holds no token is an error: ${what}`,
      async run() {
        const call = () => started({ answer: () => new Response(body) })
        const error = await rejectsWith('malformed_response', call)
        equal([isOAuthResponseError(error), error.status], [true, 200])
        holds(error.baseString.startsWith('POST&https%3A%2F%2Fphotos.example'), error.baseString)
      },
    })),
    {
      name: 'a problem with the status 200 is an error',
      run: () =>
        rejectsWith('timestamp_refused', () =>
          started({ answer: () => new Response('oauth_problem=timestamp_refused') }),
        ),
    },
    {
      name: 'a request that takes too long is ended',
      async run() {
        const fetch = (_input, init) =>
          new Promise((_, reject) => {
            // A connection would keep the process; the signal's timer does not.
            const connection = setInterval(() => undefined, 1000)
            init.signal.addEventListener('abort', () => {
              clearInterval(connection)
              reject(init.signal.reason)
            })
          })
        const { client } = signing({}, { client: { fetch, timeoutSeconds: 0.01 } })
        const error = await rejectsWith('connection_failed', () => client.authorize())
        equal(error.cause.name, 'TimeoutError')
      },
    },
    {
      name: 'a request that is ended by its caller rejects with the caller’s reason',
      async run() {
        const { client } = signing({})
        const reason = new Error('enough')
        const signal = AbortSignal.abort(reason)
        const told = await client.authorize({ signal }).catch((error) => error)
        equal(told === reason, true)
      },
    },
    {
      name: 'requests carry the user agent that is set',
      async run() {
        const { origin, client, sent } = signing({}, { client: { userAgent: 'Printer/1' } })
        await client.authorize()
        await client.fetch(origin)
        equal(
          sent.map(({ headers }) => headers.get('user-agent')),
          ['Printer/1', 'Printer/1'],
        )
      },
    },
  ]
}
