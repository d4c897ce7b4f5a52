import { generateKeyPairSync } from 'node:crypto'

import { createClient, isOAuthError, isOAuthResponseError } from '@oauthplus/client'
import type { Client, ClientOptions } from '@oauthplus/client'
import { formatForm, parameterValue, verifySignature } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { listen } from '../../packages/client/test/listen.js'
import type { Answer, TestServer } from '../../packages/client/test/listen.js'
import { CALLBACK_URL, CONSUMER, startProvider } from '../../packages/client/test/provider.js'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** A client whose provider gives every token request the same response. */
async function answeredWith(answer: Answer): Promise<Client> {
  const { origin } = await listen(() => answer)
  return createClient({
    provider: {
      requestTokenUrl: `${origin}/request_token`,
      authorizeUrl: `${origin}/authorize`,
      accessTokenUrl: `${origin}/access_token`,
    },
    consumer: CONSUMER,
    callbackUrl: CALLBACK_URL,
  })
}

describe('a response with status 200 without a token', () => {
  it.each([
    ['HTML', { headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' }],
    ['JSON', { headers: { 'content-type': 'application/json' }, body: '{"oauth_token":1}' }],
    ['nothing', {}],
    ['a token without its secret', { headers: FORM, body: 'oauth_token=t' }],
    ['an empty token', { headers: FORM, body: 'oauth_token=&oauth_token_secret=s' }],
    ['two tokens', { headers: FORM, body: 'oauth_token=a&oauth_token=b&oauth_token_secret=s' }],
  ])('is an error, not a token of undefined: %s', async (_what, answer) => {
    const client = await answeredWith(answer)
    const attempts = [
      () => client.authorize(),
      () => client.xauth({ username: 'jane', password: 'sesame' }),
    ]
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({ code: 'malformed_response', status: 200 })
    }
  })

  it('is the problem that it reports', async () => {
    const body = 'oauth_problem=timestamp_refused&oauth_acceptable_timestamps=100-200'
    const client = await answeredWith({ headers: FORM, body })
    await expect(client.authorize()).rejects.toMatchObject({
      code: 'timestamp_refused',
      status: 200,
      problem: { acceptableTimestamps: [100, 200] },
    })
  })
})

describe('a response with status 401', () => {
  it('is an Error with the problem of its header', async () => {
    const challenge =
      'Basic realm="x", OAuth realm="photos", oauth_problem="token_rejected", oauth_problem_advice="Ask%20again"'
    const client = await answeredWith({ status: 401, headers: { 'www-authenticate': challenge } })
    const error = await client.authorize().catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Error)
    expect(isOAuthError(error) && error.code).toBe('token_rejected')
    expect(isOAuthResponseError(error) && error.problem?.advice).toBe('Ask again')
    expect(isOAuthResponseError(error) && error.response.headers.get('www-authenticate')).toBe(
      challenge,
    )
  })
})

describe('a request token', () => {
  it.each(['', '&oauth_callback_confirmed=false', '&oauth_callback_confirmed='])(
    'without confirmation is refused, so that no flow falls back to OAuth 1.0',
    async (confirmation) => {
      const body = `oauth_token=t&oauth_token_secret=s${confirmation}`
      const client = await answeredWith({ headers: FORM, body })
      await expect(client.authorize()).rejects.toMatchObject({ code: 'callback_unconfirmed' })
    },
  )

  it('may be confirmed by "True", as Authlib does', async () => {
    const body = 'oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=True'
    const client = await answeredWith({ headers: FORM, body })
    await expect(client.authorize()).resolves.toMatchObject({ requestToken: { key: 't' } })
  })
})

/** A browser's cookie, as it sends it back. */
function sentBack(...cookies: readonly string[]): { readonly cookie: string } {
  return { cookie: cookies.map((cookie) => cookie.replace(/;.*/, '')).join('; ') }
}

describe('parallel tabs', () => {
  it('both finish, in any order', async () => {
    for (const isReversed of [false, true]) {
      const provider = await startProvider()
      const client = createClient(provider.options)
      const flows = [
        await client.authorize({ state: 'first' }),
        await client.authorize({ state: 'second' }),
      ]
      const browser = sentBack(...flows.map(({ setCookie: cookie }) => cookie))
      const states: unknown[] = []
      for (const { url } of isReversed ? flows.reverse() : flows) {
        states.push((await client.callback(provider.approve(url), browser)).state)
      }
      expect(states.sort()).toEqual(['first', 'second'])
    }
  })
})

// A Provider that verifies by RSA takes any request token of the consumer: its secret signs nothing.
async function rsaProvider(): Promise<{
  readonly server: TestServer
  readonly options: Omit<ClientOptions, 'pending'>
}> {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  let tokens = 0
  const server = await listen(async (seen) => {
    const result = await verifySignature(
      seen,
      { publicKeys: [keys.publicKey] },
      { signatureMethods: ['RSA-SHA1'] },
    )
    if (!result.ok) return { status: 401 }
    const verifier = parameterValue(result.request.protocol, 'oauth_verifier')
    const kind = verifier === undefined ? 'request' : `access of ${verifier}`
    const token = { oauth_token: `${kind} ${String(++tokens)}`, oauth_token_secret: 'unused' }
    const body = formatForm([...Object.entries(token), ['oauth_callback_confirmed', 'true']])
    return { headers: FORM, body }
  })
  return {
    server,
    options: {
      provider: {
        requestTokenUrl: `${server.origin}/request_token`,
        authorizeUrl: `${server.origin}/authorize`,
        accessTokenUrl: `${server.origin}/access_token`,
        signatureMethod: 'RSA-SHA1',
      },
      consumer: { key: 'printer', privateKey: keys.privateKey },
      callbackUrl: CALLBACK_URL,
    },
  }
}

describe('login CSRF', () => {
  it('fails with HMAC: an attacker’s callback is not exchanged in a victim’s browser', async () => {
    const provider = await startProvider()
    const client = createClient(provider.options)
    const attack = await client.authorize()
    const victim = await client.authorize()
    const query = provider.approve(attack.url)
    for (const browser of [sentBack(victim.setCookie), { cookie: '' }, { cookie: undefined }]) {
      await expect(client.callback(query, browser)).rejects.toMatchObject({
        code: 'callback_refused',
      })
    }
    expect(provider.seen.map(({ target }) => target)).toEqual(['/request_token', '/request_token'])
  })

  it('fails with RSA: an attacker’s callback is not exchanged in a victim’s browser', async () => {
    const { server, options } = await rsaProvider()
    const client = createClient(options)
    const attack = await client.authorize()
    const victim = await client.authorize()
    const query = `?${formatForm([
      ['oauth_token', attack.requestToken.key],
      ['oauth_verifier', 'attacker'],
    ])}`
    await expect(client.callback(query, sentBack(victim.setCookie))).rejects.toMatchObject({
      code: 'callback_refused',
    })
    expect(server.seen).toHaveLength(2)
    // The provider would have let it in.
    const { token } = await client.callback(query, sentBack(attack.setCookie))
    expect(token.key).toContain('attacker')
  })

  it('fails with a token that this browser never requested', async () => {
    const { server, options } = await rsaProvider()
    const client = createClient(options)
    const victim = await client.authorize()
    const query = '?oauth_token=of%20the%20attacker&oauth_verifier=attacker'
    await expect(client.callback(query, sentBack(victim.setCookie))).rejects.toMatchObject({
      code: 'callback_refused',
    })
    expect(server.seen).toHaveLength(1)
  })
})

describe('a callback', () => {
  it('is the configured one, whatever the headers of the request are', async () => {
    const provider = await startProvider()
    // No header of a request comes near it: the callback is an option, and no relative one.
    await createClient(provider.options).authorize()
    expect(provider.verified[0]?.protocol).toContainEqual(['oauth_callback', CALLBACK_URL])
    expect(() => createClient({ ...provider.options, callbackUrl: '/cb' })).toThrow(TypeError)
  })
})
