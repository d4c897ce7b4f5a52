import { createHash } from 'node:crypto'

import { parameterValue, parseAuthorizationHeader, parseForm } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { getVaryHeader } from '../src/adapter.js'
import { memoryStore } from '../src/index.js'
import type { ProviderOptions, Refusal, Throttle } from '../src/index.js'
import {
  accessToken,
  codeOf,
  CONSUMER,
  FORM,
  headerOf,
  neutral,
  raw,
  START_SECONDS,
  testProvider,
} from './neutral-requests.js'
import type { TestProvider, TestUser } from './neutral-requests.js'

const RESOURCE = { method: 'GET', url: '/photos' } as const
const REQUEST_TOKEN = { method: 'POST', url: '/oauth/request_token' } as const

function refused(result: { readonly ok: boolean }): Refusal {
  expect(result.ok).toBe(false)
  return result as Refusal
}

describe('a problem', () => {
  it('is the same in the challenge and in the body', async () => {
    const { provider } = await testProvider()
    const request = await neutral(REQUEST_TOKEN, undefined, {
      timestampSeconds: START_SECONDS - 301,
      callback: 'oob',
    })
    const { response } = refused(await provider.requestToken(request))
    const body = parseForm(response.body)
    expect(body).toEqual([
      ['oauth_problem', 'timestamp_refused'],
      ['oauth_problem_advice', 'The timestamp is too far from the server time.'],
      ['oauth_acceptable_timestamps', `${START_SECONDS - 300}-${START_SECONDS + 300}`],
    ])
    const challenge = headerOf(response, 'WWW-Authenticate') ?? ''
    expect(parseAuthorizationHeader(challenge)).toEqual({ realm: 'OAuth', parameters: body })
  })

  it('names acceptable versions, absent parameters, and rejected ones with harmless values', async () => {
    const { provider } = await testProvider()
    const told = async (name: string, url: string, options = {}) => {
      const request = await neutral({ method: 'POST', url }, undefined, options)
      const { response } = refused(await provider.requestToken(request))
      return parameterValue(parseForm(response.body), name)
    }
    expect(await told('oauth_parameters_absent', '/oauth/request_token')).toBe('oauth_callback')
    expect(
      await told('oauth_parameters_rejected', '/oauth/request_token?scope=photos,a%26b', {
        callback: 'oob',
      }),
    ).toBe('scope=a%26b')
    expect(
      await told('oauth_parameters_rejected', '/oauth/request_token', {
        callback: 'https://evil.example/',
      }),
    ).toBe('oauth_callback=https%3A%2F%2Fevil.example%2F')
    const versioned = raw({
      ...REQUEST_TOKEN,
      headers: [
        [
          'Authorization',
          'OAuth oauth_version="2.0",oauth_consumer_key="x",oauth_signature_method="HMAC-SHA1",oauth_signature="x",oauth_timestamp="1",oauth_nonce="x"',
        ],
      ],
    })
    expect(refused(await provider.requestToken(versioned)).response.body).toContain(
      'oauth_acceptable_versions=1.0-1.0',
    )
  })

  it('repeats no value that may be a secret, and none that is too long', async () => {
    const { provider } = await testProvider()
    const form = 'x_auth_username=jane&x_auth_password=hunter2&x_auth_mode=reverse_auth'
    const xauth = await neutral({
      method: 'POST',
      url: '/oauth/access_token',
      headers: [FORM],
      body: form,
    })
    const { response } = refused(await provider.accessToken(xauth))
    expect(response.body).not.toContain('hunter2')
    const url = `/oauth/request_token?scope=${'a'.repeat(256)}`
    const long = await neutral({ method: 'POST', url }, undefined, { callback: 'oob' })
    expect(refused(await provider.requestToken(long)).response.body).not.toContain('aaa')
  })

  it('creates a separate response for each refusal', async () => {
    const { provider } = await testProvider()
    const [one, other] = [
      refused(await provider.authenticate(raw(RESOURCE))).response,
      refused(await provider.authenticate(raw(RESOURCE))).response,
    ]
    expect(one).toEqual(other)
    expect(one).not.toBe(other)
    expect(one.headers).not.toBe(other.headers)
    expect(one.headers[0]).not.toBe(other.headers[0])
  })

  it('injects no header, whatever the message contains', async () => {
    const { provider } = await testProvider({ realm: 'a"b\\c' })
    const url = '/oauth/request_token?scope=a%0D%0ASet-Cookie:%20x%22'
    const request = await neutral({ method: 'POST', url }, undefined, { callback: 'oob' })
    const { response } = refused(await provider.requestToken(request))
    for (const [, value] of response.headers) expect(value).not.toMatch(/[\r\n]/)
    expect(headerOf(response, 'WWW-Authenticate')).toMatch(/^OAuth realm="a\\"b\\\\c", /)
  })

  it('forbids caching, and exposes the header to another origin', async () => {
    const app = await testProvider()
    const { response } = refused(
      await app.provider.authenticate(
        raw({ ...RESOURCE, headers: [['Origin', 'https://a.example']] }),
      ),
    )
    expect(response).toMatchObject({ status: 401, body: '' })
    expect(headerOf(response, 'WWW-Authenticate')).toBe('OAuth realm="OAuth"')
    expect(headerOf(response, 'Cache-Control')).toBe('no-store')
    expect(headerOf(response, 'Vary')).toBe('Authorization')
    expect(headerOf(response, 'Access-Control-Expose-Headers')).toBe('WWW-Authenticate')
    expect(headerOf(response, 'Content-Type')).toBeUndefined()
  })
})

describe('with disclosure lowered', () => {
  it('every refusal is the same plain 401, but the result has the problem', async () => {
    const app = await testProvider({ disclosure: 'status' })
    const token = await accessToken(app)
    const answers = [
      await app.provider.authenticate(raw(RESOURCE)),
      await app.provider.authenticate(
        await neutral(RESOURCE, { consumer: { key: 'x', secret: 'x' } }),
      ),
      await app.provider.authenticate(
        await neutral(RESOURCE, { consumer: CONSUMER, token: { ...token, secret: 'x' } }),
      ),
      await app.provider.authenticate(
        await neutral(RESOURCE, { consumer: CONSUMER, token }, { timestampSeconds: 1 }),
      ),
      await app.provider.requestToken(await neutral({ method: 'DELETE', url: '/x' })),
    ].map(refused)
    for (const { response } of answers) {
      expect(response).toEqual(answers[0]?.response)
      expect(response).toMatchObject({ status: 401, body: '' })
    }
    expect(answers.map(({ problem }) => problem.code)).toEqual([
      'credentials_absent',
      'parameter_absent',
      'signature_invalid',
      'timestamp_refused',
      'parameter_rejected',
    ])
  })

  it('a failing store is still worth another try', async () => {
    const app = await testProvider({ disclosure: 'status' })
    const request = await neutral(RESOURCE, {
      consumer: CONSUMER,
      token: { key: 'a', secret: 'b' },
    })
    const failing = await testProvider({
      disclosure: 'status',
      findUser: () => {
        throw new Error('database password=hunter2')
      },
    })
    const token = await accessToken(app)
    expect(codeOf(await app.provider.authenticate(request))).toBe('token_rejected')
    expect(token.key).not.toBe('')
    const issued = await failing.provider.tokens.issue({
      consumerKey: CONSUMER.key,
      userId: 'jane',
    })
    const call = await neutral(RESOURCE, { consumer: CONSUMER, token: issued })
    const { response } = refused(await failing.provider.authenticate(call))
    expect(response).toMatchObject({ status: 503, body: '' })
    expect(headerOf(response, 'Retry-After')).toBe('5')
    expect(JSON.stringify(response)).not.toContain('hunter2')
  })
})

describe('X-Oauth1-Authorization', () => {
  async function moved(options: Partial<ProviderOptions<TestUser>>) {
    const app = await testProvider(options)
    const token = await accessToken(app)
    const request = await neutral(RESOURCE, { consumer: CONSUMER, token })
    const headers = request.headers.map(
      ([name, value]) =>
        [name === 'Authorization' ? 'X-OAuth1-Authorization' : name, value] as const,
    )
    return { app, request, headers }
  }

  it('is read if it is enabled, and is in Vary', async () => {
    const { app, request, headers } = await moved({ allowAlternativeAuthorizationHeader: true })
    const sent = { ...request, headers }
    expect(codeOf(await app.provider.authenticate(sent))).toBe('ok')
    const { response } = refused(await app.provider.authenticate(sent))
    expect(headerOf(response, 'Vary')).toBe('Authorization, X-Oauth1-Authorization')
    expect(getVaryHeader(app.provider)).toBe('Authorization, X-Oauth1-Authorization')
  })

  it('is not read if it is not enabled', async () => {
    const { app, request, headers } = await moved({})
    const sent = { ...request, headers }
    expect(codeOf(await app.provider.authenticate(sent))).toBe('credentials_absent')
  })

  it('is refused twice, and with an Authorization of any scheme', async () => {
    const { app, request, headers } = await moved({ allowAlternativeAuthorizationHeader: true })
    for (const doubled of [
      [...headers, ...headers],
      [...headers, ...request.headers],
      [...headers, ['authorization', 'Basic eDp5'] as const],
    ]) {
      const result = refused(await app.provider.authenticate({ ...request, headers: doubled }))
      expect([result.response.status, result.problem.code]).toEqual([400, 'parameter_rejected'])
    }
  })
})

/** A throttle that lets so many through, and says which keys it was asked for. */
function throttleOf(points: number): Throttle & { readonly keys: string[] } {
  const counts = new Map<string, number>()
  const keys: string[] = []
  return {
    keys,
    async consume(key) {
      keys.push(key)
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as rate-limiter-flexible does
      return count > points ? Promise.reject({ msBeforeNext: 1500 }) : Promise.resolve()
    },
    async reward(key, rewarded) {
      return Promise.resolve(counts.set(key, (counts.get(key) ?? 0) - rewarded))
    },
    async delete(key) {
      return Promise.resolve(counts.delete(key))
    },
  }
}

describe('xAuth', () => {
  async function attempt(
    app: TestProvider,
    username: string,
    options: {
      readonly password?: string
      readonly address?: string
      readonly isForwarded?: boolean
    } = {},
  ) {
    const { password = 'wrong', address = '203.0.113.7', isForwarded = false } = options
    const form = new URLSearchParams({
      x_auth_username: username,
      x_auth_password: password,
      x_auth_mode: 'client_auth',
    })
    const request = await neutral({
      method: 'POST',
      url: '/oauth/access_token',
      headers: [FORM],
      body: form.toString(),
    })
    const forwarded = isForwarded ? [['X-Forwarded-For', '203.0.113.7'] as const] : []
    const headers = [...request.headers, ...forwarded]
    return app.provider.accessToken({ ...request, headers, peer: { address, secure: true } })
  }

  it('is slowed down for a consumer, a username however it is written, and an address', async () => {
    const app = await testProvider({ limits: { passwords: throttleOf(2) } })
    expect(codeOf(await attempt(app, 'Jane'))).toBe('permission_denied')
    expect(codeOf(await attempt(app, ' ｊane '))).toBe('permission_denied')
    const { problem, response } = refused(await attempt(app, 'jane'))
    expect([problem.code, response.status, headerOf(response, 'Retry-After')]).toEqual([
      'user_refused',
      503,
      '2',
    ])
    expect(codeOf(await attempt(app, 'bob'))).toBe('permission_denied')
    expect(codeOf(await attempt(app, 'jane', { address: '203.0.113.8' }))).toBe('permission_denied')
  })

  it.each([NaN, Infinity, '5'])('takes a limiter for broken that says to wait %s', async (wait) => {
    const passwords: Throttle = {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as rate-limiter-flexible does
      consume: () => Promise.reject({ msBeforeNext: wait }),
    }
    const app = await testProvider({ limits: { passwords } })
    const { problem, response } = refused(await attempt(app, 'jane'))
    expect([problem.code, headerOf(response, 'Retry-After')]).toEqual(['service_unavailable', '5'])
  })

  it('refuses the right password too, once the attempts are used up', async () => {
    const app = await testProvider({ limits: { passwords: throttleOf(2) } })
    await attempt(app, 'jane')
    await attempt(app, 'jane')
    const right = await attempt(app, 'jane', { password: 'correct horse' })
    expect(codeOf(right)).toBe('user_refused')
  })

  it('starts again after a right password', async () => {
    const app = await testProvider({ limits: { passwords: throttleOf(2) } })
    for (let round = 0; round < 3; round++) {
      expect(codeOf(await attempt(app, 'jane'))).toBe('permission_denied')
      expect(codeOf(await attempt(app, 'jane', { password: 'correct horse' }))).toBe('ok')
    }
  })

  it('counts the addresses of one IPv6 network together', async () => {
    const throttle = throttleOf(9)
    const app = await testProvider({ limits: { passwords: throttle } })
    for (const address of ['2001:db8::1', '2001:db8::ffff:1', '2001:db8:0:1::1']) {
      await attempt(app, 'jane', { address })
    }
    expect(new Set(throttle.keys).size).toBe(2)
  })

  it('counts attempts for one username from many addresses', async () => {
    const app = await testProvider()
    const codes = new Set<string>()
    for (let count = 0; count < 100; count++) {
      codes.add(codeOf(await attempt(app, 'jane', { address: `198.51.100.${count}` })))
    }
    expect([...codes]).toEqual(['permission_denied'])
    const further = await attempt(app, 'jane', { address: '203.0.113.1' })
    expect(codeOf(further)).toBe('user_refused')
    expect(codeOf(await attempt(app, 'bob', { address: '203.0.113.1' }))).toBe('permission_denied')
  })

  it('accepts a user from an earlier address, whatever is guessed elsewhere', async () => {
    const app = await testProvider({ limits: { passwordsByUsername: throttleOf(3) } })
    const right = { password: 'correct horse' }
    expect(codeOf(await attempt(app, 'jane', right))).toBe('ok')
    for (let count = 0; count < 5; count++) {
      await attempt(app, 'jane', { address: `198.51.100.${count}` })
    }
    expect(codeOf(await attempt(app, 'jane', { ...right, address: '198.51.100.9' }))).toBe(
      'user_refused',
    )
    expect(codeOf(await attempt(app, 'jane', right))).toBe('ok')
  })

  it('counts the usernames that one IPv6 network of 48 bits tries', async () => {
    const throttle = throttleOf(3)
    const app = await testProvider({ limits: { passwordsByAddress: throttle } })
    const codes: string[] = []
    for (let count = 0; count < 4; count++) {
      const address = `2001:db8:7:${count}::1`
      codes.push(codeOf(await attempt(app, `user ${count}`, { address })))
    }
    expect(codes).toEqual([...Array<string>(3).fill('permission_denied'), 'user_refused'])
    expect(codeOf(await attempt(app, 'x', { address: '2001:db8:8::1' }))).toBe('permission_denied')
  })

  it('does not count right passwords to the wider limits', async () => {
    const limits = { passwordsByUsername: throttleOf(1), passwordsByAddress: throttleOf(1) }
    const app = await testProvider({ limits })
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      const right = await attempt(app, 'jane', { password: 'correct horse', address })
      expect(codeOf(right)).toBe('ok')
    }
  })

  it.each([
    ['straße', 'STRASSE'],
    ['straße', 'STRAẞE'],
    ['σασ', 'ΣΑΣ'],
    ['jane', 'ＪＡＮＥ'],
    ['jane', 'ja\u200bne'],
    ['jane', '\u202ejane\u2069'],
    ['sina', 'ſina'],
    ['ili', 'ılı'],
    ['ili', 'İLİ'],
    ['σας', 'ΣΑΣ'],
    ['café', 'cafe\u0301'],
    ['ﬁnn', 'FINN'],
    ['a b', '  A \u00a0 B '],
    ['jane', 'ja\u00adne'],
  ])('counts %j and %j as one username', async (one, other) => {
    const throttle = throttleOf(9)
    const app = await testProvider({ limits: { passwords: throttle } })
    await attempt(app, one)
    await attempt(app, other)
    expect(new Set(throttle.keys).size).toBe(1)
  })

  it('counts what a space parts as two usernames', async () => {
    const throttle = throttleOf(9)
    const app = await testProvider({ limits: { passwords: throttle } })
    await attempt(app, 'a b')
    await attempt(app, 'ab')
    expect(new Set(throttle.keys).size).toBe(2)
  })

  it('passes each limiter a digest as the key, the same in every process', async () => {
    const limits = {
      passwords: throttleOf(9),
      passwordsByUsername: throttleOf(9),
      passwordsByAddress: throttleOf(9),
    }
    await attempt(await testProvider({ limits }), 'Jane', { address: '2001:db8:7:8:9::1' })
    const consumer = `consumer=${CONSUMER.key}`
    const digestOf = (counted: string) => createHash('sha256').update(counted).digest('base64')
    expect([
      limits.passwords.keys,
      limits.passwordsByUsername.keys,
      limits.passwordsByAddress.keys,
    ]).toEqual([
      [digestOf(`${consumer}&username=JANE&address=32.1.13.184.0.7.0.8%2F64`)],
      [digestOf(`${consumer}&username=JANE`)],
      [digestOf(`${consumer}&network=32.1.13.184.0.7%2F48`)],
    ])
  })

  it('counts only by username behind a proxy that hides the address', async () => {
    const throttle = throttleOf(1)
    const [usernames, addresses] = [throttleOf(2), throttleOf(1)]
    const app = await testProvider({
      limits: {
        passwords: throttle,
        passwordsByUsername: usernames,
        passwordsByAddress: addresses,
      },
    })
    const hidden = { address: '127.0.0.1', isForwarded: true }
    expect(codeOf(await attempt(app, 'jane', { ...hidden, password: 'correct horse' }))).toBe('ok')
    const codes: string[] = []
    for (let count = 0; count < 3; count++) {
      codes.push(codeOf(await attempt(app, 'jane', hidden)))
    }
    expect(codes).toEqual(['permission_denied', 'permission_denied', 'user_refused'])
    expect([...throttle.keys, ...addresses.keys]).toEqual([])
  })

  it('shows its limiter neither username nor password', async () => {
    const throttle = throttleOf(9)
    await attempt(await testProvider({ limits: { passwords: throttle } }), 'jane', {
      password: 'hunter2',
    })
    expect(throttle.keys.join()).not.toMatch(/jane|hunter2/)
  })

  it('calls its limiter after the signature and before the password', async () => {
    const throttle = throttleOf(0)
    let asked = 0
    const app = await testProvider({
      limits: { passwords: throttle },
      verifyPassword: () => {
        asked++
        return 'jane'
      },
    })
    const form = 'x_auth_username=jane&x_auth_password=x&x_auth_mode=client_auth'
    const unsigned = await neutral(
      { method: 'POST', url: '/oauth/access_token', headers: [FORM], body: form },
      { consumer: { ...CONSUMER, secret: 'wrong' } },
    )
    expect(codeOf(await app.provider.accessToken(unsigned))).toBe('signature_invalid')
    expect(throttle.keys).toEqual([])
    expect(codeOf(await attempt(app, 'jane'))).toBe('user_refused')
    expect(asked).toBe(0)
  })

  it('has ten attempts in five minutes by default, and as many as it likes with false', async () => {
    const limited = await testProvider()
    const codes: string[] = []
    for (let count = 0; count < 11; count++) codes.push(codeOf(await attempt(limited, 'jane')))
    expect(codes).toEqual([...Array<string>(10).fill('permission_denied'), 'user_refused'])
    const free = await testProvider({ limits: { passwords: false } })
    for (let count = 0; count < 12; count++) {
      expect(codeOf(await attempt(free, 'jane'))).toBe('permission_denied')
    }
  })

  it('is refused while its limiter fails', async () => {
    const app = await testProvider({
      limits: {
        passwords: { consume: () => Promise.reject(new Error('redis://:hunter2@host')) },
      },
    })
    const { problem, response } = refused(await attempt(app, 'jane', { password: 'correct horse' }))
    expect([problem.code, response.status]).toEqual(['service_unavailable', 503])
    expect(JSON.stringify(response)).not.toContain('hunter2')
  })

  it('refuses values that are not a limiter', async () => {
    const throttle = {} as unknown as Throttle
    await expect(testProvider({ limits: { passwords: throttle } })).rejects.toThrow(TypeError)
  })
})

describe('a limit', () => {
  it('bounds request tokens by consumer and address', async () => {
    const app = await testProvider({ limits: { requestTokens: throttleOf(2) } })
    const ask = async (address = '203.0.113.7') => {
      const request = await neutral(REQUEST_TOKEN, undefined, { callback: 'oob' })
      return app.provider.requestToken({ ...request, peer: { address, secure: true } })
    }
    expect([codeOf(await ask()), codeOf(await ask())]).toEqual(['ok', 'ok'])
    const { problem, response } = refused(await ask())
    expect([problem.code, response.status]).toEqual(['consumer_key_refused', 503])
    expect(codeOf(await ask('203.0.113.9'))).toBe('ok')
  })

  it('limits invalid signatures, and never refuses a valid one because of them', async () => {
    const app = await testProvider({ limits: { invalidSignatures: throttleOf(2) } })
    const token = await accessToken(app)
    let nonces = 0
    const ask = async (secret: string, address = '203.0.113.7') => {
      const signing = { nonce: `nonce ${nonces++}` }
      const keys = { consumer: CONSUMER, token: { ...token, secret } }
      const request = await neutral(RESOURCE, keys, signing)
      return codeOf(
        await app.provider.authenticate({ ...request, peer: { address, secure: true } }),
      )
    }
    expect([await ask('x'), await ask('y')]).toEqual(['signature_invalid', 'signature_invalid'])
    expect([await ask('z'), await ask(token.secret)]).toEqual(['consumer_key_refused', 'ok'])
    expect(await ask('z', '203.0.113.8')).toBe('signature_invalid')
  })

  it.each([
    ['behind a proxy that is not trusted', {}, '127.0.0.1', 'X-Forwarded-For'],
    ['behind a proxy of a private network', {}, '10.1.2.3', 'Forwarded'],
    [
      'behind a trusted proxy that names nobody',
      { trustedProxies: ['10.1.2.3'] },
      '10.1.2.3',
      'Via',
    ],
    ['behind a Unix socket', {}, undefined, 'X-Real-IP'],
  ])('does not allow a sender %s to lock out the others', async (...row) => {
    const [, options, address, header] = row
    const app = await testProvider({ limits: { requestTokens: throttleOf(1) }, ...options })
    const ask = async (secret: string, nonce: number) => {
      const request = await neutral(
        REQUEST_TOKEN,
        { consumer: { ...CONSUMER, secret } },
        { callback: 'oob', nonce: `nonce ${nonce}` },
      )
      const headers = [...request.headers, [header, '1.2.3.4'] as const]
      const peer = { address, secure: true }
      return codeOf(await app.provider.requestToken({ ...request, headers, peer }))
    }
    for (let count = 0; count < 1000; count++) await ask('wrong', count)
    expect(await ask('wrong', 1000)).toBe('consumer_key_refused')
    for (let count = 1001; count < 1004; count++)
      expect(await ask(CONSUMER.secret, count)).toBe('ok')
  })

  it('counts a public sender that writes headers of proxies by its address', async () => {
    const app = await testProvider({ limits: { requestTokens: throttleOf(1) } })
    const ask = async () => {
      const request = await neutral(REQUEST_TOKEN, undefined, { callback: 'oob' })
      const headers = [...request.headers, ['X-Forwarded-For', '1.2.3.4'] as const]
      return codeOf(await app.provider.requestToken({ ...request, headers }))
    }
    expect([await ask(), await ask()]).toEqual(['ok', 'consumer_key_refused'])
  })

  it('counts consumer keys in groups, so that names fill no memory', async () => {
    const throttle = throttleOf(Infinity)
    const app = await testProvider({ limits: { invalidSignatures: throttle } })
    for (let count = 0; count < 5000; count++) {
      const consumer = { key: `${'x'.repeat(100)}${count}`, secret: 'x' }
      const request = await neutral(REQUEST_TOKEN, { consumer }, { callback: 'oob' })
      expect(codeOf(await app.provider.requestToken(request))).toBe('consumer_key_unknown')
    }
    expect(new Set(throttle.keys).size).toBeLessThan(4096)
    expect(Math.max(...throttle.keys.map(({ length }) => length))).toBeLessThan(50)
  })

  it('of a limiter that fails refuses wrong signatures by 503', async () => {
    const failing: Throttle = { consume: () => Promise.reject(new Error('down')) }
    const app = await testProvider({ limits: { invalidSignatures: failing } })
    const credentials = { consumer: { ...CONSUMER, secret: 'wrong' } }
    const request = await neutral(REQUEST_TOKEN, credentials, { callback: 'oob' })
    expect(codeOf(await app.provider.requestToken(request))).toBe('service_unavailable')
  })
})

it('refuses only the consumer that has used up its share of nonces', async () => {
  const app = await testProvider({ store: memoryStore({ maxNonces: 8, maxNoncesPerConsumer: 2 }) })
  const other = { key: 'other', secret: 'other secret' }
  await app.provider.consumers.register({ ...other, name: 'Other' })
  const ask = async (consumer: { readonly key: string; readonly secret: string }) =>
    app.provider.requestToken(await neutral(REQUEST_TOKEN, { consumer }, { callback: 'oob' }))
  expect([codeOf(await ask(CONSUMER)), codeOf(await ask(CONSUMER))]).toEqual(['ok', 'ok'])
  const { problem, response } = refused(await ask(CONSUMER))
  expect([problem.code, response.status]).toEqual(['consumer_key_refused', 503])
  expect(codeOf(await ask(other))).toBe('ok')
})

it('refuses the consumer that has used up its share of request tokens, and no other', async () => {
  const store = memoryStore({ maxRequestTokens: 4 })
  const app = await testProvider({ store })
  const other = { key: 'other', secret: 'other secret' }
  await app.provider.consumers.register({ ...other, name: 'Other' })
  const ask = async (consumer: { readonly key: string; readonly secret: string }) =>
    codeOf(
      await app.provider.requestToken(
        await neutral(REQUEST_TOKEN, { consumer }, { callback: 'oob' }),
      ),
    )
  expect([await ask(CONSUMER), await ask(CONSUMER), await ask(CONSUMER)]).toEqual([
    'ok',
    'ok',
    'consumer_key_refused',
  ])
  expect(await ask(other)).toBe('ok')
})
