import { createHash } from 'node:crypto'

import { parameterValue, signatureBaseString } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient, readProblem, readBaseString } from '../src/index.js'
import { flickr } from '../src/presets.js'
import { headerOf } from './listen.js'
import { CONSUMER, startProvider } from './provider.js'

const NONCE = 'n'
// The test servers send a Date header, which corrects a distant clock.
const NOW_SECONDS = Math.floor(Date.now() / 1000)
const now = () => NOW_SECONDS * 1000

describe('the protocol parameters', () => {
  it('are in the query if the provider requires it', async () => {
    const provider = await startProvider()
    const client = createClient({ provider: { transmission: 'query' }, consumer: CONSUMER })
    const answers = [
      await client.fetch(`${provider.origin}/photos?size=a%20b`),
      await client.fetch(`${provider.origin}/photos`, { method: 'PUT', body: 'bytes' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(provider.verified.map(({ target }) => target.replace(/=.*/, ''))).toEqual([
      '/photos?size',
      '/photos?oauth_consumer_key',
    ])
    expect(provider.verified.map((seen) => headerOf(seen, 'authorization'))).toEqual(['', ''])
    // Not in chunks, which not every server accepts.
    expect(headerOf(provider.verified[1] ?? never(), 'content-length')).toBe('5')
  })

  it('are in the form if the provider requires it, and in the header otherwise', async () => {
    const provider = await startProvider()
    const client = createClient({ provider: { transmission: 'body' }, consumer: CONSUMER })
    await client.fetch(provider.origin, { method: 'POST', body: new URLSearchParams({ a: '1' }) })
    await client.fetch(provider.origin, { method: 'POST', body: '{}' })
    const [form, json] = provider.verified
    expect(String(form?.body)).toMatch(/^a=1&oauth_consumer_key=printer&/)
    expect(headerOf(form ?? never(), 'authorization')).toBe('')
    expect(String(json?.body)).toBe('{}')
    expect(headerOf(json ?? never(), 'authorization')).toMatch(/^OAuth /)
  })

  it('contain an empty token if the provider requires one, or the token is empty', async () => {
    const provider = await startProvider()
    const client = createClient({ provider: { sendEmptyToken: true }, consumer: CONSUMER })
    await client.fetch(provider.origin)
    await createClient({ provider: {}, consumer: CONSUMER })
      .withToken({ key: '', secret: '' })
      .fetch(provider.origin)
    const tokens = provider.verified.map(({ protocol }) => parameterValue(protocol, 'oauth_token'))
    expect(tokens).toEqual(['', ''])
  })

  it('contain the hash of a body that is not a form, if it is enabled', async () => {
    const provider = await startProvider()
    const client = createClient({ provider: { sendBodyHash: true }, consumer: CONSUMER })
    const hash = (text: string) => createHash('sha1').update(text).digest('base64')
    await client.fetch(provider.origin, { method: 'POST', body: '{"a":1}' })
    await client.fetch(provider.origin)
    await client.fetch(provider.origin, { method: 'POST', body: new URLSearchParams('a=1') })
    expect(
      provider.verified.map(({ protocol }) => parameterValue(protocol, 'oauth_body_hash')),
    ).toEqual([hash('{"a":1}'), hash(''), undefined])
    const body = new Blob(['once']).stream()
    await expect(client.fetch(provider.origin, { method: 'POST', body })).rejects.toMatchObject({
      code: 'body_unreadable',
    })
  })

  it('contain no hash if a GET has the Content-Type of a form', async () => {
    const provider = await startProvider()
    const client = createClient({ provider: { sendBodyHash: true }, consumer: CONSUMER })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await client.fetch(provider.origin, { headers })).status).toBe(200)
    const [request] = provider.verified
    expect(parameterValue(request?.protocol ?? [], 'oauth_body_hash')).toBeUndefined()
  })

  it('cover the text fields of a multipart form, as Flickr requires', async () => {
    const provider = await startProvider()
    const client = createClient({
      provider: { ...flickr, origins: [provider.origin] },
      consumer: CONSUMER,
      now,
      nonce: () => NONCE,
    })
    const form = () => {
      const body = new FormData()
      body.append('title', 'Über alles & mehr')
      body.append('tags', 'a')
      body.append('tags', 'b')
      body.append('photo', new Blob(['bytes']), 'photo.jpg')
      return body
    }
    const url = `${provider.origin}/upload`
    const answers = [
      await client.fetch(url, { method: 'POST', body: form() }),
      await client.fetch(new Request(url, { method: 'POST', body: form() })),
    ]
    for (const answer of answers) {
      expect(readBaseString(answer)).toBe(
        signatureBaseString({
          method: 'POST',
          url,
          parameters: [
            ['title', 'Über alles & mehr'],
            ['tags', 'a'],
            ['tags', 'b'],
            ['oauth_consumer_key', CONSUMER.key],
            ['oauth_nonce', NONCE],
            ['oauth_signature_method', 'HMAC-SHA1'],
            ['oauth_timestamp', String(NOW_SECONDS)],
            ['oauth_version', '1.0'],
          ],
        }),
      )
    }
    // The provider of this test follows the RFC, which does not sign multipart.
    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    expect(String(provider.seen[0]?.body)).toContain('filename="photo.jpg"')
  })

  it('cover the fields that are sent, even if the form changes meanwhile', async () => {
    const provider = await startProvider()
    const client = createClient({
      provider: { ...flickr, origins: [provider.origin] },
      consumer: CONSUMER,
    })
    const body = new FormData()
    body.append('title', 'sent')
    const token = { key: 'token', secret: '' }
    const { fetch } = client.withToken(() => Promise.resolve(token))
    const response = fetch(`${provider.origin}/upload`, { method: 'POST', body })
    body.set('title', 'later')
    const baseString = readBaseString(await response)
    expect(String(provider.seen[0]?.body)).toContain('sent')
    expect(baseString).toContain('title%3Dsent')
  })
})

describe('the options of a client', () => {
  it("limit signing to the provider's origins", async () => {
    const provider = await startProvider()
    const client = createClient({
      provider: { origins: [provider.origin] },
      consumer: CONSUMER,
      fetch: (input, init) => {
        expect(new Request(input).url.startsWith(provider.origin)).toBe(true)
        return fetch(input, init)
      },
    })
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(200)
    await expect(client.fetch('https://evil.example/photos')).rejects.toMatchObject({
      code: 'origin_refused',
    })
    for (const origins of [
      ['photos.example'],
      ['https://photos.example/api'],
      ['ftp://a.example'],
    ]) {
      expect(() => createClient({ provider: { origins }, consumer: CONSUMER })).toThrow(TypeError)
    }
  })

  it('set the User-Agent, unless a request has one', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, userAgent: 'Printer/1.0' })
    await client.authorize()
    await client.fetch(provider.origin)
    await client.fetch(provider.origin, { headers: { 'user-agent': 'other' } })
    expect(provider.verified.map((seen) => headerOf(seen, 'user-agent'))).toEqual([
      'Printer/1.0',
      'Printer/1.0',
      'other',
    ])
  })

  it("limit the time, and respect the caller's signal", async () => {
    const provider = await startProvider()
    const never = createClient({
      ...provider.options,
      timeoutSeconds: 0.02,
      fetch: (_input, init) =>
        new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => {
            reject(init.signal?.reason as Error)
          })
        }),
    })
    await expect(never.fetch(`${provider.origin}/photos?size=big`)).rejects.toMatchObject({
      code: 'connection_failed',
      message: `The request to ${provider.origin}/photos failed: no response in time.`,
      cause: { name: 'TimeoutError' },
    })
    await expect(never.authorize()).rejects.toMatchObject({ code: 'connection_failed' })
    const signal = AbortSignal.abort(new Error('enough'))
    const client = createClient({ ...provider.options, timeoutSeconds: 60 })
    await expect(client.fetch(provider.origin, { signal })).rejects.toThrow('enough')
    for (const timeoutSeconds of [0, -1, Number.NaN, 3_000_000]) {
      expect(() => createClient({ ...provider.options, timeoutSeconds })).toThrow(TypeError)
    }
  })

  it('request tokens with GET if the provider requires it', async () => {
    const provider = await startProvider(() => ({
      body: 'oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=true',
    }))
    const client = createClient({
      ...provider.options,
      provider: { ...provider.options.provider, tokenRequestMethod: 'GET' },
    })
    await expect(client.authorize({ parameters: [['scope', 'a b']] })).resolves.toBeDefined()
    expect(provider.verified.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'GET /request_token?scope=a%20b',
    ])
  })
})

describe('readProblem with a response', () => {
  it.each([
    ['the challenge', { headers: { 'www-authenticate': 'OAuth oauth_problem="token_revoked"' } }],
    ['a form', { body: 'oauth_problem=token_revoked&oauth_problem_advice=Ask%20again' }],
    ['JSON', { body: '{"oauth_problem":"token_revoked"}' }],
  ])('reads the problem from %s, and preserves the body', async (_title, answer) => {
    const provider = await startProvider(() => ({ status: 401, ...answer }))
    const response = await createClient(provider.options).fetch(provider.origin)
    expect(await readProblem(response)).toMatchObject({ code: 'token_revoked' })
    expect(await response.text()).toBe('body' in answer ? answer.body : '')
  })

  it('returns undefined if no problem is reported', async () => {
    const provider = await startProvider(() => ({ status: 404, body: '<p>Not here</p>' }))
    const response = await createClient(provider.options).fetch(provider.origin)
    expect(await readProblem(response)).toBeUndefined()
  })

  it('uses the provider’s own reader, as for tokens', async () => {
    const provider = await startProvider(({ target }) => ({
      body: target.includes('request')
        ? '<token key="a" secret="b"/>'
        : '<error>over capacity</error>',
      status: target.includes('request') ? 200 : 500,
    }))
    const client = createClient({
      ...provider.options,
      provider: {
        ...provider.options.provider,
        allowUnconfirmedCallback: true,
        readResponse: (text) => {
          const token = /key="(.)" secret="(.)"/.exec(text)
          if (token) {
            return [
              ['oauth_token', token[1] ?? ''],
              ['oauth_token_secret', token[2] ?? ''],
            ]
          }
          return text.includes('<error>') ? [['oauth_problem', 'service_unavailable']] : undefined
        },
      },
    })
    expect((await client.authorize()).requestToken).toEqual({ key: 'a' })
    await expect(client.xauth({ username: 'jane', password: 'x' })).rejects.toMatchObject({
      code: 'service_unavailable',
    })
  })
})

describe('readBaseString with a refused request', () => {
  it('returns it with secrets masked', async () => {
    const provider = await startProvider(({ target }) =>
      target === '/access_token'
        ? { status: 401, body: 'oauth_problem=signature_invalid' }
        : undefined,
    )
    const client = createClient({ ...provider.options, now, nonce: () => NONCE })
    const error: unknown = await client
      .xauth({ username: 'jane', password: 'correct horse' })
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'signature_invalid',
      baseString: signatureBaseString({
        method: 'POST',
        url: `${provider.origin}/access_token`,
        parameters: [
          ['oauth_consumer_key', CONSUMER.key],
          ['oauth_nonce', NONCE],
          ['oauth_signature_method', 'HMAC-SHA1'],
          ['oauth_timestamp', String(NOW_SECONDS)],
          ['oauth_version', '1.0'],
          ['x_auth_mode', 'client_auth'],
          ['x_auth_password', '***'],
          ['x_auth_username', 'jane'],
        ],
      }),
    })
  })

  it('returns undefined for PLAINTEXT and for unsigned requests', async () => {
    const provider = await startProvider()
    const client = createClient({
      provider: { signatureMethod: 'PLAINTEXT' },
      consumer: CONSUMER,
    })
    expect(readBaseString(await client.fetch(provider.origin))).toBeUndefined()
    expect(readBaseString(new Response())).toBeUndefined()
  })
})

function never(): never {
  throw new Error('The request did not come')
}

it('masks secrets with other names in the base string', async () => {
  const provider = await startProvider()
  const client = createClient({ provider: {}, consumer: CONSUMER })
  const url = `${provider.origin}/?passwd=hidden1&pin=hidden2&apiKey=hidden3&spin=shown`
  const baseString = readBaseString(await client.fetch(url)) ?? ''
  expect(baseString).not.toContain('hidden')
  expect(baseString).toContain('spin%3Dshown')
})

it.each([
  ['GET&u&a', 'GET&u&a%3D'],
  ['GET&u&a%3D1%26pin%3D2', 'GET&u&a%3D1%26pin%3D%2A%2A%2A'.replaceAll('%2A', '%252A')],
])('masks the base string %s of a dialect as %s', async (baseString, expected) => {
  const provider = { dialect: { baseString: () => baseString } }
  const client = createClient({ provider, consumer: CONSUMER, fetch: async () => new Response() })
  expect(readBaseString(await client.fetch('https://photos.example/'))).toBe(expected)
})

describe('fetch with signMultipartFields', () => {
  const provider = { ...flickr, origins: ['https://photos.example'] }
  const client = createClient({ provider, consumer: CONSUMER, fetch: async () => new Response() })
  const url = 'https://photos.example/'

  it.each([
    ['JSON', { body: '{"title":"a"}', headers: { 'content-type': 'application/json' } }],
    ['another multipart', { body: 'title', headers: { 'content-type': 'multipart/mixed' } }],
    ['a longer type', { body: 'title', headers: { 'content-type': 'x-multipart/form-data' } }],
    ['no type', { body: new Uint8Array([1]) }],
  ])('does not sign %s', async (_title, init) => {
    const response = await client.fetch(url, { method: 'POST', ...init })
    expect(readBaseString(response)).not.toContain('title')
  })

  it('is not the default', async () => {
    const body = new FormData()
    body.append('title', 'a')
    const rfc = createClient({
      provider: {},
      consumer: CONSUMER,
      fetch: async () => new Response(),
    })
    expect(readBaseString(await rfc.fetch(url, { method: 'POST', body }))).not.toContain('title')
    expect(readBaseString(await client.fetch(url, { method: 'POST', body }))).toContain('title')
  })
})

it.each(['header', 'query'] as const)('streams a body with the %s', async (transmission) => {
  const provider = await startProvider()
  const client = createClient({ provider: { transmission }, consumer: CONSUMER })
  const init = { method: 'POST', body: new Blob(['stream']).stream() }
  expect((await client.fetch(provider.origin, init)).status).toBe(200)
  expect(String(provider.verified[0]?.body)).toBe('stream')
})

it('does not read a stream inside a Request before sending', async () => {
  let pulls = 0
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulls += 1
        if (pulls > 9) controller.close()
        else controller.enqueue(new Uint8Array([97]))
      },
    },
    { highWaterMark: 0 },
  )
  let pullsBefore = 0
  const client = createClient({
    provider: {},
    consumer: CONSUMER,
    fetch: async () => {
      pullsBefore = pulls
      return new Response()
    },
  })
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit
  await client.fetch(new Request('https://photos.example/', init))
  expect(pullsBefore).toBeLessThan(3)
})

it.each(['GET', 'HEAD'])(
  'sends a %s whose query contains the hash of an empty body',
  async (method) => {
    const provider = await startProvider()
    const client = createClient({
      provider: { transmission: 'query', sendBodyHash: true },
      consumer: CONSUMER,
    })
    expect((await client.fetch(provider.origin, { method })).status).toBe(200)
  },
)
