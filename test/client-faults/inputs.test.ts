import { inspect } from 'node:util'

import { createClient, isOAuthError } from '@oauthplus/client'
import {
  bodyHash,
  parameterValue,
  percentDecode,
  SIGNATURE_METHODS,
  signRequest,
} from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { listen } from '../../packages/client/test/listen.js'
import type { Seen } from '../../packages/client/test/listen.js'
import { CONSUMER, startProvider } from '../../packages/client/test/provider.js'

const TOKEN = { key: 'token', secret: '' } as const
const FORM_TYPE = 'application/x-www-form-urlencoded'

afterEach(() => {
  vi.restoreAllMocks()
})

function deeplyFrozen<const Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deeplyFrozen(part as object)
  }
  return Object.freeze(value)
}

/** Gives the parameters of an Authorization header, empty values included. */
function headerParameters({ headers }: Pick<Seen, 'headers'>): ParameterList {
  const value = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
  return Array.from(value.matchAll(/([\w%]+)="([^"]*)"/g), ([, name = '', text = '']) => [
    name,
    percentDecode(text),
  ])
}

describe('nonces', () => {
  it('do not come from Math.random', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const provider = await startProvider()
    const { fetch } = createClient(provider.options)
    for (let calls = 0; calls < 20; calls++) await fetch(provider.origin)
    const nonces = provider.verified.map(({ protocol }) => parameterValue(protocol, 'oauth_nonce'))
    expect(new Set(nonces).size).toBe(20)
    expect(Math.random).not.toHaveBeenCalled()
  })

  it('have 128 bits', async () => {
    const provider = await startProvider()
    await createClient(provider.options).fetch(provider.origin)
    const [request] = provider.verified
    expect(parameterValue(request?.protocol ?? [], 'oauth_nonce')).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('arguments', () => {
  it('can be frozen, and are not changed', async () => {
    const provider = await startProvider()
    const options = deeplyFrozen({ ...provider.options, consumer: { ...CONSUMER } })
    const client = createClient(options)
    const flow = await client.authorize(
      deeplyFrozen({ parameters: [['scope', 'photos']], authorizeParameters: [['perms', 'read']] }),
    )
    const { token } = await client.callback(
      provider.approve(flow.url),
      deeplyFrozen({ cookie: flow.setCookie.replace(/;.*/, '') }),
    )
    const init = deeplyFrozen({
      method: 'POST',
      body: 'a=1',
      headers: { 'content-type': FORM_TYPE },
    })
    const url = `${provider.origin}/?q=secret`
    const response = await client.withToken(deeplyFrozen({ ...token })).fetch(url, init)
    expect(response.status).toBe(200)
    const body = new URLSearchParams({ a: '1' })
    await client.withToken(token).fetch(url, { method: 'POST', body })
    expect(String(body)).toBe('a=1')
  })

  it('cannot replace a protocol parameter', async () => {
    const provider = await startProvider()
    const { fetch } = createClient(provider.options).withToken(TOKEN)
    const form = (body: URLSearchParams): RequestInit => ({ method: 'POST', body })
    for (const name of ['oauth_nonce', 'oauth_consumer_key', 'oauth_token']) {
      await expect(fetch(`${provider.origin}/?${name}=other`)).rejects.toMatchObject({
        code: 'parameter_rejected',
      })
      await expect(
        fetch(provider.origin, form(new URLSearchParams({ [name]: 'other' }))),
      ).rejects.toMatchObject({ code: 'parameter_rejected' })
    }
    expect(provider.seen).toEqual([])
  })

  it('are refused with a code if they cannot be encoded', async () => {
    const provider = await startProvider()
    const { fetch } = createClient(provider.options)
    const failed = await fetch(`${provider.origin}/?q=100%`).catch((error: unknown) => error)
    expect(isOAuthError(failed) && failed.code).toBe('parameter_rejected')
    const lone = await signRequest(
      { method: 'GET', url: 'https://photos.example/' },
      { consumer: { key: '\ud800', secret: '' } },
    ).catch((error: unknown) => error)
    expect(isOAuthError(lone) && lone.code).toBe('parameter_rejected')
  })
})

describe('secrets', () => {
  it('can be empty for a token and for a consumer', async () => {
    const server = await listen(() => ({ body: 'oauth_token=t&oauth_token_secret=' }))
    const client = createClient({
      provider: { accessTokenUrl: `${server.origin}/access_token` },
      consumer: { key: 'printer', secret: '' },
    })
    const { token } = await client.xauth({ username: 'jane', password: 'sesame' })
    expect(token).toEqual({ key: 't', secret: '' })
    expect((await client.withToken(token).fetch(server.origin)).status).toBe(200)
    expect(parameterValue(headerParameters(server.seen[1] ?? { headers: [] }), 'oauth_token')).toBe(
      't',
    )
  })

  it('are required: a missing one is not treated as empty', () => {
    const consumer = { key: 'printer' }
    expect(() => createClient({ provider: {}, consumer: consumer as never })).toThrow(
      'consumer.secret is required',
    )
    const client = createClient({ provider: {}, consumer: CONSUMER })
    expect(() => client.withToken({ key: 'token' } as never)).toThrow(TypeError)
  })

  it('never appear in an error, however it is printed', async () => {
    const server = await listen(({ body, headers }) => ({
      status: 401,
      // A Provider that repeats what it was sent.
      body: `oauth_problem=signature_invalid&oauth_problem_advice=${String(body)} ${String(headers)} sesame`,
    }))
    const client = createClient({
      provider: { accessTokenUrl: server.origin, signatureMethod: 'PLAINTEXT' },
      consumer: CONSUMER,
    })
    const error = await client
      .xauth({ username: 'jane', password: 'sesame' })
      .catch((caught: unknown) => caught)
    expect(isOAuthError(error)).toBe(true)
    const printed = [String(error), JSON.stringify(error), inspect(error, { depth: 9 })].join('\n')
    expect(printed).not.toMatch(/sesame|consumer-secret/)
  })
})

describe('the header', () => {
  it('keeps an empty token', async () => {
    const server = await listen(() => ({}))
    const { fetch } = createClient({ provider: {}, consumer: CONSUMER }).withToken({
      key: '',
      secret: '',
    })
    await fetch(server.origin)
    const parameters = headerParameters(server.seen[0] ?? { headers: [] })
    expect(parameters).toContainEqual(['oauth_token', ''])
  })

  it('escapes a realm', async () => {
    const server = await listen(() => ({}))
    const realm = 'a "b" \\ c'
    await createClient({ provider: { realm }, consumer: CONSUMER }).fetch(server.origin)
    const [value = ''] = (server.seen[0]?.headers ?? [])
      .filter(([name]) => name.toLowerCase() === 'authorization')
      .map(([, text]) => text)
    expect(value).toContain('realm="a \\"b\\" \\\\ c", oauth_')
    for (const broken of ['a\r\nx: y', 'a\nb']) {
      expect(() => createClient({ provider: { realm: broken }, consumer: CONSUMER })).toThrow()
    }
  })
})

describe('methods', () => {
  it('are HMAC-SHA1 by default, not PLAINTEXT', async () => {
    const provider = await startProvider()
    await createClient(provider.options).fetch(provider.origin)
    expect(provider.verified[0]?.protocol).toContainEqual(['oauth_signature_method', 'HMAC-SHA1'])
  })

  it('include SHA-512, with a shared secret and with a key', () => {
    expect(SIGNATURE_METHODS.map(({ name }) => name)).toEqual([
      'HMAC-SHA1',
      'HMAC-SHA256',
      'HMAC-SHA512',
      'RSA-SHA1',
      'RSA-SHA256',
      'RSA-SHA512',
      'RSA-PSS',
      'PLAINTEXT',
    ])
  })

  it('all support bodies', async () => {
    const provider = await startProvider()
    const { fetch } = createClient(provider.options)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const body = new URLSearchParams({ a: '1' })
      expect((await fetch(provider.origin, { method, body })).status).toBe(200)
      expect(provider.verified.at(-1)).toMatchObject({ method, form: [['a', '1']] })
    }
  })
})

describe('a body hash', () => {
  const json = {
    method: 'POST',
    url: 'https://photos.example/',
    headers: [['Content-Type', 'application/json']] as const,
  }
  const credentials = { consumer: CONSUMER, token: TOKEN }

  it('is a hash of the sent bytes, with the hash function of the method', async () => {
    const cases = [
      // The draft's own examples.
      ['HMAC-SHA1', 'Hello World!', 'Lve95gjOVATpfV8EL5X4nxwjKHE='],
      ['HMAC-SHA1', '', '2jmj7l5rSw0yVb/vlWAYkK/YBwk='],
      ['HMAC-SHA256', '', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
      ['HMAC-SHA1', new TextEncoder().encode('Hello World!'), 'Lve95gjOVATpfV8EL5X4nxwjKHE='],
    ] as const
    for (const [signatureMethod, body, hash] of cases) {
      const options = { signatureMethod, sendBodyHash: true }
      const { parameters } = await signRequest({ ...json, body }, credentials, options)
      expect(parameterValue(parameters, 'oauth_body_hash')).toBe(hash)
    }
    expect(await bodyHash('Hello World!', 'SHA-1')).toBe('Lve95gjOVATpfV8EL5X4nxwjKHE=')
  })

  it('is not added to a form, whose parameters are signed', async () => {
    const form = { ...json, headers: [['Content-Type', FORM_TYPE]] as const, body: 'a=1' }
    await expect(signRequest(form, credentials, { sendBodyHash: true })).rejects.toThrow(TypeError)
  })

  it('is encoded once more in header and base string', async () => {
    const options = { signatureMethod: 'HMAC-SHA256', sendBodyHash: true }
    const { headers, baseString } = await signRequest({ ...json, body: '' }, credentials, options)
    const encoded = '47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D'
    expect(String(headers)).toContain(`oauth_body_hash="${encoded}"`)
    expect(baseString).toContain(`oauth_body_hash%3D${encoded.replaceAll('%', '%25')}`)
  })
})
