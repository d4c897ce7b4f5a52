import { inspect } from 'node:util'

import { describe, expect, it } from 'vitest'

import {
  createClient,
  isOAuthError,
  isOAuthResponseError,
  OAuthError,
  readProblem,
} from '../src/index.js'
import type { OAuthResponseError, TokenResponse } from '../src/index.js'
import { listen } from './listen.js'
import type { Answer } from './listen.js'
import { CONSUMER, startProvider } from './provider.js'

const LOGIN = { username: 'jane', password: 'jane!' } as const

/** Requests an access token from a provider with this response, with xAuth and with an exchange. */
async function ask(answer: Answer): Promise<readonly (TokenResponse | OAuthResponseError)[]> {
  const server = await listen(({ target }) =>
    target === '/r'
      ? { body: 'oauth_token=r1&oauth_token_secret=request-secret&oauth_callback_confirmed=true' }
      : answer,
  )
  const client = createClient({
    provider: {
      requestTokenUrl: `${server.origin}/r`,
      authorizeUrl: `${server.origin}/authorize`,
      accessTokenUrl: `${server.origin}/a`,
    },
    consumer: CONSUMER,
    now: () => 1_000_000_000,
  })
  const { requestToken } = await client.authorize()
  const caught = (error: unknown): OAuthResponseError => {
    if (!isOAuthResponseError(error)) throw error
    return error
  }
  return [
    await client.xauth(LOGIN).catch(caught),
    await client
      .exchangeVerifier({ requestToken, verifier: 'the-verifier' })
      .then(({ token, parameters, extra }) => ({ token, parameters, extra }), caught),
  ]
}

describe('the response to a token request', () => {
  it.each([
    ['text/html', 'oauth_token=a&oauth_token_secret=b'],
    ['application/x-www-form-urlencoded', 'oauth_token=a&oauth_token_secret=b\r\n'],
    ['text/plain', 'oauth_token_secret=b&oauth_token=a'],
  ])('is parsed as a form with any Content-Type: %s', async (type, body) => {
    for (const result of await ask({ headers: { 'content-type': type }, body })) {
      expect(result).toEqual({ token: { key: 'a', secret: 'b' }, parameters: [], extra: {} })
    }
  })

  it('may contain an empty secret, and parameters with any name', async () => {
    const body =
      'oauth_token=a&oauth_token_secret=&__proto__=1&x=%E2%98%83&x=2&oauth_expires_in=3600'
    for (const result of await ask({ body })) {
      expect(result).toEqual({
        token: { key: 'a', secret: '', expiresAtSeconds: 1_003_600 },
        parameters: [
          ['__proto__', '1'],
          ['x', '☃'],
          ['x', '2'],
          ['oauth_expires_in', '3600'],
        ],
        extra: expect.anything() as unknown,
      })
    }
  })

  it('provides its parameters by name, except repeated names', async () => {
    const body =
      'oauth_token=a&oauth_token_secret=b&user_id=7&__proto__=p&constructor=c&x=1&x=1&toString=&toString=t'
    for (const result of await ask({ body })) {
      if (isOAuthResponseError(result)) throw result
      const { extra } = result
      expect(Object.entries(extra)).toEqual([
        ['user_id', '7'],
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ])
      expect(extra.user_id).toBe('7')
      expect([extra.x, extra.toString, extra.hasOwnProperty]).toEqual(Array(3).fill(undefined))
      expect(Object.getPrototypeOf(extra)).toBe(null)
      expect(({} as Record<string, unknown>).p).toBe(undefined)
    }
  })

  it.each([
    ['nothing', ''],
    ['a page', '<!DOCTYPE html><a href="?x=1&oauth_token=a&oauth_token_secret=b&y">Log in</a>'],
    [
      'JSON',
      '{"oauth_token":"a","oauth_token_secret":"b","x":"&oauth_token=a&oauth_token_secret=b"}',
    ],
    ['JSON after a space', ' {"oauth_token":"a","oauth_token_secret":"b"}'],
    ['a text', 'Service Unavailable'],
    ['an empty token', 'oauth_token=&oauth_token_secret=b'],
    ['a token without a secret', 'oauth_token=a'],
    ['a secret without a token', 'oauth_token_secret=b'],
    ['two tokens', 'oauth_token=a&oauth_token=c&oauth_token_secret=b'],
    ['an escape that is not UTF-8', 'oauth_token=%FF&oauth_token_secret=b'],
  ])('is malformed if the status is 200 and it contains %s', async (_title, body) => {
    for (const result of await ask({ body })) {
      expect(result).toMatchObject({
        name: 'OAuthResponseError',
        code: 'malformed_response',
        status: 200,
        problem: undefined,
        bodyExcerpt: undefined,
      })
    }
  })

  it('is malformed if it is longer than the limit', async () => {
    const body = `oauth_token=a&oauth_token_secret=b&x=${'x'.repeat(2_000_000)}`
    for (const result of await ask({ body })) {
      expect(result).toMatchObject({ code: 'malformed_response' })
    }
  })

  it('is a problem if it reports one with 200, even next to a token', async () => {
    const body = 'oauth_problem=token_expired&oauth_token=a&oauth_token_secret=b'
    for (const result of await ask({ body })) {
      expect(result).toMatchObject({ code: 'token_expired', status: 200, bodyExcerpt: undefined })
    }
  })

  it.each([
    'OAuth realm="https://photos.example/", oauth_problem="timestamp_refused", oauth_acceptable_timestamps="1-2"',
    'Basic realm="a, OAuth b=\\"c\\"", OAuth oauth_problem=timestamp_refused,oauth_acceptable_timestamps=1-2',
    'oauth oauth_problem_advice="100%", oauth_problem="timestamp_refused", oauth_acceptable_timestamps="1%2D2", Bearer error="x"',
    [
      'Negotiate abc==',
      'OAuth oauth_problem="timestamp_refused", oauth_acceptable_timestamps="1-2"',
    ],
  ])('is a problem if its WWW-Authenticate header reports one: %s', async (challenge) => {
    const headers = { 'www-authenticate': challenge }
    for (const result of await ask({ status: 401, headers, body: '<p>No</p>' })) {
      expect(result).toMatchObject({
        code: 'timestamp_refused',
        status: 401,
        problem: { acceptableTimestamps: [1, 2] },
        details: { acceptableTimestamps: [1, 2] },
      })
    }
  })

  it.each(['Bearer oauth_problem="token_used"', 'OAuth "', 'OAuth oauth_problem=""', '", "'])(
    'is not a problem if its WWW-Authenticate header contains something else: %s',
    async (challenge) => {
      const answer = { status: 401, headers: { 'www-authenticate': challenge }, body: 'No' }
      for (const result of await ask(answer)) {
        expect(result).toMatchObject({ code: 'request_failed', problem: undefined })
      }
    },
  )

  it('keeps a sentence out of the error code', async () => {
    const body = 'oauth_problem=The+consumer+has+expired'
    for (const result of await ask({ status: 401, body })) {
      expect(result).toMatchObject({
        code: 'request_failed',
        problem: { code: 'The consumer has expired' },
        message: expect.stringMatching(
          /^The request for the access token to http:\S+ failed with status 401: The consumer has expired\.$/,
        ) as string,
      })
    }
  })

  it("is excerpted for an error, unless it may repeat the user's input", async () => {
    const body = `{"errors":[{"code":32}]}${' '.repeat(600)}`
    const [xauth, exchange] = await ask({ status: 403, body })
    expect(xauth).toMatchObject({ code: 'request_failed', status: 403, bodyExcerpt: undefined })
    expect(exchange).toMatchObject({ status: 403, bodyExcerpt: body.slice(0, 500) })
  })

  it.each([
    'the-verifier',
    'request-secret',
    'consumer-secret',
    'consumer%2Dsecret',
    String.raw`"consumer\u002dsecret"`,
    'consumer&#45;secret',
    'oauth_token_secret=x',
  ])('is not excerpted if it contains a secret: %s', async (secret) => {
    for (const result of await ask({ status: 400, body: `You sent ${secret}.` })) {
      expect(result).toMatchObject({ code: 'request_failed', bodyExcerpt: undefined })
    }
  })

  it('is part of the error, but loggers do not print it', async () => {
    const [, error] = await ask({ status: 500, headers: { 'x-request-id': '17' } })
    expect(error).toBeInstanceOf(OAuthError)
    expect(isOAuthError(error)).toBe(true)
    expect((error as OAuthResponseError).response.headers.get('x-request-id')).toBe('17')
    expect(Object.keys(error as object)).not.toContain('response')
    expect(inspect(error)).not.toContain('x-request-id')
    expect(isOAuthResponseError(new OAuthError('token_used', 'Used.'))).toBe(false)
  })
})

const HOSTILE_TEXTS = [
  ['an escape sequence', '\u001b[2J\u001b]0;x\u0007'],
  ['C1', '\u009b31m'],
  ['a line break', 'a\r\nERROR: b\u2028c'],
  ['another direction', '\u202eabc\u2066\u200f'],
  ['an invisible character', '\u200b\u{e0041}'],
] as const

it.each(HOSTILE_TEXTS)('has %s escaped in every property of the error', async (_name, text) => {
  const hostile = `x${text}y`
  const body = new URLSearchParams({
    oauth_problem: 'parameter_absent',
    oauth_problem_advice: hostile,
    oauth_parameters_absent: encodeURIComponent(hostile),
    oauth_parameters_rejected: `${encodeURIComponent(hostile)}=${encodeURIComponent(hostile)}`,
    oauth_acceptable_versions: `${hostile}-${hostile}`,
  }).toString()
  for (const answer of [
    { status: 401, body },
    { status: 500, body: `<pre>${hostile}</pre>` },
  ]) {
    for (const error of await ask(answer)) expectNoControls(error)
  }
  const response = new Response(body, { status: 401 })
  const problem = await readProblem(response)
  expect(problem?.parametersRejected).toHaveLength(1)
  expectNoControls(problem)
})

it.each(HOSTILE_TEXTS)('has %s escaped in the error of a callback', async (_name, text) => {
  const provider = await startProvider()
  const client = createClient(provider.options)
  const { url, setCookie: cookie } = await client.authorize()
  const query = new URLSearchParams({
    oauth_token: new URL(url).searchParams.get('oauth_token') ?? '',
    oauth_problem: 'parameter_absent',
    oauth_problem_advice: `x${text}y`,
    oauth_parameters_absent: encodeURIComponent(`x${text}y`),
  })
  const error: unknown = await client
    .callback(`?${query}`, { cookie })
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'parameter_absent' })
  expect(isOAuthError(error) && error.details?.parametersAbsent).toHaveLength(1)
  expectNoControls(error)
})

/** Visits every string in a value, except the lines of a stack. */
function expectNoControls(value: unknown): void {
  if (typeof value === 'string') expect(value).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  if (typeof value !== 'object' || value === null) return
  if (value instanceof Error) {
    expectNoControls(value.message)
    expectNoControls(value.stack?.replaceAll('\n', ''))
  }
  for (const inner of Object.values(value)) expectNoControls(inner)
}

it.each(HOSTILE_TEXTS)(
  'has %s of the provider’s advice and code escaped in the message',
  async (_name, text) => {
    for (const name of ['oauth_problem', 'oauth_problem_advice']) {
      const parameters = { oauth_problem: 'token_rejected', [name]: `x${text}y` }
      const body = new URLSearchParams(parameters).toString()
      for (const error of await ask({ status: 401, body })) {
        const { message, stack = '' } = error as OAuthResponseError
        expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(stack).not.toContain(text)
        expect(message).toContain('\\u{')
      }
    }
  },
)

describe('the lifetimes of a token', () => {
  it('are parsed from numbers of seconds, and the handle is not among the parameters', async () => {
    const body =
      'oauth_token=a&oauth_token_secret=b&oauth_session_handle=h&oauth_expires_in=999999999999&oauth_authorization_expires_in=60&x=1'
    for (const result of await ask({ body })) {
      expect(result).toMatchObject({
        token: {
          key: 'a',
          secret: 'b',
          sessionHandle: 'h',
          expiresAtSeconds: 1_000_000_999_999,
          sessionExpiresAtSeconds: 1_000_060,
        },
        parameters: [
          ['oauth_expires_in', '999999999999'],
          ['oauth_authorization_expires_in', '60'],
          ['x', '1'],
        ],
      })
    }
  })

  it.each(['', 'soon', '-1', '1.5', '1e3', '60s', 's60', '6 0', '1234567890123'])(
    'are unknown if they are not numbers: "%s"',
    async (seconds) => {
      const body = `oauth_token=a&oauth_token_secret=b&oauth_session_handle=&oauth_expires_in=${seconds}&oauth_authorization_expires_in=${seconds}`
      for (const result of await ask({ body })) {
        expect(result).toMatchObject({ token: { key: 'a', secret: 'b' } })
        expect(Object.keys((result as TokenResponse).token)).toEqual(['key', 'secret'])
      }
    },
  )
})

describe('the error of a token request', () => {
  it('names the kind of token, the status, the problem and its advice', async () => {
    for (const [body, reason] of [
      ['no', ''],
      ['oauth_problem=token_used', ': token_used'],
      ['oauth_problem=token_used&oauth_problem_advice=Again', ': token_used (Again)'],
    ] as const) {
      const provider = await startProvider(() => ({ status: 403, body }))
      const message = (wanted: string, path: string): string =>
        `The request for the ${wanted} to ${provider.origin}${path} failed with status 403${reason}.`
      const client = createClient(provider.options)
      await expect(client.authorize()).rejects.toMatchObject({
        message: message('request token', '/request_token'),
      })
      await expect(client.xauth(LOGIN)).rejects.toMatchObject({
        message: message('access token', '/access_token'),
      })
    }
    for (const error of await ask({ body: 'no' })) {
      expect(error).toMatchObject({
        message: expect.stringMatching(
          /^The request for the access token to http:\S+ received a response with status 200 but without a token\.$/,
        ) as string,
      })
    }
  })

  it('shows a body that contains the word undefined if no token was sent', async () => {
    const provider = await startProvider(() => ({
      status: 500,
      body: 'undefined is not a function',
    }))
    await expect(createClient(provider.options).authorize()).rejects.toMatchObject({
      bodyExcerpt: 'undefined is not a function',
    })
  })

  it.each([
    ['<p>Log in</p>', '<p>Log in</p>'],
    [' <p>Log in', ' <p>Log in'],
    ['Log in <', undefined],
  ])('shows of %j in a success: %j', async (body, bodyExcerpt) => {
    const provider = await startProvider(() => ({ body }))
    await expect(createClient(provider.options).authorize()).rejects.toMatchObject({
      code: 'malformed_response',
      bodyExcerpt,
    })
  })

  it('shows nothing of a body above the limit', async () => {
    const provider = await startProvider(() => ({ status: 500, body: 'x'.repeat(1_048_577) }))
    await expect(createClient(provider.options).authorize()).rejects.toMatchObject({
      code: 'request_failed',
      bodyExcerpt: '',
    })
  })

  it('contains the base string with secrets masked, unless a secret occurs elsewhere in it', async () => {
    const answer = { status: 403, body: 'no' }
    const provider = await startProvider(() => answer)
    const client = createClient({ ...provider.options, now: () => 1000, nonce: () => 'nonce' })
    const failed = async (username: string): Promise<unknown> => {
      const error: unknown = await client
        .xauth({ username, password: 'jane' })
        .catch((reason: unknown) => reason)
      return isOAuthResponseError(error) ? error.baseString : error
    }
    const origin = encodeURIComponent(provider.origin)
    expect(await failed('joe')).toBe(
      `POST&${origin}%2Faccess_token&oauth_consumer_key%3Dprinter%26oauth_nonce%3Dnonce%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1%26oauth_version%3D1.0%26x_auth_mode%3Dclient_auth%26x_auth_password%3D%252A%252A%252A%26x_auth_username%3Djoe`,
    )
    expect(await failed('jane')).toBe(undefined)
  })

  it('contains no base string for PLAINTEXT', async () => {
    const provider = await startProvider(() => ({ status: 401, body: 'no' }))
    const { requestTokenUrl, authorizeUrl, accessTokenUrl } = provider.options.provider
    const client = createClient({
      ...provider.options,
      provider: {
        requestTokenUrl,
        authorizeUrl,
        accessTokenUrl,
        signatureMethod: 'PLAINTEXT',
      },
    })
    await expect(client.authorize()).rejects.toMatchObject({
      name: 'OAuthResponseError',
      code: 'request_failed',
      baseString: undefined,
    })
  })
})
