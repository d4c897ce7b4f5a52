import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { parameterValue } from '@oauthplus/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { isStream } from '../src/fetch/repeatable-body.js'
import { createClient } from '../src/index.js'
import type { Client, Token } from '../src/index.js'
import { headerOf } from './listen.js'
import { startProvider } from './provider.js'
import type { TestProvider } from './provider.js'

async function signedIn(): Promise<{ provider: TestProvider; client: Client; token: Token }> {
  const provider = await startProvider()
  const client = createClient(provider.options)
  const { token } = await client.xauth({ username: 'jane', password: 'jane' })
  return { provider, client, token }
}

describe('fetch with a token', () => {
  it('signs with the token and the consumer', async () => {
    const { provider, client, token } = await signedIn()
    // Usable in place of the platform's fetch.
    const fetch: typeof globalThis.fetch = client.withToken(token).fetch
    const response = await fetch(`${provider.origin}/photos?size=original&q=a+b`)
    expect(await response.text()).toBe('ok')
    const request = provider.verified.at(-1)
    expect(request?.target).toBe('/photos?size=original&q=a+b')
    expect(parameterValue(request?.protocol ?? [], 'oauth_token')).toBe(token.key)
  })

  it('calls a token function for every request', async () => {
    const { provider, client, token } = await signedIn()
    const find = vi.fn(() => Promise.resolve(token))
    const { fetch } = client.withToken(find)
    expect((await fetch(`${provider.origin}/1`)).status).toBe(200)
    expect((await fetch(new URL(`${provider.origin}/2`))).status).toBe(200)
    expect(find).toHaveBeenCalledTimes(2)
  })

  it.each([undefined, null, {}, { key: 'k' }, { key: 'k', secret: 1 }])(
    'rejects the token %j instead of signing without one',
    async (value) => {
      const { provider, client } = await signedIn()
      const sent = provider.seen.length
      const token = value as unknown as Token
      expect(() => client.withToken(token)).toThrow(TypeError)
      await expect(client.withToken(() => token).fetch(provider.origin)).rejects.toThrow(TypeError)
      expect(provider.seen).toHaveLength(sent)
    },
  )

  it('sends an empty token if there is one, and none for the consumer only', async () => {
    const provider = await startProvider()
    const client = createClient(provider.options)
    await client.withToken({ key: '', secret: '' }).fetch(provider.origin)
    await client.fetch(provider.origin)
    const [withEmpty, without] = provider.verified
    expect(parameterValue(withEmpty?.protocol ?? [], 'oauth_token')).toBe('')
    expect(parameterValue(without?.protocol ?? [], 'oauth_token')).toBeUndefined()
  })

  it("looks up the platform's fetch at every call", async () => {
    const { provider, client, token } = await signedIn()
    const platformFetch = vi.spyOn(globalThis, 'fetch')
    try {
      await client.withToken(token).fetch(provider.origin)
      expect(platformFetch).toHaveBeenCalledOnce()
    } finally {
      platformFetch.mockRestore()
    }
  })

  it('accepts frozen inputs and does not modify them', async () => {
    const { provider, token } = await signedIn()
    const client = createClient(
      deepFreeze({
        ...provider.options,
        provider: { ...provider.options.provider, realm: 'Photos' },
      }),
    )
    await client.authorize(deepFreeze({ parameters: [['scope', 'a'] as const], state: { a: 1 } }))
    const headers = deepFreeze({ 'Content-Type': 'application/x-www-form-urlencoded', 'X-A': '1' })
    const init = deepFreeze({ method: 'POST', headers, body: 'a=1' })
    const response = await client.withToken(deepFreeze({ ...token })).fetch(provider.origin, init)
    expect(response.status).toBe(200)
    expect(provider.verified.at(-1)?.form).toEqual([['a', '1']])
    expect(headerOf(provider.verified.at(-1), 'authorization')).toMatch(/^OAuth realm="Photos", /)
  })

  it('refuses a request with other authorization', async () => {
    const { provider, client, token } = await signedIn()
    const headers = { authorization: 'Bearer x' }
    await expect(client.withToken(token).fetch(provider.origin, { headers })).rejects.toThrow(
      TypeError,
    )
  })

  it.each(['data:text/plain,a', 'not a URL', 'https://user:password@photos.example/'])(
    'refuses to sign %s',
    async (url) => {
      const { client, token } = await signedIn()
      await expect(client.withToken(token).fetch(url)).rejects.toThrow()
    },
  )

  it.each(['?q=100%', '?q=%FF', '?oauth_token=other'])(
    'refuses to sign an ambiguous query: %s',
    async (query) => {
      const { provider, client, token } = await signedIn()
      await expect(
        client.withToken(token).fetch(`${provider.origin}/${query}`),
      ).rejects.toMatchObject({ code: 'parameter_rejected' })
    },
  )

  it('sends no secret with PLAINTEXT over plain http, unless it is allowed', async () => {
    const sent = vi.fn(() => Promise.resolve(new Response()))
    const options = {
      provider: { signatureMethod: 'PLAINTEXT' as const },
      consumer: { key: 'k', secret: 's' },
      fetch: sent,
    }
    const url = 'http://photos.example/'
    await expect(createClient(options).fetch(url)).rejects.toMatchObject({
      code: 'insecure_transport',
    })
    expect(sent).not.toHaveBeenCalled()
    await createClient({ ...options, allowInsecure: true }).fetch(url)
    await createClient(options).fetch('https://photos.example/')
    await createClient(options).fetch('http://127.0.0.1/')
    expect(sent).toHaveBeenCalledTimes(3)
  })
})

describe('fetch with a body', () => {
  const FORM = 'a=1&a=0&b=&c=hello%20world&c=hello+world&%21=%2a&d=☃&flag'

  it.each<[string, RequestInit]>([
    [
      'URLSearchParams',
      {
        body: new URLSearchParams([
          ['status', "it's 5% (*) + ☃"],
          ['a', ''],
        ]),
      },
    ],
    ['a text', { body: FORM, headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    [
      'bytes',
      {
        body: new TextEncoder().encode(FORM),
        headers: { 'content-type': 'Application/X-WWW-Form-URLEncoded ; charset=utf-8' },
      },
    ],
    ['a Blob', { body: new Blob([FORM], { type: 'application/x-www-form-urlencoded' }) }],
    [
      'a stream',
      {
        body: new Blob([FORM]).stream(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
  ])('signs and sends a form unchanged, given as %s', async (_title, init) => {
    const { provider, client, token } = await signedIn()
    const response = await client
      .withToken(token)
      .fetch(provider.origin, { method: 'POST', ...init })
    expect(response.status).toBe(200)
    const request = provider.verified.at(-1)
    const search = init.body instanceof URLSearchParams ? init.body.toString() : undefined
    expect(request?.body.toString()).toBe(search ?? FORM)
    expect(request?.form.length).toBe(search === undefined ? 8 : 2)
  })

  it('signs a form inside a Request', async () => {
    const { provider, client, token } = await signedIn()
    const body = new URLSearchParams({ a: '1' })
    const request = new Request(provider.origin, { method: 'PUT', body })
    expect((await client.withToken(token).fetch(request)).status).toBe(200)
    expect(provider.verified.at(-1)).toMatchObject({ method: 'PUT', form: [['a', '1']] })
  })

  it.each<[string, BodyInit, string]>([
    ['JSON', '{"a":"☃"}', 'application/json'],
    ['a string without a type, which the platform sends as text/plain', 'a=1', ''],
    ['bytes without a type', new Uint8Array([0, 255, 61, 38]), ''],
    ['a Blob', new Blob([new Uint8Array([0, 255])], { type: 'image/png' }), ''],
  ])('sends %s unchanged and unsigned', async (_title, body, type) => {
    const { provider, client, token } = await signedIn()
    const headers: HeadersInit = type === '' ? [] : [['content-type', type]]
    const init = { method: 'POST', headers, body }
    expect((await client.withToken(token).fetch(provider.origin, init)).status).toBe(200)
    const request = provider.verified.at(-1)
    expect(request?.form).toEqual([])
    expect(new Uint8Array(request?.body ?? [])).toEqual(
      new Uint8Array(await new Response(body).arrayBuffer()),
    )
    expect(headerOf(request, 'content-length')).toBe(String(request?.body.length))
  })

  it('sends multipart unchanged, with its original boundary', async () => {
    const { provider, client, token } = await signedIn()
    const body = new FormData()
    body.append('photo', new Blob(['binary']), 'a.png')
    const init = { method: 'POST', body }
    expect((await client.withToken(token).fetch(provider.origin, init)).status).toBe(200)
    const request = provider.verified.at(-1)
    const received = new Response(new Uint8Array(request?.body ?? []), {
      headers: { 'content-type': headerOf(request, 'content-type') },
    })
    expect(((await received.formData()).get('photo') as File).name).toBe('a.png')
    expect(headerOf(request, 'content-length')).toBe(String(request?.body.length))
  })

  it('does not read a stream ahead, and needs no duplex option', async () => {
    const { provider, client, token } = await signedIn()
    const events: string[] = []
    let next = 0
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          events.push(`pull ${String(next)}`)
          if (next === 3) controller.close()
          else controller.enqueue(new Uint8Array([97 + next++]))
        },
      },
      { highWaterMark: 0 },
    )
    const { fetch } = client.withToken(() => {
      events.push('token')
      return token
    })
    expect((await fetch(provider.origin, { method: 'POST', body })).status).toBe(200)
    expect(events).toEqual(['token', 'pull 0', 'pull 1', 'pull 2', 'pull 3'])
    expect(provider.verified.at(-1)?.body.toString()).toBe('abc')
  })

  it('accepts any body that Node treats as a stream', async () => {
    const { provider, client, token } = await signedIn()
    async function* generate(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new Uint8Array([97]))
    }
    const init = { method: 'POST', body: generate() as unknown as BodyInit }
    expect((await client.withToken(token).fetch(provider.origin, init)).status).toBe(200)
    expect(provider.verified.at(-1)?.body.toString()).toBe('a')
  })
})

describe('fetch with a signal', () => {
  interface Silent {
    readonly url: string
    readonly arrived: Promise<void>
    readonly fetch: Client['fetch']
  }

  /** A server that never responds, or whose response never ends. */
  async function silent(beginning = ''): Promise<Silent> {
    let arrive = (): void => undefined
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    const server = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .on('data', () => {
          arrive()
          socket.write(beginning)
        })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const client = createClient({ provider: {}, consumer: { key: 'k', secret: 's' } })
    const { port } = server.address() as AddressInfo
    const { fetch } = client.withToken({ key: 't', secret: '' })
    return { url: `http://127.0.0.1:${String(port)}/`, arrived, fetch }
  }

  async function collectGarbage(): Promise<void> {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    for (let round = 0; round < 5; round++) {
      collect()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it.each(['next to the URL', 'inside a Request'])('aborts with %s', async (place) => {
    const { url, arrived, fetch } = await silent()
    const controller = new AbortController()
    const { signal } = controller
    const request = new Request(url, { signal })
    const pending = place === 'inside a Request' ? fetch(request) : fetch(url, { signal })
    await arrived
    controller.abort()
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
    expect(request.signal.aborted).toBe(true)
  })

  it.each(['follow', 'manual', 'error'] as const)(
    'aborts even after a garbage collection, with redirect: %s',
    async (redirect) => {
      const { url, arrived, fetch } = await silent()
      const controller = new AbortController()
      const pending = fetch(url, { signal: controller.signal, redirect })
      await arrived
      await collectGarbage()
      controller.abort()
      await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
    },
    2000,
  )

  it('aborts reading the response', async () => {
    const { url, fetch } = await silent('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbegun')
    const controller = new AbortController()
    const response = await fetch(url, { signal: controller.signal })
    await collectGarbage()
    controller.abort()
    await expect(response.text()).rejects.toMatchObject({ name: 'AbortError' })
  }, 2000)

  it('sends nothing if it is already aborted', async () => {
    const { url, arrived, fetch } = await silent()
    await expect(fetch(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    await expect(Promise.race([arrived, Promise.resolve('nothing')])).resolves.toBe('nothing')
  })
})

function deepFreeze<Value extends object>(value: Value): Value {
  for (const child of Object.values(value) as unknown[]) {
    if (typeof child === 'object' && child !== null) deepFreeze(child)
  }
  return Object.freeze(value)
}

describe('fetch with invalid input', () => {
  it.each<[unknown, string, string]>([
    [undefined, 'ERR_INVALID_ARG_TYPE', 'a URL or a Request, received undefined'],
    [null, 'ERR_INVALID_ARG_TYPE', 'a URL or a Request, received null'],
    [5, 'ERR_INVALID_ARG_TYPE', 'a URL or a Request, received 5'],
    [
      '/photos',
      'ERR_INVALID_ARG_VALUE',
      'an absolute URL, such as https://photos.example/photos, received a string of 7 characters',
    ],
  ])('rejects %j', async (input, code, message) => {
    const { fetch } = createClient({ provider: {}, consumer: { key: 'k', secret: 's' } })
    await expect(fetch(input as string)).rejects.toMatchObject({
      name: 'TypeError',
      code,
      message: `fetch: input must be ${message}`,
    })
  })

  it('rejects a URL that is relative to a page', async () => {
    vi.stubGlobal('location', new URL('https://photos.example/album/'))
    onTestFinished(() => {
      vi.unstubAllGlobals()
    })
    const { fetch } = createClient({ provider: {}, consumer: { key: 'k', secret: 's' } })
    // The platform of this test has no page, and reports that itself.
    await expect(fetch('photo')).rejects.not.toHaveProperty('code', 'ERR_INVALID_ARG_VALUE')
  })

  it.each<[string, object, RequestInit, string, string]>([
    [
      'https://evil.example/photos',
      { origins: ['https://photos.example'] },
      {},
      'origin_refused',
      'https://evil.example is not in provider.origins, so the request was not sent.',
    ],
    [
      'http://photos.example/photos',
      { signatureMethod: 'PLAINTEXT' },
      {},
      'insecure_transport',
      'PLAINTEXT sends the secrets themselves, so it requires https.',
    ],
    [
      'https://photos.example/photos',
      { sendBodyHash: true },
      { method: 'POST', body: new Blob(['once']).stream() },
      'body_unreadable',
      'provider.sendBodyHash requires the whole body before sending, but the body is a stream.',
    ],
  ])('rejects what the options forbid: %s, %j', async (url, ...[provider, init, code, message]) => {
    const send = vi.fn(() => Promise.resolve(new Response()))
    const { fetch } = createClient({
      provider,
      consumer: { key: 'k', secret: 's' },
      fetch: send,
    })
    await expect(fetch(url, init)).rejects.toMatchObject({ name: 'OAuthError', code, message })
    expect(send).not.toHaveBeenCalled()
  })
})

describe('fetch with an expiring token', () => {
  it.each([
    [999, 'renewed'],
    [1000, 'old'],
    [undefined, 'old'],
  ])('renews before a request if the expiry %j is before the time 1000', async (end, key) => {
    const sent: string[] = []
    const client = createClient({
      provider: { accessTokenUrl: 'https://photos.example/access_token' },
      consumer: { key: 'k', secret: 's' },
      now: () => 1_000_000,
      onRenew: () => undefined,
      fetch: async (input, init) => {
        const request = new Request(input, init)
        if (request.url.endsWith('/access_token')) {
          return new Response('oauth_token=renewed&oauth_token_secret=')
        }
        sent.push(request.headers.get('authorization') ?? '')
        return new Response()
      },
    })
    const token = { key: 'old', secret: '', sessionHandle: 'h', expiresAtSeconds: end }
    await client.withToken(token).fetch('https://photos.example/')
    expect(sent).toHaveLength(1)
    expect(sent[0]).toContain(`oauth_token="${key}"`)
  })
})

describe('the option fetch', () => {
  type Sent = readonly [request: Request, init: RequestInit | undefined]

  /** A client whose requests receive responses in sequence. */
  function answering(...answers: readonly Response[]): { client: Client; sent: Sent[] } {
    const sent: Sent[] = []
    const client = createClient({
      provider: { accessTokenUrl: 'https://photos.example/access_token' },
      consumer: { key: 'k', secret: 's' },
      now: () => 1_000_000_000,
      onRenew: () => undefined,
      fetch: async (input, init) => {
        sent.push([new Request(input), init])
        return answers[sent.length - 1] ?? new Response()
      },
    })
    return { client, sent }
  }

  const URL_ASKED = 'https://photos.example/'
  const later = new Date(1_000_600_000).toUTCString()
  const refusal = (status: number, problem: string, headers = {}): Response =>
    new Response(`oauth_problem=${problem}`, { status, headers })
  const TOKEN: Token = { key: 'old', secret: '', sessionHandle: 'h' }

  it('receives no options if there is no signal', async () => {
    const { client, sent } = answering()
    await client.fetch(URL_ASKED)
    expect(sent.map(([, init]) => init)).toEqual([undefined])
  })

  it('receives the signal of the call, or that of a Request if the call has none', async () => {
    const { client, sent } = answering()
    const [one, other] = [new AbortController().signal, new AbortController().signal]
    const request = new Request(URL_ASKED, { signal: one })
    await client.fetch(URL_ASKED, { signal: other })
    await client.fetch(request, { signal: other })
    await client.fetch(request)
    await client.fetch(request, { signal: null })
    expect(sent.map(([, init]) => init?.signal)).toEqual([other, other, request.signal, undefined])
    expect(sent[1]?.[1]?.signal).toBe(other)
    expect(sent[2]?.[1]?.signal).toBe(request.signal)
  })

  it('receives a User-Agent only if the client has one', async () => {
    const { client, sent } = answering()
    await client.fetch(URL_ASKED)
    expect(sent[0]?.[0].headers.get('user-agent')).toBe(null)
  })

  it('receives the method of a request instead of options', async () => {
    const { client, sent } = answering()
    await client.fetch(URL_ASKED, new Request(URL_ASKED, { method: 'DELETE' }))
    expect(sent[0]?.[0].method).toBe('DELETE')
  })

  it.each([
    [200, 'timestamp_refused', 1],
    [403, 'timestamp_refused', 1],
    [400, 'timestamp_refused', 2],
    [401, 'timestamp_refused', 2],
    [403, 'token_expired', 1],
  ])('is called after a %i with the problem %s %i time(s)', async (status, problem, calls) => {
    const { client, sent } = answering(refusal(status, problem, { date: later }))
    await client.withToken(TOKEN).fetch(URL_ASKED)
    expect(sent).toHaveLength(calls)
  })

  it.each(['manual', 'error', 'follow'] as const)(
    'receives the same request again after a clock correction, with redirect: %s',
    async (redirect) => {
      const { client, sent } = answering(refusal(400, 'timestamp_refused', { date: later }))
      const init = { method: 'POST', body: '{}', redirect, referrer: 'about:client' }
      await client.fetch(new Request(URL_ASKED, init))
      const expected = redirect === 'follow' ? 'manual' : redirect
      expect(sent.map(([request]) => request.redirect)).toEqual([expected, expected])
      expect(await Promise.all(sent.map(([request]) => request.text()))).toEqual(['{}', '{}'])
    },
  )

  it('receives platform-specific options again', async () => {
    const { client, sent } = answering(refusal(400, 'timestamp_refused', { date: later }))
    await client.fetch(URL_ASKED, { keepalive: true })
    expect(sent.map(([request]) => request.keepalive)).toEqual([true, true])
  })

  it.each(['token_expired', 'access_token_expired'])(
    'is called once for a renewal, even after repeated %s',
    async (problem) => {
      const { client, sent } = answering(
        refusal(401, problem),
        new Response('oauth_token=new&oauth_token_secret='),
        refusal(401, problem),
        new Response('oauth_token=newer&oauth_token_secret='),
      )
      expect((await client.withToken(TOKEN).fetch(URL_ASKED)).status).toBe(401)
      expect(sent.map(([{ url }]) => new URL(url).pathname)).toEqual(['/', '/access_token', '/'])
    },
  )

  it('is called once for a renewal before the request', async () => {
    const { client, sent } = answering(
      new Response('oauth_token=new&oauth_token_secret='),
      refusal(401, 'token_expired'),
      new Response('oauth_token=newer&oauth_token_secret='),
    )
    const token = { ...TOKEN, expiresAtSeconds: 1 }
    expect((await client.withToken(token).fetch(URL_ASKED)).status).toBe(401)
    expect(sent.map(([{ url }]) => new URL(url).pathname)).toEqual(['/access_token', '/'])
  })

  it.each<[string, Token, string]>([
    ['another problem', TOKEN, 'token_revoked'],
    ['a token without a handle', { key: 'old', secret: '', expiresAtSeconds: 1 }, 'token_expired'],
  ])('is not called for a renewal after %s', async (_title, token, problem) => {
    const { client, sent } = answering(refusal(401, problem))
    expect((await client.withToken(token).fetch(URL_ASKED)).status).toBe(401)
    expect(sent.map(([{ url }]) => new URL(url).pathname)).toEqual(['/'])
    expect(sent[0]?.[0].headers.get('authorization')).toContain('oauth_token="old"')
  })

  it('receives the body of a Request, whose copy is discarded', async () => {
    const { client } = answering()
    const cancel = vi.spyOn(ReadableStream.prototype, 'cancel')
    onTestFinished(() => {
      cancel.mockRestore()
    })
    await client.fetch(new Request(URL_ASKED, { method: 'POST', body: '{}' }))
    expect(cancel).toHaveBeenCalledOnce()
  })
})

it.each([
  [new ReadableStream(), true],
  [{ getReader: () => undefined }, true],
  [{ [Symbol.asyncIterator]: () => undefined }, true],
  ['text', false],
  [null, false],
  [undefined, false],
  [new Blob([]), false],
  [new FormData(), false],
])('isStream identifies bodies that can be read only once, case %#', (body, expected) => {
  expect(isStream(body)).toBe(expected)
})
