/* global Request, Response, TextDecoder, TextEncoder, URLSearchParams */
import { createClient, isOAuthResponseError } from '@oauthplus/client'
import { parameterValue } from '@oauthplus/core'

import { equal, holds } from './checks.mjs'
import { rejectsWith, signedIn, started } from './client-flows.mjs'
import { createProvider, PASSWORD } from './provider.mjs'

/** The cases of the client. */
export const clientCases = [
  ...flowCases(),
  ...xauthCases(),
  ...fetchCases(),
  ...bodyCases(),
  ...redirectCases(),
]

function flowCases() {
  return [
    {
      name: 'three legs end with an Access Token',
      async run() {
        const { provider, client, url, browser } = await started()
        const result = await client.callback(`/callback${provider.approve(url)}`, browser)
        equal([result.token.key, result.token.secret], ['access-2', 'secret of access-2'])
        equal(result.state, { next: '/home' })
        equal(result.parameters[0], ['user_id', 'jane'])
        const response = await client.withToken(result.token).fetch(`${provider.origin}/photos`)
        equal([response.status, await response.text()], [200, 'ok'])
      },
    },
    {
      name: 'the cookie of a flow is for one host, over https, and hidden from scripts',
      async run() {
        const { setCookie } = await started()
        const shape =
          /^__Host-oauth-\w+=[0-9a-f]{32}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/
        holds(shape.test(setCookie), setCookie)
      },
    },
    ...[undefined, null, '', 'session=abc'].map((cookie) => ({
      name: `a callback is refused with the cookie ${JSON.stringify(cookie) ?? 'undefined'}`,
      async run() {
        const { provider, client, url, browser } = await started()
        const query = provider.approve(url)
        await rejectsWith('callback_refused', () => client.callback(query, { cookie }))
        equal((await client.callback(query, browser)).token.key, 'access-2')
      },
    })),
    {
      name: 'a callback is taken once',
      async run() {
        const { provider, client, url, browser } = await started()
        const query = provider.approve(url)
        await client.callback(query, browser)
        await rejectsWith('callback_refused', () => client.callback(query, browser))
      },
    },
    ...[
      ['as a problem', 'oauth_token=request-1&oauth_problem=permission_denied'],
      ['as X does', 'denied=request-1'],
      ['as Jira does', 'oauth_token=request-1&oauth_verifier=denied'],
    ].map(([how, query]) => ({
      name: `a denial is told ${how}`,
      async run() {
        const { client, browser } = await started()
        await rejectsWith('callback_denied', () => client.callback(`?${query}`, browser))
      },
    })),
    {
      name: 'a wrong verifier is an error with its answer',
      async run() {
        const { client, browser } = await started()
        const call = () => client.callback('?oauth_token=request-1&oauth_verifier=wrong', browser)
        const error = await rejectsWith('verifier_invalid', call)
        equal([isOAuthResponseError(error), error.status], [true, 401])
      },
    },
    {
      name: 'a User without a browser carries the verifier',
      async run() {
        const provider = createProvider()
        const client = createClient({ ...provider.options, callbackUrl: 'oob' })
        const { url, requestToken } = await client.authorize()
        provider.approve(url)
        const verifier = `verifier of ${requestToken.key}`
        const { token } = await client.exchangeVerifier({ requestToken, verifier })
        equal(token.key, 'access-2')
      },
    },
    {
      name: 'a Provider of OAuth 1.0 without the a is refused',
      run: () =>
        rejectsWith('callback_unconfirmed', () =>
          started({ answer: () => new Response('oauth_token=a&oauth_token_secret=b') }),
        ),
    },
    {
      name: 'no answer is an error with its cause',
      async run() {
        const fetch = () => Promise.reject(new TypeError('no route'))
        const error = await rejectsWith('connection_failed', () => started({ client: { fetch } }))
        equal(error.cause.message, 'no route')
      },
    },
  ]
}

function xauthCases() {
  return [
    {
      name: 'xAuth sends name and password in a signed form',
      async run() {
        const provider = createProvider()
        const client = createClient(provider.options)
        const { token } = await client.xauth({ username: 'jane', password: PASSWORD })
        equal(token.key, 'access-1')
        equal(provider.sent[0].request.form, [
          ['x_auth_username', 'jane'],
          ['x_auth_password', PASSWORD],
          ['x_auth_mode', 'client_auth'],
        ])
      },
    },
    {
      name: 'xAuth tells a refusal without the password',
      async run() {
        const client = createClient(createProvider().options)
        const error = await rejectsWith('permission_denied', () =>
          client.xauth({ username: 'jane', password: 'wrong-password' }),
        )
        holds(!`${error} ${JSON.stringify(error)}`.includes('wrong-password'), 'nothing shows it')
      },
    },
  ]
}

function fetchCases() {
  return [
    ...[
      "?a=1&a=0&b=&c=hello+world&c=hello%20world&d=%E2%98%83&e=!'()*&flag",
      '?q=☃ é&f[]=1&g=a;b|c"d<e>',
      '?&&=x&a==b&%61=%62#there',
      '',
    ].map((query) => ({
      name: `fetch signs a GET of /photos${query}`,
      async run() {
        const { origin, fetch, sent, token } = await signedIn()
        const response = await fetch(`${origin}/photos${query}`)
        equal([response.status, await response.text()], [200, 'ok'])
        equal([sent.length, sent[0].verdict], [1, 'ok'])
        equal(sent[0].url.split('#')[0], new URL(`/photos${query}`, origin).href.split('#')[0])
        equal(parameterValue(sent[0].request.protocol, 'oauth_token'), token.key)
      },
    })),
    {
      name: 'fetch takes a URL and a Request',
      async run() {
        const { origin, fetch, sent } = await signedIn()
        await fetch(new URL('/1?a=☃', origin))
        await fetch(new Request(`${origin}/2`, { method: 'DELETE', headers: { 'x-kept': 'yes' } }))
        equal(
          sent.map(({ verdict, method }) => [verdict, method]),
          [
            ['ok', 'GET'],
            ['ok', 'DELETE'],
          ],
        )
        equal(sent[1].headers.get('x-kept'), 'yes')
      },
    },
    {
      name: 'fetch signs as the Consumer alone',
      async run() {
        const provider = createProvider()
        await createClient(provider.options).fetch(provider.origin)
        equal(provider.sent[0].verdict, 'ok')
        equal(parameterValue(provider.sent[0].request.protocol, 'oauth_token'), undefined)
      },
    },
    {
      name: 'fetch refuses a query that servers read in different ways',
      async run() {
        const { origin, fetch, sent } = await signedIn()
        for (const query of ['?q=100%', '?q=%FF', '?oauth_token=other']) {
          await rejectsWith('parameter_rejected', () => fetch(`${origin}/${query}`))
        }
        equal(sent.length, 0)
      },
    },
    {
      name: 'PLAINTEXT is not sent over plain http',
      run: () =>
        rejectsWith('insecure_transport', () => {
          const provider = { signatureMethod: 'PLAINTEXT' }
          const client = createClient({ ...createProvider().options, provider })
          return client.fetch('http://photos.example/')
        }),
    },
  ]
}

function bodyCases() {
  const text = 'a=1&a=0&b=&c=hello%20world&c=hello+world&%21=%2a&d=☃&flag'
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return [
    ...[
      ['URLSearchParams', () => ({ body: new URLSearchParams(text) })],
      ['a text with the type of a form', () => ({ body: text, headers })],
      ['bytes with the type of a form', () => ({ body: new TextEncoder().encode(text), headers })],
    ].map(([what, initOf]) => ({
      name: `fetch signs a form: ${what}`,
      async run() {
        const { origin, fetch, sent } = await signedIn()
        const response = await fetch(`${origin}/photos?b=2`, { method: 'POST', ...initOf() })
        equal([response.status, sent[0].verdict], [200, 'ok'])
        const names = sent[0].request.form.map(([name]) => name)
        equal(names, ['a', 'a', 'b', 'c', 'c', '!', 'd', 'flag'])
        const body = new TextDecoder().decode(sent[0].body)
        equal(body, what === 'URLSearchParams' ? String(new URLSearchParams(text)) : text)
      },
    })),
    {
      name: 'fetch leaves JSON untouched',
      async run() {
        const { origin, fetch, sent } = await signedIn()
        const body = '{"a=1&b":"☃ %zz"}'
        const response = await fetch(`${origin}/photos`, {
          method: 'PUT',
          body,
          headers: { 'content-type': 'application/json; charset=utf-8' },
        })
        equal([response.status, sent[0].verdict, sent[0].method], [200, 'ok', 'PUT'])
        equal(new TextDecoder().decode(sent[0].body), body)
        equal(sent[0].headers.get('content-type'), 'application/json; charset=utf-8')
      },
    },
    {
      name: 'fetch leaves bytes untouched',
      async run() {
        const { origin, fetch, sent } = await signedIn()
        const body = Uint8Array.from({ length: 256 }, (_, index) => index)
        await fetch(`${origin}/photos`, { method: 'POST', body })
        equal([...sent[0].body], [...body])
      },
    },
  ]
}

function redirectCases() {
  const redirecting = (status, location) => (received) =>
    received.url.includes('/from')
      ? new Response('moved', { status, headers: { location } })
      : undefined
  return [
    ...[
      [301, 'POST', 'GET'],
      [302, 'GET', 'GET'],
      [303, 'PUT', 'GET'],
      [307, 'POST', 'POST'],
      [308, 'PATCH', 'PATCH'],
    ].map(([status, method, followed]) => ({
      name: `fetch signs anew what a ${status} makes of ${method}`,
      async run() {
        const { origin, fetch, sent } = await signedIn(redirecting(status, '/to?b=2'))
        const body = method === 'GET' ? null : new URLSearchParams({ a: '☃' })
        const response = await fetch(`${origin}/from`, { method, body })
        equal([response.status, await response.text()], [200, 'ok'])
        equal(
          sent.map((request) => [request.verdict, request.method]),
          [
            ['ok', method],
            ['ok', followed],
          ],
        )
        equal(sent[1].url, `${origin}/to?b=2`)
        equal(sent[1].request.form, followed === 'GET' ? [] : [['a', '☃']])
        const [first, second] = sent.map(({ request }) =>
          parameterValue(request.protocol, 'oauth_nonce'),
        )
        holds(first !== second, 'the nonces differ')
      },
    })),
    {
      name: 'fetch refuses to be sent to another origin',
      async run() {
        const { origin, fetch, sent } = await signedIn(redirecting(302, 'https://evil.example/to'))
        await rejectsWith('redirect_refused', () => fetch(`${origin}/from`))
        equal(sent.length, 1)
      },
    },
    {
      name: 'fetch goes to another origin unsigned, where that is asked for',
      async run() {
        const provider = createProvider(redirecting(302, 'https://other.example/to'))
        const client = createClient({ ...provider.options, redirectCrossOrigin: 'unsigned' })
        await client.fetch(`${provider.origin}/from`)
        equal(
          provider.sent.map(({ verdict }) => verdict),
          ['ok', 'credentials_absent'],
        )
        equal(provider.sent[1].headers.get('authorization'), null)
      },
    },
    {
      name: 'fetch never follows from https to http',
      async run() {
        const { origin, fetch } = await signedIn(redirecting(302, 'http://photos.example/to'))
        await rejectsWith('redirect_refused', () => fetch(`${origin}/from`))
      },
    },
    {
      name: 'fetch leaves a redirect to who asks for it',
      async run() {
        const { origin, fetch, sent } = await signedIn(redirecting(302, '/to'))
        const response = await fetch(`${origin}/from`, { redirect: 'manual' })
        equal([response.status, response.headers.get('location'), sent.length], [302, '/to', 1])
      },
    },
  ]
}
