import { formatAuthorizationHeader, HMAC_SHA1, OAuthError, signRequest } from '@oauthplus/core'
import type { SignRequestOptions, UnsignedRequest } from '@oauthplus/core'
import { beforeEach, describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { ProviderRequest, Store } from '../src/index.js'
import {
  accessToken,
  codeOf,
  CONSUMER,
  FORM,
  headerOf,
  neutral,
  ORIGIN,
  raw,
  requestToken,
  START_SECONDS,
  testProvider,
} from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

let app: TestProvider
let token: { readonly key: string; readonly secret: string }

beforeEach(async () => {
  app = await testProvider()
  token = await accessToken(app, { query: '?scope=photos' })
})

async function call(
  request: Partial<UnsignedRequest> = {},
  options: SignRequestOptions = {},
  credentials = { consumer: CONSUMER, token },
) {
  const signed = await neutral({ method: 'GET', url: '/photos', ...request }, credentials, options)
  return app.provider.authenticate(signed)
}

it('returns the consumer, the user, the token and the scopes', async () => {
  const result = await call({
    method: 'POST',
    url: '/photos?size=1&size=0&realm=x',
    headers: [FORM],
    body: 'a=b+c&a=',
  })
  expect(result).toEqual({
    ok: true,
    grant: {
      user: { id: 'jane' },
      userId: 'jane',
      consumer: expect.objectContaining({ key: CONSUMER.key, name: 'Printer' }) as unknown,
      tokenKey: token.key,
      scopes: ['photos'],
      query: [
        ['size', '1'],
        ['size', '0'],
        ['realm', 'x'],
      ],
      form: [
        ['a', 'b c'],
        ['a', ''],
      ],
      body: new TextEncoder().encode('a=b+c&a='),
    },
    headers: [['Vary', 'Authorization']],
  })
  expect(JSON.stringify(result)).not.toContain(CONSUMER.secret)
})

it('hides the protocol parameters from the handler, in any place', async () => {
  for (const transmission of ['query', 'body'] as const) {
    const result = await call({ method: 'POST', headers: [FORM], body: 'a=b' }, { transmission })
    expect(result.ok && [result.grant.query, result.grant.form]).toEqual([[], [['a', 'b']]])
  }
})

it('demands the scope', async () => {
  const request = await neutral({ method: 'GET', url: '/photos' }, { consumer: CONSUMER, token })
  const lacking = await app.provider.authenticate(request, { scope: ['photos', 'albums'] })
  expect([codeOf(lacking), lacking.ok || lacking.response.status]).toEqual([
    'additional_authorization_required',
    401,
  ])
  const again = await neutral({ method: 'GET', url: '/photos' }, { consumer: CONSUMER, token })
  expect((await app.provider.authenticate(again, { scope: 'photos' })).ok).toBe(true)
  await expect(app.provider.authenticate(again, { scope: 'typo' })).rejects.toThrow(TypeError)
})

it('accepts a request once', async () => {
  const request = await neutral({ method: 'GET', url: '/photos' }, { consumer: CONSUMER, token })
  expect((await app.provider.authenticate(request)).ok).toBe(true)
  expect(codeOf(await app.provider.authenticate(request))).toBe('nonce_used')
})

it('accepts the same nonce again with another timestamp, from another consumer, and never uses up another’s', async () => {
  const options = { nonce: 'n' }
  expect((await call({}, options)).ok).toBe(true)
  expect((await call({}, { ...options, timestampSeconds: START_SECONDS + 1 })).ok).toBe(true)
  const stranger = { consumer: CONSUMER, token: { key: token.key, secret: 'wrong' } }
  const next = { nonce: 'm' }
  expect(codeOf(await call({}, next, stranger))).toBe('signature_invalid')
  expect((await call({}, next)).ok).toBe(true)
})

it.each([
  [-300, 'ok'],
  [300, 'ok'],
  [-301, 'timestamp_refused'],
  [301, 'timestamp_refused'],
])('judges a timestamp %i seconds from now: %s', async (offset, code) => {
  expect(codeOf(await call({}, { timestampSeconds: START_SECONDS + offset }))).toBe(code)
})

it('refuses a timestamp that leaves the window while the request is checked', async () => {
  const store = memoryStore()
  app = await testProvider({ store })
  token = await accessToken(app)
  const { recordNonce } = store
  store.recordNonce = (nonce) => {
    // As if a purge had run in between: earlier nonces are forgotten.
    app.clock.nowSeconds += 1
    return recordNonce(nonce)
  }
  const options = { timestampSeconds: START_SECONDS - 300 }
  expect(codeOf(await call({}, options))).toBe('timestamp_refused')
})

it.each(['pending', 'rejected', 'canceled'] as const)(
  'refuses a consumer that is %s, and reports that only after a valid signature',
  async (status) => {
    const consumer = { key: status, secret: 'its secret' }
    await app.provider.consumers.register({ ...consumer, name: status, status })
    const ask = async (secret: string) =>
      codeOf(
        await app.provider.requestToken(
          await neutral(
            { method: 'POST', url: '/oauth/request_token' },
            { consumer: { key: status, secret } },
            { callback: 'oob' },
          ),
        ),
      )
    expect(await ask(consumer.secret)).toBe('consumer_key_rejected')
    expect(await ask('wrong')).toBe('signature_invalid')
  },
)

it('returns the acceptable timestamps', async () => {
  const result = await call({}, { timestampSeconds: 1 })
  expect(result.ok || headerOf(result.response, 'WWW-Authenticate')).toContain(
    `oauth_acceptable_timestamps="${START_SECONDS - 300}-${START_SECONDS + 300}"`,
  )
})

it('opens nothing to a request token, to no token, and to the token of another consumer', async () => {
  const pending = await requestToken(app)
  expect(codeOf(await call({}, {}, { consumer: CONSUMER, token: pending }))).toBe('token_rejected')
  const bare = await neutral({ method: 'GET', url: '/photos' })
  expect(codeOf(await app.provider.authenticate(bare))).toBe('parameter_absent')
  const other = await app.provider.consumers.register({ name: 'Other' })
  const thief = { consumer: { key: other.key, secret: other.secret ?? '' }, token }
  expect(codeOf(await call({}, {}, thief as never))).toBe('token_rejected')
})

it('reports states only after a valid signature', async () => {
  app.inactive.add('jane')
  const stranger = { consumer: CONSUMER, token: { key: token.key, secret: 'wrong' } }
  expect(codeOf(await call({}, {}, stranger))).toBe('signature_invalid')
  expect(codeOf(await call())).toBe('token_rejected')
})

it('ends an access token’s life in the second after its last', async () => {
  app = await testProvider({ accessTokenLifetimeSeconds: 100 })
  token = await accessToken(app)
  app.clock.nowSeconds = START_SECONDS + 100
  expect((await call()).ok).toBe(true)
  app.clock.nowSeconds = START_SECONDS + 101
  expect(codeOf(await call())).toBe('token_expired')
})

it('keeps to the methods that the consumer is registered for', async () => {
  const consumer = await app.provider.consumers.register({
    name: 'Strong',
    signatureMethods: ['HMAC-SHA256'],
  })
  const credentials = { consumer: { key: consumer.key, secret: consumer.secret ?? '' } }
  const ask = async (signatureMethod: string) =>
    codeOf(
      await app.provider.requestToken(
        await neutral({ method: 'POST', url: '/oauth/request_token' }, credentials, {
          signatureMethod,
          callback: 'oob',
        }),
      ),
    )
  expect(await ask('HMAC-SHA256')).toBe('ok')
  expect(await ask('HMAC-SHA1')).toBe('signature_method_rejected')
  expect(await ask('PLAINTEXT')).toBe('signature_method_rejected')
})

describe('the body hash', () => {
  const json = {
    method: 'PUT',
    headers: [['Content-Type', 'application/json']],
    body: '{"a":1}',
  } as const

  it('covers a body other than a form, which the grant then contains', async () => {
    const result = await call(json, { sendBodyHash: true })
    expect(result.ok && result.grant.body).toEqual(new TextEncoder().encode(json.body))
  })

  it('refuses a changed body, and a hash with a form', async () => {
    const signed = await neutral(
      { url: '/photos', ...json },
      { consumer: CONSUMER, token },
      { sendBodyHash: true },
    )
    const changed: ProviderRequest = {
      ...signed,
      readBody: async () => Promise.resolve(new Uint8Array()),
    }
    expect(codeOf(await app.provider.authenticate(changed))).toBe('signature_invalid')
    const options = {
      // Signs any hash, as signRequest refuses to.
      signatureMethod: { ...HMAC_SHA1, bodyHash: undefined },
      parameters: [['oauth_body_hash', 'x']] as const,
    }
    expect(codeOf(await call({ method: 'POST', headers: [FORM], body: 'a=b' }, options))).toBe(
      'parameter_rejected',
    )
  })

  it('reads no body that is neither form nor hashed', async () => {
    const signed = await neutral({ url: '/photos', ...json }, { consumer: CONSUMER, token })
    const unread: ProviderRequest = {
      ...signed,
      readBody: () => Promise.reject(new Error('the body was read')),
    }
    const result = await app.provider.authenticate(unread)
    expect(result.ok && result.grant.body).toBeUndefined()
  })
})

describe('the public URL', () => {
  const loopback = { address: '127.0.0.1', secure: false }

  async function callAt(
    signedUrl: string,
    received: {
      readonly url: string
      readonly headers?: [string, string][]
      readonly peer?: ProviderRequest['peer']
    },
  ) {
    const signed = await signRequest(
      { method: 'GET', url: signedUrl },
      { consumer: CONSUMER, token },
      { timestampSeconds: START_SECONDS },
    )
    return app.provider.authenticate(
      raw({
        method: 'GET',
        url: received.url,
        headers: [...signed.headers, ...(received.headers ?? [])],
        ...(received.peer === undefined ? {} : { peer: received.peer }),
      }),
    )
  }

  async function restart(options: Parameters<typeof testProvider>[0]) {
    // The token is kept in a store that both share; it was issued at the first public URL.
    const store = memoryStore()
    app = await testProvider({ store })
    token = await accessToken(app)
    app = { ...app, provider: (await testProviderOn(store, options)).provider }
  }

  async function testProviderOn(store: Store, options: Parameters<typeof testProvider>[0]) {
    const blind = new Proxy(store, {
      get: (target, name: keyof Store) =>
        name === 'createConsumer'
          ? async () => Promise.resolve('created')
          : target[name].bind(target),
    })
    return testProvider({ store: blind, ...options })
  }

  it('is what counts, whatever Host and peer say', async () => {
    const result = await callAt(`${ORIGIN}/photos`, {
      url: '/photos',
      headers: [['Host', 'internal:8080']],
    })
    expect(codeOf(result)).toBe('ok')
  })

  it('may have a path prefix that the proxy strips', async () => {
    await restart({ publicUrl: 'https://api.example/v1/' })
    expect(codeOf(await callAt('https://api.example/v1/photos', { url: '/photos' }))).toBe('ok')
  })

  it('may depend on the tenant', async () => {
    await restart({
      publicUrl: ({ headers }) =>
        headers.some(([name, value]) => name === 'Host' && value === 'a.example')
          ? 'https://a.example'
          : 'https://b.example',
    })
    const atA = { url: '/photos', headers: [['Host', 'a.example']] as [string, string][] }
    expect(codeOf(await callAt('https://a.example/photos', atA))).toBe('ok')
    expect(codeOf(await callAt('https://b.example/photos', atA))).toBe('signature_invalid')
  })

  it('must agree with an absolute-form target', async () => {
    expect(codeOf(await callAt(`${ORIGIN}/photos`, { url: `${ORIGIN}/photos` }))).toBe('ok')
    for (const url of [
      'https://evil.example/photos',
      'http://photos.example/photos',
      '*',
      'photos.example:443',
      'https://photos.example.evil.example/photos',
      'https://photos.example:444/photos',
    ]) {
      expect(codeOf(await callAt('https://evil.example/photos', { url }))).toBe(
        'parameter_rejected',
      )
    }
  })

  it('accepts only loopback hosts without the option', async () => {
    await restart({ publicUrl: undefined })
    const from = (host: string, peer = loopback) =>
      callAt(`http://${host}/photos`, { url: '/photos', headers: [['Host', host]], peer })
    expect(codeOf(await from('127.0.0.1:3000'))).toBe('ok')
    expect(codeOf(await from('localhost'))).toBe('ok')
    expect(codeOf(await from('[::1]:3000'))).toBe('ok')
    for (const host of ['photos.example', '127.0.0.1.evil.example', 'localhost.evil.example']) {
      expect(codeOf(await from(host))).toBe('parameter_rejected')
    }
    expect(codeOf(await from('127.0.0.1:3000', { address: '203.0.113.7', secure: false }))).toBe(
      'insecure_transport',
    )
  })

  it.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Real-IP', 'Via'])(
    'is not taken for loopback if %s shows another sender',
    async (name) => {
      await restart({ publicUrl: undefined })
      const headers: [string, string][] = [
        ['Host', '127.0.0.1'],
        [name, 'x'],
      ]
      const result = await callAt('http://127.0.0.1/photos', {
        url: '/photos',
        headers,
        peer: loopback,
      })
      expect([codeOf(result), result.ok || result.response.status]).toEqual([
        'insecure_transport',
        403,
      ])
    },
  )

  it('may be plain http for resources if the owner allows it, but not for tokens', async () => {
    await restart({ publicUrl: 'http://api.example', allowPlainHttpResources: true })
    expect(codeOf(await callAt('http://api.example/photos', { url: '/photos' }))).toBe('ok')
    const signed = await signRequest(
      { method: 'POST', url: 'http://api.example/oauth/request_token' },
      { consumer: CONSUMER },
      { timestampSeconds: START_SECONDS, callback: 'oob' },
    )
    const answer = await app.provider.requestToken(
      raw({ method: 'POST', url: '/oauth/request_token', headers: signed.headers }),
    )
    expect(codeOf(answer)).toBe('insecure_transport')
  })
})

describe('a store that fails', () => {
  const operations = ['findCredentials', 'recordNonce'] as const

  it.each(operations)('refuses with 503 if %s fails, without the reason', async (name) => {
    const store = memoryStore()
    app = await testProvider({ store })
    token = await accessToken(app)
    Object.assign(store, { [name]: () => Promise.reject(new Error('password=hunter2')) })
    const result = await call()
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.response.status).toBe(503)
    expect(headerOf(result.response, 'Retry-After')).toBe('5')
    expect(JSON.stringify(result.response)).not.toContain('hunter2')
    expect(result.cause).toBeInstanceOf(Error)
  })

  it('refuses if it has no room for a nonce', async () => {
    const store = memoryStore()
    app = await testProvider({ store })
    token = await accessToken(app)
    store.recordNonce = () => Promise.resolve('full')
    expect(codeOf(await call())).toBe('service_unavailable')
  })

  it.each([undefined, null, true, 'yes', 1])(
    'refuses if it returns %j for a nonce',
    async (answer) => {
      const store = memoryStore()
      app = await testProvider({ store })
      token = await accessToken(app)
      store.recordNonce = () => Promise.resolve(answer as never)
      expect(codeOf(await call())).toBe('service_unavailable')
    },
  )

  it('treats an OAuthError of the application as a failure, not as a refusal', async () => {
    const store = memoryStore()
    app = await testProvider({ store })
    token = await accessToken(app)
    store.findCredentials = () => Promise.reject(new OAuthError('their_code', 'their secret'))
    const result = await call()
    expect(codeOf(result)).toBe('service_unavailable')
    expect(result.ok || result.response.body).not.toContain('their')
  })

  it('refuses when findUser does', async () => {
    app = await testProvider({
      findUser: (id) => {
        if (app.inactive.has('fail')) throw new Error('no database')
        return { id }
      },
    })
    token = await accessToken(app)
    app.inactive.add('fail')
    expect(codeOf(await call())).toBe('service_unavailable')
  })
})

it.each([null, undefined, false])('treats %j from findUser as a missing user', async (nobody) => {
  const gone = new Set<string>()
  app = await testProvider({ findUser: (id) => (gone.has(id) ? (nobody as null) : { id }) })
  token = await accessToken(app)
  gone.add('jane')
  expect(codeOf(await call())).toBe('token_rejected')
})

it.each([NaN, undefined, Infinity, new Date()])(
  'refuses every request if now returns %s, because tokens would never expire',
  async (time) => {
    const clock = { time: START_SECONDS * 1000 }
    app = await testProvider({ now: () => clock.time })
    token = await accessToken(app)
    const request = await neutral(
      { method: 'GET', url: '/photos' },
      { consumer: CONSUMER, token },
      { timestampSeconds: START_SECONDS },
    )
    clock.time = time as number
    await expect(app.provider.authenticate(request)).rejects.toThrow(
      /^now: the returned value must be milliseconds since 1970 as a number, received /,
    )
  },
)

it.each([false, undefined, 0, 'no'])('takes %j from isUserActive for a no', async (answer) => {
  const asked = { answer: true as unknown }
  app = await testProvider({ isUserActive: () => asked.answer as boolean })
  token = await accessToken(app)
  asked.answer = answer
  expect(codeOf(await call())).toBe('token_rejected')
})

it('accepts PLAINTEXT without timestamp and nonce from a consumer that may use it', async () => {
  app = await testProvider({ signatureMethods: ['PLAINTEXT', 'HMAC-SHA1'] })
  await app.provider.consumers.register({
    key: 'plain',
    secret: 'plain secret',
    name: 'Plain',
    signatureMethods: ['PLAINTEXT'],
  })
  const header = formatAuthorizationHeader([
    ['oauth_consumer_key', 'plain'],
    ['oauth_signature_method', 'PLAINTEXT'],
    ['oauth_signature', 'plain%20secret&'],
    ['oauth_callback', 'oob'],
  ])
  const ask = () =>
    app.provider.requestToken(
      raw({ method: 'POST', url: '/oauth/request_token', headers: [['Authorization', header]] }),
    )
  expect([codeOf(await ask()), codeOf(await ask())]).toEqual(['ok', 'ok'])
})

it('refuses a PLAINTEXT signature in a URL', async () => {
  app = await testProvider({ signatureMethods: ['PLAINTEXT', 'HMAC-SHA1'] })
  const consumer = { key: 'plain', secret: 'plain secret' }
  await app.provider.consumers.register({
    ...consumer,
    name: 'Plain',
    signatureMethods: ['PLAINTEXT'],
  })
  for (const [transmission, code] of [
    ['query', 'parameter_rejected'],
    ['header', 'ok'],
  ] as const) {
    const request = await neutral(
      { method: 'POST', url: '/oauth/request_token' },
      { consumer },
      {
        signatureMethod: 'PLAINTEXT',
        callback: 'oob',
        transmission,
        allowPlaintextInQuery: true,
      },
    )
    const result = await app.provider.requestToken(request)
    expect(codeOf(result)).toBe(code)
    expect(JSON.stringify(result)).not.toContain('plain secret')
  }
})
