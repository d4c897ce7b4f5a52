import { setImmediate as prepared } from 'node:timers/promises'

import type { Dispatcher } from 'undici'
import { describe, expect, it } from 'vitest'

import { oauthInterceptor } from '../../src/undici.js'
import type { OAuthInterceptorOptions } from '../../src/undici.js'
import { readSignature } from '../read-signature.js'

const CONSUMER = { key: 'key', secret: 'consumer secret' }
const ORIGIN = 'https://photos.example'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const GET: Dispatcher.DispatchOptions = { origin: ORIGIN, path: '/photos', method: 'GET' }
const POST: Dispatcher.DispatchOptions = { ...GET, method: 'POST' }

type Sent = Dispatcher.DispatchOptions & { readonly headers: readonly string[] }

/**
 * Lets the interceptor prepare a request. Returns the dispatched request, or throws the failure.
 */
async function send(
  request: Dispatcher.DispatchOptions,
  options: Partial<OAuthInterceptorOptions> = {},
): Promise<Sent> {
  const interceptor = oauthInterceptor({
    origins: [ORIGIN],
    provider: {},
    consumer: CONSUMER,
    nonce: () => 'nonce-of-the-test',
    now: () => 1_000_999,
    ...options,
  })
  return new Promise<Sent>((resolve, reject) => {
    interceptor((sent) => {
      resolve(sent as Sent)
      return true
    })(request, {
      onRequestStart: () => undefined,
      onResponseError: (_controller, error) => {
        reject(error)
      },
    })
  })
}

/** The dispatched headers, except the signature. */
function headersOf({ headers }: Sent): readonly (readonly [name: string, value: string])[] {
  return headers
    .flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as const] : []))
    .filter(([name]) => name !== 'Authorization')
}

function signatureOf(sent: Sent, origin = ORIGIN): ReturnType<typeof readSignature> {
  const headers = sent.headers.flatMap((name, index) =>
    index % 2 === 0 ? [[name, sent.headers[index + 1] ?? ''] as const] : [],
  )
  const body = Buffer.from((sent.body ?? '') as string)
  const url = `${origin}${sent.path}`
  return readSignature({ method: sent.method, target: sent.path, url, headers, body })
}

function isSigned(sent: Sent, origin?: string): boolean {
  return signatureOf(sent, origin).signedWith(CONSUMER.secret)
}

describe('a request that the interceptor signs', () => {
  it('keeps everything except its headers', async () => {
    const body = '{}'
    const sent = await send({ ...POST, body, idempotent: true, headersTimeout: 5 })
    const { headers, ...rest } = sent
    expect(rest).toEqual({ ...POST, body, idempotent: true, headersTimeout: 5 })
    expect(Object.keys(rest)).not.toContain('query')
    expect(headers).toEqual([
      'Authorization',
      expect.stringMatching(
        /^OAuth oauth_consumer_key="key", .*oauth_timestamp="1000", oauth_nonce="nonce-of-the-test"/,
      ),
    ])
    expect(isSigned(sent)).toBe(true)
  })

  it.each(['/', '/photos//a/?b=//c', '/?a=1'])('keeps the path %s', async (path) => {
    const sent = await send({ ...GET, path })
    expect([sent.path, isSigned(sent)]).toEqual([path, true])
  })

  it('accepts a URL object with a path as its origin', async () => {
    const origin = new URL(`${ORIGIN}/somewhere`)
    expect(isSigned(await send({ ...GET, origin }))).toBe(true)
  })

  it.each<[string, unknown, readonly (readonly [string, string])[]]>([
    ['undefined', undefined, []],
    ['null', null, []],
    ['no list', [], []],
    [
      'a list',
      ['a', '1', 'B', '2'],
      [
        ['a', '1'],
        ['B', '2'],
      ],
    ],
    [
      'a list with several values',
      ['a', ['1', '2']],
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      'pairs',
      [
        ['a', '1'],
        ['b', ['2', '3']],
      ],
      [
        ['a', '1'],
        ['b', '2'],
        ['b', '3'],
      ],
    ],
    ['a Map', new Map([['a', '1']]), [['a', '1']]],
    [
      'an object',
      { a: '1', b: undefined, c: ['2', undefined, '3'] },
      [
        ['a', '1'],
        ['c', '2'],
        ['c', '3'],
      ],
    ],
    [
      'an object of numbers and others that undici writes as strings',
      { 'content-length': 0, a: [1, true, null, 5n], b: null },
      [
        ['content-length', '0'],
        ['a', '1'],
        ['a', 'true'],
        ['a', ''],
        ['a', '5'],
        ['b', ''],
      ],
    ],
  ])('may have headers that are %s', async (_title, headers, expected) => {
    const sent = await send({ ...GET, headers: headers as never })
    expect(headersOf(sent)).toEqual(expected)
    expect(isSigned(sent)).toBe(true)
  })

  it.each([[{ a: {} }], [{ a: [{}] }], [{ a: Symbol('a') }], [['a', () => 'b']], [[[5, {}]]]])(
    'is refused with headers that undici refuses: %o',
    async (headers) => {
      await expect(send({ ...GET, headers: headers as never })).rejects.toThrow(
        /^oauthInterceptor: headers must have strings, numbers or booleans as values, received /,
      )
    },
  )

  it('is signed for its first Host header', async () => {
    const sent = await send({ ...GET, headers: ['host', 'a.example', 'Host', 'b.example'] })
    expect(isSigned(sent, 'https://a.example')).toBe(true)
  })

  it.each<[unknown, string]>([
    [{}, '/photos'],
    [null, '/photos'],
    [{ a: 'ä b', c: ['1', 2] }, '/photos?a=%C3%A4%20b&c=1&c=2'],
    [{ a: 1, b: 2n, c: false }, '/photos?a=1&b=2&c=false'],
    [{ a: null, b: undefined, c: {}, d: [], e: () => 0 }, '/photos?a=&b=&c=&e='],
  ])('accepts the query %s', async (query, path) => {
    const sent = await send({ ...GET, query } as Dispatcher.DispatchOptions)
    expect([sent.path, isSigned(sent)]).toEqual([path, true])
  })

  it.each(['User-Agent', 'user-agent'])('keeps its own %s', async (name) => {
    const sent = await send({ ...GET, headers: { [name]: 'own' } }, { userAgent: 'Photos/1.0' })
    expect(headersOf(sent)).toEqual([[name, 'own']])
  })

  it('has the User-Agent of the option, if set', async () => {
    expect(headersOf(await send(GET, { userAgent: 'Photos/1.0' }))).toEqual([
      ['User-Agent', 'Photos/1.0'],
    ])
    expect(headersOf(await send(GET))).toEqual([])
  })
})

describe('the body of a request that the interceptor signs', () => {
  const LENGTHS = {
    'Content-Length': '3',
    'content-length': '3',
    'x-content-length': '4',
    'content-length-x': '5',
  }
  const body = { transmission: 'body' } as const

  it('is optional if the parameters go into the query', async () => {
    const sent = await send(GET, { provider: { transmission: 'query' } })
    expect([signatureOf(sent).place, isSigned(sent)]).toEqual(['query', true])
    expect(headersOf(sent)).toEqual([])
  })

  it('contains the parameters, and leaves its length to undici', async () => {
    const headers = { ...FORM, ...LENGTHS }
    const sent = await send({ ...POST, headers, body: 'a=1' }, { provider: body })
    expect(headersOf(sent)).toEqual([
      ...Object.entries(FORM),
      ['x-content-length', '4'],
      ['content-length-x', '5'],
    ])
    expect(sent.body).toMatch(/^a=1&oauth_consumer_key=key&/)
    expect([signatureOf(sent).place, isSigned(sent)]).toEqual(['body', true])
  })

  it.each([
    ['that is no form', { ...POST, headers: LENGTHS, body: '{}' }, body],
    ['of a GET', { ...GET, headers: { ...LENGTHS, ...FORM } }, body],
    ['of a HEAD', { ...GET, method: 'head', headers: { ...LENGTHS, ...FORM } }, body],
    ['whose parameters go in the header', { ...POST, headers: LENGTHS, body: 'a=1' }, {}],
  ] as const)('is unchanged with its length: one %s', async (_title, request, provider) => {
    const sent = await send(request, { provider })
    expect(headersOf(sent)).toEqual(Object.entries(request.headers))
    expect(sent.body).toBe('body' in request ? request.body : undefined)
    expect(signatureOf(sent).place).toBe('header')
  })

  it.each(['XGET', 'GETX', 'XHEAD', 'HEADX', 'PUT'])(
    'contains the parameters of a %s',
    async (method) => {
      const request = { ...POST, method: method as 'PUT', headers: FORM, body: 'a=1' }
      const sent = await send(request, { provider: body })
      expect(signatureOf(sent).place).toBe('body')
    },
  )

  it.each(['get', 'GET', 'Head'])(
    'is not hashed if a %s has the Content-Type of a form',
    async (method) => {
      const request = { ...GET, method: method as 'GET', headers: FORM }
      const sent = await send(request, { provider: { sendBodyHash: true } })
      expect(isSigned(sent)).toBe(true)
      expect(signatureOf(sent).parameters.oauth_body_hash).toBeUndefined()
    },
  )

  it.each([null, undefined])('may be %s for a form', async (nothing) => {
    const sent = await send({ ...POST, headers: FORM, body: nothing as null })
    expect(sent.body).toBe(nothing)
    expect(isSigned(sent)).toBe(true)
  })

  it.each([5, {}, ['a=1'], new ArrayBuffer(1)])(
    'must be a string or bytes for a form, unlike %j',
    async (given) => {
      const sent = send({ ...POST, headers: FORM, body: given as never })
      await expect(sent).rejects.toMatchObject({
        code: 'body_unreadable',
        message:
          'A signed body must be a string or bytes when the interceptor sees it. undici’s fetch passes it as a stream: use the fetch of a client (createClient) instead.',
      })
    },
  )
})

describe('a request that the interceptor rejects', () => {
  it.each<[string, Dispatcher.DispatchOptions, string, string]>([
    [
      'a path without a slash',
      { ...GET, path: 'photos' },
      'ERR_INVALID_ARG_VALUE',
      'oauthInterceptor: path must begin with a slash',
    ],
    [
      'a query option in addition to one in the path',
      { ...GET, path: '/photos?a=1', query: { b: '2' } },
      'ERR_INVALID_ARG_VALUE',
      'oauthInterceptor: query must be omitted if the path has one',
    ],
    [
      'a query option in addition to a fragment',
      { ...GET, path: '/photos#a', query: { b: '2' } },
      'ERR_INVALID_ARG_VALUE',
      'oauthInterceptor: query must be omitted if the path has one',
    ],
    [
      'a request without an origin',
      { path: '/', method: 'GET' },
      'ERR_INVALID_ARG_TYPE',
      'oauthInterceptor: origin is required; pass absolute URLs or `origin` to undici',
    ],
  ])('is rejected for %s', async (_title, ...[request, code, message]) => {
    await expect(send(request)).rejects.toMatchObject({ name: 'TypeError', code, message })
  })

  it('uses PLAINTEXT over http to another machine, unless it is allowed', async () => {
    const provider = { signatureMethod: 'PLAINTEXT' } as const
    const over = (origin: string, allowInsecure = false): Promise<Sent> =>
      send({ ...GET, origin }, { provider, origins: [origin], allowInsecure })
    await expect(over('http://photos.example')).rejects.toMatchObject({
      code: 'insecure_transport',
      message: 'PLAINTEXT sends the secrets themselves, so it requires https.',
    })
    await expect(over('http://photos.example', true)).resolves.toBeDefined()
    await expect(over('http://localhost:3000')).resolves.toBeDefined()
    await expect(over(ORIGIN)).resolves.toBeDefined()
    await expect(
      send({ ...GET, origin: 'http://a.example' }, { origins: ['http://a.example'] }),
    ).resolves.toBeDefined()
  })
})

it.each(['https://other.example', 'https://photos.example:8443', 'http://photos.example'])(
  'forwards a request to %s unchanged',
  async (origin) => {
    const interceptor = oauthInterceptor({ origins: [ORIGIN], provider: {}, consumer: CONSUMER })
    const request = { ...GET, origin }
    const handler = {}
    const seen: unknown[] = []
    const isAccepted = interceptor((...given) => {
      seen.push(...given)
      return false
    })(request, handler)
    await prepared()
    expect(isAccepted).toBe(false)
    expect(seen).toEqual([request, handler])
    expect([seen[0] === request, seen[1] === handler]).toEqual([true, true])
  },
)

describe('the options of oauthInterceptor', () => {
  const OPTIONS = { origins: [ORIGIN], provider: {}, consumer: CONSUMER }

  it.each([
    [{ origins: undefined }, 'origins must be an array of strings, received undefined'],
    [{ origins: [5] }, 'origins[0] must be a string, received 5'],
    [
      { origins: [] },
      'origins must list the origins to sign for, because the interceptor also sees redirects to other origins',
    ],
    [
      { origins: [ORIGIN, 'http://photos.example'] },
      'origins must be all https or all http, because a redirect from one to the other would be signed',
    ],
    [{ provider: 5 }, 'provider must be a plain object, received 5'],
    [
      { consumer: 5 },
      'consumer must be a consumer, { key, secret } or { key, privateKey }, received 5',
    ],
    [{ allowInsecure: 5 }, 'allowInsecure must be true or false, received 5'],
    [{ userAgent: 5 }, 'userAgent must be a string, received 5'],
    [{ now: 5 }, 'now must be a function, received 5'],
    [{ nonce: 5 }, 'nonce must be a function, received 5'],
    [{ token: 5 }, 'token must be a token, { key, secret }, received 5'],
    [{ tokn: 5 }, 'tokn is not an option (received 5). Did you mean token?'],
  ])('are checked: %j', (options, message) => {
    expect(() => oauthInterceptor({ ...OPTIONS, ...options } as never)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: `oauthInterceptor: ${message}` }),
    )
  })

  it('accept several origins of one scheme', () => {
    const origins = [ORIGIN, 'https://api.photos.example', `${ORIGIN}:8443`]
    expect(() => oauthInterceptor({ ...OPTIONS, origins })).not.toThrow()
  })

  it('accept a token function', async () => {
    const sent = await send(GET, { token: () => ({ key: 'token', secret: '' }) })
    expect(signatureOf(sent).parameters.oauth_token).toBe('token')
  })
})
