import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'

import { isOAuthError } from '@oauthplus/core'
import { errors, fetch as undiciFetch, interceptors, request } from 'undici'
import type { Dispatcher } from 'undici'
import { describe, expect, it } from 'vitest'

import { fatsecret } from '../../src/presets.js'
import { oauthInterceptor } from '../../src/undici.js'
import type { OAuthInterceptorOptions } from '../../src/undici.js'
import { headerOf } from '../listen.js'
import type { Answer, Seen } from '../listen.js'
import { readSignature } from '../read-signature.js'
import { standIn } from '../stand-in.js'
import type { StandIn } from '../stand-in.js'

const CONSUMER = { key: 'key', secret: 'consumer secret' }
const TOKEN = { key: 'token', secret: 'token secret' }
const ORIGIN = 'https://photos.example'
const PLAINTEXT = { signatureMethod: 'PLAINTEXT' } as const
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** A simulated internet, and a dispatcher that signs for photos.example. */
async function signing(
  options: Partial<OAuthInterceptorOptions> = {},
  answer: (seen: Seen) => Answer | Promise<Answer> = () => ({}),
): Promise<StandIn & { readonly signing: Dispatcher }> {
  const server = await standIn(answer)
  const interceptor = oauthInterceptor({
    origins: [ORIGIN],
    provider: {},
    consumer: CONSUMER,
    token: TOKEN,
    ...options,
  })
  return { ...server, signing: server.dispatcher.compose(interceptor) }
}

function isSigned(seen: Seen | undefined): boolean {
  return seen !== undefined && readSignature(seen).signedWith(CONSUMER.secret, TOKEN.secret)
}

describe('a request to a listed origin', () => {
  it('is signed as it is sent, including its query', async () => {
    const { seen, signing: dispatcher } = await signing()
    const { statusCode, body } = await request(`${ORIGIN}/photos?q=it's+(5%25)*`, { dispatcher })
    expect([statusCode, await body.text()]).toEqual([200, ''])
    expect(seen[0]?.target).toBe('/photos?q=it%27s+(5%25)*')
    expect(isSigned(seen[0])).toBe(true)
  })

  it('is signed with the query that undici would add', async () => {
    const { seen, signing: dispatcher } = await signing()
    const query = { b: ['2', '1'], a: 'ü +', none: null, size: 3, isNew: true }
    await request(`${ORIGIN}/photos`, { dispatcher, query })
    expect(seen[0]?.target).toBe('/photos?b=2&b=1&a=%C3%BC%20%2B&none=&size=3&isNew=true')
    expect(isSigned(seen[0])).toBe(true)
  })

  it.each([
    ['a text', 'status=it%27s+5%25&a='],
    ['bytes', Buffer.from('status=it%27s+5%25&a=')],
  ])('is signed with its form if that is %s', async (_kind, body) => {
    const { seen, signing: dispatcher } = await signing()
    await request(`${ORIGIN}/photos`, { dispatcher, method: 'POST', headers: FORM, body })
    expect(seen[0]?.body.toString()).toBe('status=it%27s+5%25&a=')
    expect(isSigned(seen[0])).toBe(true)
    expect(readSignature(seen[0]).baseString).toContain('status%3Dit%2527s%25205%2525')
  })

  it.each([
    ['alternate', ['x-kept', 'yes', 'content-type', FORM['content-type']]],
    ['are pairs', Object.entries({ 'x-kept': 'yes', ...FORM })],
    ['are an iterable', new Headers({ 'x-kept': 'yes', ...FORM })],
    ['are an object', { 'x-kept': 'yes', 'x-none': undefined, ...FORM }],
  ])('keeps headers that %s', async (_form, headers) => {
    const { seen, signing: dispatcher } = await signing()
    await request(`${ORIGIN}/photos`, {
      dispatcher,
      method: 'POST',
      headers: headers as NonNullable<Dispatcher.DispatchOptions['headers']>,
      body: 'a=1',
    })
    expect(seen[0]?.headers).toContainEqual(['x-kept', 'yes'])
    expect(isSigned(seen[0])).toBe(true)
  })

  it('is signed for its own Host header', async () => {
    const { seen, signing: dispatcher } = await signing()
    await request(`${ORIGIN}/photos`, { dispatcher, headers: { host: 'other.example' } })
    expect(seen[0]?.url).toBe('https://other.example/photos')
    expect(isSigned(seen[0])).toBe(true)
  })

  it.each(['query', 'body'] as const)('has the parameters in its %s', async (transmission) => {
    const { seen, signing: dispatcher } = await signing({ provider: { transmission } })
    await request(`${ORIGIN}/photos?a=1`, {
      dispatcher,
      method: 'POST',
      headers: { ...FORM, 'content-length': '3' },
      body: 'b=2',
    })
    expect(readSignature(seen[0]).place).toBe(transmission)
    expect(isSigned(seen[0])).toBe(true)
  })

  it('has the parameters in its query if it has no form and the service does not read the header', async () => {
    const { seen, signing: dispatcher } = await signing({ provider: fatsecret })
    await request(`${ORIGIN}/rest/food/v4?food_id=1`, { dispatcher })
    expect(readSignature(seen[0]).place).toBe('query')
    expect(isSigned(seen[0])).toBe(true)
  })

  it('has the hash of its body if enabled, except for a form', async () => {
    const provider = { signatureMethod: 'HMAC-SHA256', sendBodyHash: true } as const
    const { seen, signing: dispatcher } = await signing({ provider })
    const post = { dispatcher, method: 'POST' } as const
    await request(`${ORIGIN}/1`, { ...post, body: '{"a":1}' })
    await request(`${ORIGIN}/2`, { dispatcher })
    await request(`${ORIGIN}/3`, { ...post, headers: FORM, body: 'a=1' })
    const hashes = seen.map((one) => readSignature(one).parameters.oauth_body_hash)
    const hash = (text: string): string => createHash('sha256').update(text).digest('base64')
    expect(hashes).toEqual([hash('{"a":1}'), hash(''), undefined])
    expect(seen.every(isSigned)).toBe(true)
  })

  it('is signed with the current token', async () => {
    const tokens = ['one', 'two']
    const token = async (): Promise<typeof TOKEN> => ({ ...TOKEN, key: tokens.shift() ?? '' })
    const { seen, signing: dispatcher } = await signing({ token })
    await request(ORIGIN, { dispatcher })
    await request(ORIGIN, { dispatcher })
    expect(seen.map((one) => readSignature(one).parameters.oauth_token)).toEqual(['one', 'two'])
  })

  it('is sent unchanged if its body is not a form, even as a stream', async () => {
    const { seen, signing: dispatcher } = await signing()
    const body = Readable.from(['{"a"', ':1}'])
    await request(`${ORIGIN}/photos`, { dispatcher, method: 'POST', body })
    expect(seen[0]?.body.toString()).toBe('{"a":1}')
    expect(isSigned(seen[0])).toBe(true)
  })

  it.each([
    ['undici', undiciFetch],
    ['Node', globalThis.fetch],
  ])('is signed for the fetch of %s as well', async (_whose, fetch) => {
    const { seen, signing: dispatcher } = await signing({}, () => ({ body: 'as it came' }))
    const init = { dispatcher, method: 'POST', body: '{"a":1}' }
    const response = await (fetch as typeof undiciFetch)(`${ORIGIN}/photos?a=1`, init)
    expect(await response.text()).toBe('as it came')
    expect(isSigned(seen[0])).toBe(true)
  })

  it('is signed before undici’s resolver replaces the origin with an address', async () => {
    const server = await standIn(() => ({}))
    const dns = interceptors.dns({
      lookup: (_origin, _options, found) =>
        found(null, [{ address: '192.0.2.1', family: 4, ttl: 1000 }]),
    })
    const signed = oauthInterceptor({ origins: [ORIGIN], provider: {}, consumer: CONSUMER })
    await request(`${ORIGIN}/photos`, { dispatcher: server.dispatcher.compose(dns, signed) })
    expect(readSignature(server.seen[0]).signedWith(CONSUMER.secret)).toBe(true)
    expect(server.seen[0]?.url).toBe(`${ORIGIN}/photos`)
  })

  it('has the User-Agent option, unless it sets one', async () => {
    const { seen, signing: dispatcher } = await signing({ userAgent: 'Photos/1.0' })
    await request(ORIGIN, { dispatcher })
    await request(ORIGIN, { dispatcher, headers: { 'user-agent': 'Albums/2.0' } })
    expect(seen.map((one) => headerOf(one, 'user-agent'))).toEqual(['Photos/1.0', 'Albums/2.0'])
    expect(seen.every(isSigned)).toBe(true)
  })
})

describe('redirects of undici', () => {
  const to =
    (location: string) =>
    ({ target }: Seen): Answer =>
      target === '/from' ? { status: 302, headers: { location } } : { body: 'arrived' }

  it('are signed again on a listed origin, with new nonces', async () => {
    const server = await signing({}, to('/to?b=2'))
    const dispatcher = server.signing.compose(interceptors.redirect({ maxRedirections: 3 }))
    const { body } = await request(`${ORIGIN}/from`, { dispatcher })
    expect(await body.text()).toBe('arrived')
    expect(server.seen.map(({ target }) => target)).toEqual(['/from', '/to?b=2'])
    expect(server.seen.every(isSigned)).toBe(true)
    const nonces = server.seen.map((one) => readSignature(one).parameters.oauth_nonce)
    expect(new Set(nonces).size).toBe(2)
  })

  it.each([
    'https://evil.example/to',
    'http://photos.example/to',
    'https://photos.example:8443/to',
  ])('to %s are not signed, even with fetch', async (location) => {
    const server = await signing({}, to(location))
    const dispatcher = server.signing.compose(interceptors.redirect({ maxRedirections: 3 }))
    await request(`${ORIGIN}/from`, { dispatcher })
    await undiciFetch(`${ORIGIN}/from`, { dispatcher: server.signing })
    expect(server.seen.map(isSigned)).toEqual([true, false, true, false])
    for (const one of [server.seen[1], server.seen[3]]) {
      expect(one?.url).toBe(location)
      expect(one?.headers.filter(([name]) => /authorization/i.test(name))).toEqual([])
    }
  })

  it('do not keep the parameters of a signed query on other origins', async () => {
    const provider = { transmission: 'query' } as const
    const server = await signing({ provider }, ({ target }) =>
      target.startsWith('/from') ? { status: 307, headers: { location: '//evil.example' } } : {},
    )
    const dispatcher = server.signing.compose(interceptors.redirect({ maxRedirections: 3 }))
    await request(`${ORIGIN}/from`, { dispatcher })
    expect(server.seen[1]?.url).toBe('https://evil.example/')
  })
})

describe('an unsignable request', () => {
  it('fails for a form that is a stream, as with undici’s fetch, and names the remedy', async () => {
    const { seen, signing: dispatcher } = await signing()
    const post = { dispatcher, method: 'POST', headers: FORM } as const
    const failed = await undiciFetch(ORIGIN, { ...post, body: 'a=1' }).catch(
      (error: unknown) => (error as Error).cause,
    )
    expect(isOAuthError(failed) && failed.code).toBe('body_unreadable')
    expect((failed as Error).message).toContain('createClient')
    await expect(request(ORIGIN, { ...post, body: Readable.from(['a=1']) })).rejects.toMatchObject({
      code: 'body_unreadable',
    })
    expect(seen).toEqual([])
  })

  it('fails for a stream if its hash is required', async () => {
    const { signing: dispatcher } = await signing({ provider: { sendBodyHash: true } })
    const body = Readable.from(['a'])
    await expect(request(ORIGIN, { dispatcher, method: 'PUT', body })).rejects.toMatchObject({
      code: 'body_unreadable',
    })
  })

  it('fails if it has an Authorization header', async () => {
    const { seen, signing: dispatcher } = await signing()
    const headers = { authorization: 'Bearer other' }
    await expect(request(ORIGIN, { dispatcher, headers })).rejects.toThrow(TypeError)
    expect(seen).toEqual([])
  })

  it('fails if PLAINTEXT would be sent over http', async () => {
    const options = { origins: ['http://photos.example'], provider: PLAINTEXT }
    const { seen, signing: dispatcher } = await signing(options)
    await expect(request('http://photos.example', { dispatcher })).rejects.toMatchObject({
      code: 'insecure_transport',
    })
    const allowed = await signing({ ...options, allowInsecure: true })
    await request('http://photos.example', { dispatcher: allowed.signing })
    expect([seen.length, allowed.seen.map(isSigned)]).toEqual([0, [true]])
  })

  it('fails if the origin is unknown because a pool hides it', async () => {
    const { dispatcher } = await standIn(() => ({}))
    const interceptor = oauthInterceptor({ origins: [ORIGIN], provider: {}, consumer: CONSUMER })
    const failed = await new Promise<Error>((resolve) => {
      interceptor(dispatcher.dispatch.bind(dispatcher))(
        { path: '/', method: 'GET' },
        {
          onRequestStart: () => undefined,
          onResponseError: (_controller, error) => resolve(error),
        },
      )
    })
    expect(failed).toBeInstanceOf(TypeError)
  })

  it('fails with the error of the token function', async () => {
    const { signing: dispatcher } = await signing({
      token: () => Promise.reject(new Error('gone')),
    })
    await expect(request(ORIGIN, { dispatcher })).rejects.toThrow('gone')
  })

  it('fails with the error of the inner dispatcher', async () => {
    const { dispatcher, signing: signed } = await signing()
    await dispatcher.close()
    await expect(request(ORIGIN, { dispatcher: signed })).rejects.toThrow(
      errors.ClientDestroyedError,
    )
  })
})

describe('aborting a request', () => {
  it('ends it at once during the token lookup, unsent', async () => {
    const controller = new AbortController()
    const { seen, signing: dispatcher } = await signing({
      token: () => {
        controller.abort(new Error('enough'))
        return new Promise(() => undefined)
      },
    })
    await expect(request(ORIGIN, { dispatcher, signal: controller.signal })).rejects.toThrow(
      'enough',
    )
    expect(seen).toEqual([])
  })

  it('does not call the token function before the start', async () => {
    let lookups = 0
    const token = (): typeof TOKEN => ((lookups += 1), TOKEN)
    const { signing: dispatcher } = await signing({ token })
    await expect(
      request(ORIGIN, { dispatcher, signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough')
    expect(lookups).toBe(0)
  })

  it('reaches the connection during the wait for the response', async () => {
    const controller = new AbortController()
    const { seen, signing: dispatcher } = await signing({}, () => {
      controller.abort(new Error('enough'))
      return {}
    })
    await expect(request(ORIGIN, { dispatcher, signal: controller.signal })).rejects.toThrow(
      'enough',
    )
    expect(seen).toHaveLength(1)
  })
})

it('lets a slow reader slow down the sender', async () => {
  const big = 'x'.repeat(2_000_000)
  const { signing: dispatcher } = await signing({}, () => ({ body: big }))
  const { body } = await request(ORIGIN, { dispatcher, highWaterMark: 1024 })
  let length = 0
  for await (const chunk of body) {
    length += (chunk as Buffer).length
    // A sender that ignores the reader fills this up.
    expect(body.readableLength).toBeLessThan(big.length / 2)
  }
  expect(length).toBe(big.length)
})

describe('the option origins', () => {
  it.each([
    ['is required', undefined],
    ['must not be empty', []],
    ['must contain origins', ['https://photos.example/photos']],
    ['must be all https or all http', [ORIGIN, 'http://photos.example']],
  ])('%s', (_rule, origins) => {
    expect(() =>
      oauthInterceptor({
        origins: origins as readonly string[],
        provider: {},
        consumer: CONSUMER,
      }),
    ).toThrow(/origins must/)
  })
})
