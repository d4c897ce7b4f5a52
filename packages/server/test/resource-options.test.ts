import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { createAdapter } from '../src/adapter.js'
import type { AuthenticateOptions, ProviderEvent } from '../src/index.js'
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

const RESOURCE = { method: 'GET', url: '/photos' } as const
const JSON_BODY = {
  method: 'POST',
  url: '/photos',
  headers: [['Content-Type', 'application/json']],
  body: '{"a":1}',
} as const

describe('a resource for two-legged requests', () => {
  async function allowTwoLegged(
    url = '/photos',
    flag = true,
    on: (event: ProviderEvent) => void = () => undefined,
  ) {
    const app = await testProvider({ on })
    await app.provider.consumers.update(CONSUMER.key, { allowTwoLegged: flag })
    return { app, request: await neutral({ method: 'GET', url }) }
  }

  it('accepts a two-legged request of a consumer that may send one, without a user', async () => {
    const events: ProviderEvent[] = []
    const { app, request } = await allowTwoLegged('/photos', true, (event) => events.push(event))
    const result = await app.provider.authenticate(request, { allowTwoLegged: true })
    expect(result).toMatchObject({ ok: true, grant: { consumer: { key: CONSUMER.key } } })
    expect(result.ok && result.grant.user).toBeUndefined()
    expect(result.ok && result.grant.scopes).toEqual([])
    expect(events.at(-1)).toEqual({ type: 'request_authenticated', consumerKey: CONSUMER.key })
  })

  it('treats an empty oauth_token as absent', async () => {
    const { app } = await allowTwoLegged()
    const request = await neutral(RESOURCE, { consumer: CONSUMER, token: { key: '', secret: '' } })
    expect(codeOf(await app.provider.authenticate(request, { allowTwoLegged: true }))).toBe('ok')
  })

  it('needs both the option and the consumer’s flag', async () => {
    const with_ = await allowTwoLegged()
    expect(codeOf(await with_.app.provider.authenticate(with_.request))).toBe('parameter_absent')
    const without = await allowTwoLegged('/photos', false)
    const refused = await without.app.provider.authenticate(without.request, {
      allowTwoLegged: true,
    })
    expect(refused).toMatchObject({ problem: { parametersAbsent: ['oauth_token'] } })
  })

  it('accepts an access token too, with its user', async () => {
    const { app } = await allowTwoLegged()
    const token = await accessToken(app)
    const request = await neutral(RESOURCE, { consumer: CONSUMER, token })
    const result = await app.provider.authenticate(request, { allowTwoLegged: true })
    expect(result).toMatchObject({ grant: { userId: 'jane', tokenKey: token.key } })
  })

  it('never takes xoauth_requestor_id for the user', async () => {
    const { app, request } = await allowTwoLegged('/photos?xoauth_requestor_id=jane')
    const result = await app.provider.authenticate(request, { allowTwoLegged: true })
    expect(result).toMatchObject({ grant: { query: [['xoauth_requestor_id', 'jane']] } })
    expect(result.ok && result.grant.user).toBeUndefined()
  })

  it('records the nonce', async () => {
    const { app, request } = await allowTwoLegged()
    expect(codeOf(await app.provider.authenticate(request, { allowTwoLegged: true }))).toBe('ok')
    const again = await app.provider.authenticate(request, { allowTwoLegged: true })
    expect(codeOf(again)).toBe('nonce_used')
  })
})

describe('a body hash that is required', () => {
  const ask = async (
    request: Parameters<typeof neutral>[0],
    options: Parameters<typeof neutral>[2] = {},
    authenticateOptions: AuthenticateOptions = {},
  ) => {
    const app = await testProvider()
    if (authenticateOptions.requireBodyHash === undefined) {
      await app.provider.consumers.update(CONSUMER.key, { requireBodyHash: true })
    }
    const token = await accessToken(app)
    const signed = await neutral(request, { consumer: CONSUMER, token }, options)
    return app.provider.authenticate(signed, authenticateOptions)
  }

  it('is asked for by the consumer’s flag, or by the resource', async () => {
    for (const options of [{}, { requireBodyHash: true }]) {
      expect(await ask(JSON_BODY, {}, options)).toMatchObject({
        problem: { code: 'parameter_absent', parametersAbsent: ['oauth_body_hash'] },
      })
      expect(codeOf(await ask(JSON_BODY, { sendBodyHash: true }, options))).toBe('ok')
      expect(codeOf(await ask(RESOURCE, {}, options))).toBe('parameter_absent')
      expect(codeOf(await ask(RESOURCE, { sendBodyHash: true }, options))).toBe('ok')
    }
  })

  it('is not asked of forms, which must not carry it', async () => {
    const form = { method: 'POST', url: '/photos', headers: [FORM], body: 'a=1' } as const
    expect(codeOf(await ask(form))).toBe('ok')
  })

  it('cannot be asked of PLAINTEXT', async () => {
    const { provider } = await testProvider({ signatureMethods: ['PLAINTEXT', 'HMAC-SHA1'] })
    const options = { name: 'Plain', signatureMethods: ['PLAINTEXT'], requireBodyHash: true }
    await expect(provider.consumers.register(options)).rejects.toThrow(TypeError)
  })

  it('does not accept PLAINTEXT, which does not sign the body', async () => {
    const app = await testProvider({ signatureMethods: ['PLAINTEXT', 'HMAC-SHA1'] })
    const token = await accessToken(app)
    await app.provider.consumers.update(CONSUMER.key, { signatureMethods: ['PLAINTEXT'] })
    for (const parameters of [[], [['oauth_body_hash', 'AAAA']]] as const) {
      const signing = { signatureMethod: 'PLAINTEXT', parameters }
      const request = await neutral(JSON_BODY, { consumer: CONSUMER, token }, signing)
      const result = await app.provider.authenticate(request, { requireBodyHash: true })
      expect(codeOf(result)).toBe('signature_method_rejected')
    }
  })

  it('is signature_invalid if it is wrong', async () => {
    const app = await testProvider()
    const token = await accessToken(app)
    const signed = await neutral(JSON_BODY, { consumer: CONSUMER, token }, { sendBodyHash: true })
    const tampered = {
      ...signed,
      readBody: async () => Promise.resolve(new TextEncoder().encode('{"a":2}')),
    }
    expect(codeOf(await app.provider.authenticate(tampered))).toBe('signature_invalid')
    expect(createHash('sha1').update(JSON_BODY.body).digest('base64')).toHaveLength(28)
  })
})

describe('a scope that is read-only', () => {
  it.each([
    ['GET', 'ok'],
    ['HEAD', 'ok'],
    ['OPTIONS', 'ok'],
    ['POST', 'additional_authorization_required'],
    ['PUT', 'additional_authorization_required'],
    ['DELETE', 'additional_authorization_required'],
    ['get', 'additional_authorization_required'],
    ['PROPFIND', 'additional_authorization_required'],
  ])('responds to %s with %s', async (method, code) => {
    const app = await testProvider({
      scopes: {
        photos: { description: 'See your photos', allowWrites: false },
        albums: { description: 'Change your albums' },
      },
    })
    const token = await accessToken(app, { query: '?scope=photos+albums' })
    const request = await neutral({ method, url: '/photos' }, { consumer: CONSUMER, token })
    const sent = { ...request, method }
    const result = await app.provider.authenticate(sent, { scope: 'photos' })
    // A method in lower case is another method, and its signature is that of the upper case one.
    expect(codeOf(result)).toBe(code)
    const other = await neutral({ method, url: '/albums' }, { consumer: CONSUMER, token })
    expect(codeOf(await app.provider.authenticate(other, { scope: 'albums' }))).toBe('ok')
  })

  it('limits the methods of requests without a token', async () => {
    const app = await testProvider({
      scopes: { photos: { description: 'See your photos', allowWrites: false } },
    })
    await app.provider.consumers.update(CONSUMER.key, { allowTwoLegged: true })
    const options = { scope: 'photos', allowTwoLegged: true }
    for (const [method, code] of [
      ['GET', 'ok'],
      ['DELETE', 'additional_authorization_required'],
    ] as const) {
      const request = await neutral({ method, url: '/photos' })
      expect(codeOf(await app.provider.authenticate(request, options))).toBe(code)
    }
  })
})

describe('a request target', () => {
  it.each(['/photos?a=1#', '/photos#&admin=1', '/photos?#&admin=1', '#', '/#?a=1'])(
    'is refused if it contains a fragment: %s',
    async (url) => {
      const app = await testProvider()
      const token = await accessToken(app)
      const request = await neutral(RESOURCE, { consumer: CONSUMER, token })
      const result = await app.provider.authenticate({ ...request, url })
      expect(codeOf(result)).toBe('parameter_rejected')
    },
  )
})

describe('an option of a route', () => {
  it('can be the realm of the challenge', async () => {
    const { provider } = await testProvider()
    const bare = { ...(await neutral(RESOURCE)), headers: [] }
    const { response } = (await provider.authenticate(bare, { realm: 'TSTDRV "1"' })) as {
      response: Parameters<typeof headerOf>[0]
    }
    expect(headerOf(response, 'WWW-Authenticate')).toBe('OAuth realm="TSTDRV \\"1\\""')
  })

  it('can be the window of timestamps, as LTI’s 90 minutes', async () => {
    const app = await testProvider()
    const token = await accessToken(app)
    const old = { timestampSeconds: START_SECONDS - 5400 }
    const options = { timestampWindowSeconds: 5400 }
    const request = await neutral(RESOURCE, { consumer: CONSUMER, token }, old)
    expect(codeOf(await app.provider.authenticate(request))).toBe('timestamp_refused')
    expect(codeOf(await app.provider.authenticate(request, options))).toBe('ok')
    app.clock.nowSeconds += 100
    await app.provider.purge()
    expect(codeOf(await app.provider.authenticate(request, options))).toBe('timestamp_refused')
    app.clock.nowSeconds -= 100
    expect(codeOf(await app.provider.authenticate(request, options))).toBe('nonce_used')
  })

  it('gives the realm of the request to the handler, unsigned as it is', async () => {
    const app = await testProvider()
    const token = await accessToken(app)
    const request = await neutral(RESOURCE, { consumer: CONSUMER, token }, { realm: '1234567' })
    const result = await app.provider.authenticate(request)
    expect(result).toMatchObject({ grant: { realm: '1234567' } })
  })

  it('is refused at once if it is invalid', async () => {
    const { provider } = await testProvider()
    const request = raw(RESOURCE)
    const adapter = createAdapter(provider, {
      getUserId: () => undefined,
      getLoginUrl: () => '/login',
    })
    for (const [options, message] of [
      [{ realm: 'a\r\nb' }, /realm/],
      [
        { scope: 'unknown' },
        /^authenticate: the provider has no scope "unknown"; its scopes option/,
      ],
      [{ timestampWindowSeconds: 0 }, /^authenticate: timestampWindowSeconds must be an integer/],
    ] as const) {
      expect(() => {
        adapter.prepareAuthentication([options])
      }).toThrow(TypeError)
      await expect(provider.authenticate(request, options)).rejects.toThrow(message)
    }
  })
})
