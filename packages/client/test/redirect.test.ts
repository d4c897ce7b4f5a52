import { parameterValue } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import type { ClientOptions } from '../src/index.js'
import { headerOf, listen } from './listen.js'
import type { Answer } from './listen.js'
import { CONSUMER, startProvider } from './provider.js'
import type { Answers, TestProvider } from './provider.js'

type Fetch = (path: string, init?: RequestInit) => Promise<Response>

/** A provider that responds to `/from` with a redirect, and a signing fetch. */
async function redirecting(
  answer: Answer | Answers,
  options: Partial<ClientOptions> = {},
): Promise<{ provider: TestProvider; fetch: Fetch; fetchRequest: ClientOptions['fetch'] & {} }> {
  const answers: Answers =
    typeof answer === 'function'
      ? answer
      : ({ target }) => (target.startsWith('/from') ? answer : undefined)
  const provider = await startProvider(answers)
  const { fetch } = createClient({ ...provider.options, ...options })
  return {
    provider,
    fetch: (path, init) => fetch(provider.origin + path, init),
    fetchRequest: fetch,
  }
}

function to(status: number, location: string): Answer {
  return { status, headers: { location }, body: 'moved' }
}

describe('fetch with a redirect on the same origin', () => {
  it.each([
    [301, 'GET', 'GET'],
    [302, 'GET', 'GET'],
    [303, 'GET', 'GET'],
    [307, 'GET', 'GET'],
    [308, 'HEAD', 'HEAD'],
    [303, 'HEAD', 'HEAD'],
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [302, 'PUT', 'PUT'],
    [301, 'DELETE', 'DELETE'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [307, 'PATCH', 'PATCH'],
  ])('of status %i converts %s to %s, and signs again', async (status, method, followed) => {
    const { provider, fetch } = await redirecting(to(status, '/to?b=2'))
    const body = /GET|HEAD/.test(method) ? null : new URLSearchParams({ a: '☃' })
    const response = await fetch('/from', { method, body, headers: { 'x-kept': 'yes' } })
    expect(response.status).toBe(200)
    expect(response.url).toBe(`${provider.origin}/to?b=2`)
    const [first, second] = provider.verified
    expect(provider.seen).toHaveLength(2)
    expect(second).toMatchObject({ method: followed, target: '/to?b=2' })
    expect(second?.form).toEqual(/GET|HEAD/.test(followed) ? [] : [['a', '☃']])
    expect(headerOf(second, 'content-type')).toBe(
      /GET|HEAD/.test(followed) ? '' : headerOf(first, 'content-type'),
    )
    expect(headerOf(second, 'x-kept')).toBe('yes')
    expect(parameterValue(second?.protocol ?? [], 'oauth_nonce')).not.toBe(
      parameterValue(first?.protocol ?? [], 'oauth_nonce'),
    )
  })

  it.each(['to', './to', '/to', '?x=1', '#there', '//HOST/to'])(
    'accepts a relative Location: %s',
    async (location) => {
      let asked = 0
      const { provider, fetch } = await redirecting((request) =>
        asked++ === 0
          ? to(302, location.replace('HOST', headerOf(request, 'host')))
          : { body: 'arrived' },
      )
      expect(await (await fetch('/from')).text()).toBe('arrived')
      const expected = new URL(
        location.replace('HOST', new URL(provider.origin).host),
        `${provider.origin}/from`,
      )
      expect(provider.verified.at(-1)?.target).toBe(expected.pathname + expected.search)
    },
  )

  it.each<[string, () => BodyInit, string]>([
    ['a text', () => '{"a":1}', 'application/json'],
    ['bytes', () => new Uint8Array([0, 255]), 'application/octet-stream'],
    ['a Blob', () => new Blob(['blob']), 'text/x-blob'],
  ])('of status 307 resends %s', async (_title, body, type) => {
    const { provider, fetch, fetchRequest } = await redirecting((request) =>
      request.target.startsWith('/from') ? to(307, `/to${request.target.slice(5)}`) : undefined,
    )
    const init = { method: 'POST', body: body(), headers: { 'content-type': type } }
    expect((await fetch('/from?1', init)).status).toBe(200)
    const request = new Request(`${provider.origin}/from?2`, init)
    expect((await fetchRequest(request)).status).toBe(200)
    const expected = Buffer.from(await new Response(body()).arrayBuffer())
    expect(provider.verified.map(({ body: sent }) => sent)).toEqual(Array(4).fill(expected))
    expect(new Set(provider.verified.map((sent) => headerOf(sent, 'content-type')))).toEqual(
      new Set([type]),
    )
  })

  it.each([false, true])(
    'of status 307 resends multipart with its original boundary, hashed %s',
    async (sendBodyHash) => {
      const provider = await startProvider(({ target }) =>
        target === '/from' ? to(307, '/to') : undefined,
      )
      const { options, origin } = provider
      const client = createClient({
        ...options,
        provider: { ...options.provider, sendBodyHash },
      })
      const body = new FormData()
      body.append('title', 'Sunset')
      body.append('photo', new Blob(['binary']), 'a.png')
      const response = client.fetch(`${origin}/from`, { method: 'POST', body })
      // It is resent as it was at the time of the call.
      body.append('title', 'later')
      expect((await response).status).toBe(200)
      expect(provider.verified.map(({ target }) => target)).toEqual(['/from', '/to'])
      for (const sent of provider.verified) {
        const headers = { 'content-type': headerOf(sent, 'content-type') }
        const form = await new Response(new Uint8Array(sent.body), { headers }).formData()
        expect(form.getAll('title')).toEqual(['Sunset'])
        expect(form.get('photo')).toMatchObject({ name: 'a.png', size: 6 })
        expect(sent.protocol.some(([name]) => name === 'oauth_body_hash')).toBe(sendBodyHash)
      }
    },
  )

  it('of status 307 refuses to resend a stream', async () => {
    const { fetch } = await redirecting(to(307, '/to'))
    const body = new Blob(['stream']).stream()
    await expect(fetch('/from', { method: 'POST', body })).rejects.toMatchObject({
      code: 'redirect_refused',
      message: 'Redirect refused: the body was a stream, which cannot be sent again.',
    })
  })

  it('of status 302 does not need the stream again', async () => {
    const { provider, fetch } = await redirecting(to(302, '/to'))
    const body = new Blob(['stream']).stream()
    expect((await fetch('/from', { method: 'POST', body })).status).toBe(200)
    expect(provider.verified.at(-1)).toMatchObject({ method: 'GET', target: '/to' })
  })

  it.each<[string, () => BodyInit]>([
    ['a form', () => new URLSearchParams({ a: '1' })],
    ['a stream', () => new Blob(['stream']).stream()],
  ])('of status 303 leads to a GET that can be resent after a POST of %s', async (_title, body) => {
    const later = new Date(Date.now() + 3_600_000).toUTCString()
    const refusals: Answer[] = [
      { status: 401, headers: { date: later }, body: 'oauth_problem=timestamp_refused' },
      { status: 401, body: 'oauth_problem=token_expired' },
    ]
    const provider = await startProvider(({ target }) => {
      if (target === '/from') return to(303, '/to')
      if (target === '/access_token') return { body: 'oauth_token=new&oauth_token_secret=' }
      return refusals.shift()
    })
    const client = createClient({ ...provider.options, onRenew: () => undefined })
    const { fetch } = client.withToken({ key: 'old', secret: '', sessionHandle: 'handle' })
    const response = await fetch(`${provider.origin}/from`, { method: 'POST', body: body() })
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
    expect(provider.verified.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'POST /from',
      'GET /to',
      'GET /to',
      'POST /access_token',
      'GET /to',
    ])
  })

  it.each<[number, () => BodyInit]>([
    [303, () => '{"a":1}'],
    [302, () => new URLSearchParams({ a: '1' })],
  ])('of status %i leads to a GET with a body hash, as usual', async (status, body) => {
    const { provider, fetch } = await redirecting(to(status, '/to'), {
      provider: { sendBodyHash: true },
    })
    expect((await fetch('/to')).status).toBe(200)
    expect((await fetch('/from', { method: 'POST', body: body() })).status).toBe(200)
    const hashes = provider.verified
      .filter(({ method }) => method === 'GET')
      .map(({ protocol }) => parameterValue(protocol, 'oauth_body_hash'))
    expect(hashes[0]).toMatch(/=$/)
    expect(hashes[1]).toBe(hashes[0])
  })

  it('follows up to twenty redirects', async () => {
    const { provider, fetch } = await redirecting(({ target }) => {
      const left = Number(target.slice(2))
      return left === 0 ? { body: 'arrived' } : to(302, `/?${String(left - 1)}`)
    })
    expect(await (await fetch('/?20')).text()).toBe('arrived')
    expect(provider.verified).toHaveLength(21)
    await expect(fetch('/?21')).rejects.toMatchObject({ code: 'redirect_refused' })
    expect(provider.verified).toHaveLength(42)
  })

  it.each([
    'ftp://photos.example/',
    'javascript:alert(1)',
    'http://',
    'http://user:password@HOST/',
  ])('refuses the Location %s', async (location) => {
    const { fetch } = await redirecting((request) =>
      to(302, location.replace('HOST', headerOf(request, 'host'))),
    )
    await expect(fetch('/from')).rejects.toMatchObject({ code: 'redirect_refused' })
  })

  it.each<Answer>([{ status: 302 }, { status: 304 }, to(300, '/to'), to(201, '/to')])(
    'does not treat a response without a Location or a redirect status as a redirect: %j',
    async (answer) => {
      const { fetch } = await redirecting(answer)
      expect((await fetch('/from')).status).toBe(answer.status)
    },
  )
})

describe('fetch with a Location that repeats every parameter', () => {
  const cases = ([302, 307] as const).flatMap((status) =>
    (['query', 'body', 'header'] as const).flatMap((transmission) =>
      (['same', 'other'] as const).map((place) => ({ status, transmission, place })),
    ),
  )

  it.each(cases)('removes the credentials from the target: %j', async (one) => {
    const { status, transmission, place } = one
    const elsewhere = await listen(() => ({ body: 'ok' }))
    const provider = await startProvider(({ target, body }) => {
      if (!target.startsWith('/from')) return undefined
      const [, query = ''] = target.split('?')
      const echo = [query, String(body), 'kept=1'].join('&')
      return to(status, `${place === 'same' ? '' : elsewhere.origin}/to?${echo}#there`)
    })
    const client = createClient({
      ...provider.options,
      provider: { ...provider.options.provider, transmission },
      redirectCrossOrigin: 'unsigned',
    })
    const response = await client.fetch(`${provider.origin}/from?a=1`, {
      method: 'POST',
      body: new URLSearchParams({ b: '2' }),
    })
    expect(await response.text()).toBe('ok')
    const arrived = place === 'same' ? provider.verified[1] : elsewhere.seen[0]
    const [, query = ''] = (arrived?.target ?? '').split('?')
    const plain = query.split('&').filter((piece) => !piece.startsWith('oauth_'))
    expect(plain).toEqual(['a=1', 'b=2', 'kept=1'])
    if (place === 'other') {
      expect(JSON.stringify({ ...arrived, body: String(arrived?.body) })).not.toContain('oauth')
    }
  })
})

describe('fetch with a Location that contains the whole request in one value', () => {
  const ENCODERS: readonly (readonly [string, (url: string) => string])[] = [
    ['encoded once', encodeURIComponent],
    ['encoded twice', (url) => encodeURIComponent(encodeURIComponent(url))],
    ['in a path', (url) => `x/${encodeURIComponent(url)}`],
  ]
  const cases = ENCODERS.flatMap(([title, encoder]) =>
    (['query', 'body'] as const).flatMap((transmission) =>
      (['same', 'other'] as const).map((place) => ({ title, encoder, transmission, place })),
    ),
  )

  it.each(cases)(
    'is refused: $title, with the credentials in the $transmission, to the $place origin',
    async ({ encoder, transmission, place }) => {
      const elsewhere = await listen(() => ({ body: 'ok' }))
      const provider = await startProvider(({ target, url, body }) => {
        if (!target.startsWith('/from')) return undefined
        const next = encoder(`${url}#${String(body)}`)
        return to(302, `${place === 'same' ? '' : elsewhere.origin}/login?next=${next}`)
      })
      const client = createClient({
        ...provider.options,
        provider: { ...provider.options.provider, transmission },
        redirectCrossOrigin: 'unsigned',
      })
      const sent = client.fetch(`${provider.origin}/from?a=1`, {
        method: 'POST',
        body: new URLSearchParams({ b: '2' }),
      })
      await expect(sent).rejects.toMatchObject({ code: 'redirect_refused' })
      expect(elsewhere.seen).toEqual([])
      expect(provider.seen).toHaveLength(1)
    },
  )

  it('follows it if the credentials were in the header', async () => {
    const elsewhere = await listen(() => ({ body: 'log in' }))
    const { fetch } = await redirecting(
      ({ url }) => to(302, `${elsewhere.origin}/login?next=${encodeURIComponent(url)}`),
      { redirectCrossOrigin: 'unsigned' },
    )
    expect(await (await fetch('/from?a=1')).text()).toBe('log in')
  })
})

describe('the redirect option', () => {
  it('"manual" returns the redirect to the caller', async () => {
    const { provider, fetch, fetchRequest } = await redirecting(to(302, '/to'))
    const response = await fetch('/from', { redirect: 'manual' })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('/to')
    const request = new Request(`${provider.origin}/from`, { redirect: 'manual' })
    expect((await fetchRequest(request)).status).toBe(302)
    expect(provider.verified).toHaveLength(2)
  })

  it('"error" fails like the platform', async () => {
    const { provider, fetch } = await redirecting(to(302, '/to'))
    await expect(fetch('/from', { redirect: 'error' })).rejects.toThrow(TypeError)
    expect(provider.seen).toHaveLength(1)
  })
})

describe('fetch with a redirect to another origin', () => {
  it('is refused, and sends nothing there', async () => {
    const elsewhere = await listen(() => ({ body: 'elsewhere' }))
    const { fetch } = await redirecting(to(302, `${elsewhere.origin}/to?secret=1`))
    await expect(fetch('/from')).rejects.toMatchObject({
      name: 'OAuthError',
      code: 'redirect_refused',
      message: `Redirect refused: it leads to another origin, ${elsewhere.origin}; redirectCrossOrigin: 'unsigned' follows it without credentials.`,
    })
    expect(elsewhere.seen).toEqual([])
  })

  it('is refused even if only the port or the subdomain differs', async () => {
    const { provider, fetch } = await redirecting(({ target }) =>
      to(302, `${provider.origin.replace('127.0.0.1', 'localhost')}${target}`),
    )
    await expect(fetch('/from')).rejects.toMatchObject({ code: 'redirect_refused' })
  })

  it('follows without credentials if the option allows it', async () => {
    const elsewhere = await listen(() => ({ body: 'elsewhere' }))
    const { fetch } = await redirecting(to(307, `${elsewhere.origin}/to`), {
      redirectCrossOrigin: 'unsigned',
    })
    const headers = { cookie: 'a=1', 'proxy-authorization': 'Basic x', 'x-kept': 'yes' }
    const init = { method: 'POST', body: '{}', headers }
    expect(await (await fetch('/from', init)).text()).toBe('elsewhere')
    const [request] = elsewhere.seen
    expect(request).toMatchObject({ method: 'POST', target: '/to', body: Buffer.from('{}') })
    expect(headerOf(request, 'x-kept')).toBe('yes')
    for (const name of ['authorization', 'cookie', 'proxy-authorization']) {
      expect(headerOf(request, name)).toBe('')
    }
    expect(JSON.stringify(request)).not.toContain('oauth')
  })

  it('does not sign again when a redirect returns', async () => {
    const { provider, fetch } = await redirecting(
      ({ target }) => (target === '/from' ? to(302, `${elsewhere.origin}/`) : undefined),
      { redirectCrossOrigin: 'unsigned' },
    )
    const elsewhere = await listen(() => to(302, `${provider.origin}/delete-everything`))
    expect((await fetch('/from')).status).toBe(401)
    expect(headerOf(provider.seen.at(-1), 'authorization')).toBe('')
  })

  it.each(['refuse', 'unsigned'] as const)(
    'never follows from https to http, with the option %s',
    async (redirectCrossOrigin) => {
      const sent: string[] = []
      const client = createClient({
        provider: {},
        consumer: CONSUMER,
        redirectCrossOrigin,
        fetch(input, init) {
          const { url } = new Request(input, init)
          sent.push(url)
          const location = url === 'https://a.example/' ? 'https://b.example/' : 'http://a.example/'
          return Promise.resolve(new Response(null, to(302, location) as ResponseInit))
        },
      })
      await expect(client.fetch('https://a.example/')).rejects.toMatchObject({
        code: 'redirect_refused',
      })
      await expect(client.fetch('https://c.example/')).rejects.toMatchObject({
        code: 'redirect_refused',
      })
      expect(sent.filter((url) => url.startsWith('http:'))).toEqual([])
    },
  )

  it('refuses a redirect that the platform hides', async () => {
    const opaque = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' })
    const client = createClient({
      provider: {},
      consumer: CONSUMER,
      fetch: () => Promise.resolve(opaque),
    })
    await expect(client.fetch('https://a.example/')).rejects.toMatchObject({
      code: 'redirect_refused',
    })
  })
})

describe('the error of a refused redirect', () => {
  const REASONS: Readonly<Record<string, readonly [location: string, reason: string]>> = {
    'another scheme': ['ftp://HOST/', 'its Location is not an http or https URL'],
    'no URL': ['http://', 'its Location is not an http or https URL'],
    'a user': ['http://user@HOST/', 'its Location contains a username or a password'],
    'a password': ['http://:password@HOST/', 'its Location contains a username or a password'],
  }

  it.each(Object.entries(REASONS))(
    'contains the reason: %s',
    async (_title, [location, reason]) => {
      const { fetch } = await redirecting((request) =>
        to(302, location.replace('HOST', headerOf(request, 'host'))),
      )
      await expect(fetch('/from')).rejects.toMatchObject({
        name: 'OAuthError',
        code: 'redirect_refused',
        message: `Redirect refused: ${reason}.`,
      })
    },
  )

  it.each<[string, ResponseInit, string]>([
    [
      'the redirect leads from https to http',
      { status: 302, headers: { location: 'http://photos.example/to' } },
      'it leads from https to http',
    ],
    [
      'the redirect leads to another origin',
      { status: 302, headers: { location: 'https://photos.example:8443/to' } },
      "it leads to another origin, https://photos.example:8443; redirectCrossOrigin: 'unsigned' follows it without credentials",
    ],
  ])('contains the reason: %s', async (_title, init, reason) => {
    const client = createClient({
      provider: {},
      consumer: CONSUMER,
      fetch: async () => new Response(null, init),
    })
    await expect(client.fetch('https://photos.example/from')).rejects.toMatchObject({
      code: 'redirect_refused',
      message: `Redirect refused: ${reason}.`,
    })
  })

  it('reports more than twenty redirects', async () => {
    let sent = 0
    const client = createClient({
      provider: {},
      consumer: CONSUMER,
      fetch: async () => {
        sent += 1
        if (sent > 21) throw new Error('sent in a circle')
        return new Response(null, { status: 302, headers: { location: '/' } })
      },
    })
    await expect(client.fetch('https://photos.example/')).rejects.toMatchObject({
      code: 'redirect_refused',
      message: 'Redirect refused: more than 20 redirects.',
    })
    expect(sent).toBe(21)
  })

  it('reports a target that the platform does not expose', async () => {
    const response = new Response()
    Object.defineProperty(response, 'type', { value: 'opaqueredirect' })
    const client = createClient({ provider: {}, consumer: CONSUMER, fetch: async () => response })
    await expect(client.fetch('https://photos.example/from')).rejects.toMatchObject({
      code: 'redirect_refused',
      message: 'Redirect refused: this platform does not expose the redirect target.',
    })
  })

  it('reports a Location that repeats the credentials in a value', async () => {
    const provider = await startProvider(({ url }) =>
      to(302, `/login?next=${encodeURIComponent(url)}`),
    )
    const client = createClient({ provider: { transmission: 'query' }, consumer: CONSUMER })
    await expect(client.fetch(provider.origin)).rejects.toMatchObject({
      code: 'redirect_refused',
      message:
        'Redirect refused: its Location repeats the credentials of the request inside another value.',
    })
  })
})

it.each([301, 302, 303, 307, 308])(
  'a redirect of status %i stays on https, and may lead to http from http',
  async (status) => {
    const sent: string[] = []
    const client = createClient({
      provider: {},
      consumer: CONSUMER,
      redirectCrossOrigin: 'unsigned',
      allowInsecure: true,
      fetch: async (input) => {
        const { url, headers } = new Request(input)
        sent.push(`${url} ${headers.has('authorization') ? 'signed' : 'unsigned'}`)
        return url.endsWith('/from')
          ? new Response(null, { status, headers: { location: 'https://photos.example/to' } })
          : new Response('arrived')
      },
    })
    expect(await (await client.fetch('https://photos.example/from')).text()).toBe('arrived')
    expect(await (await client.fetch('http://photos.example/from')).text()).toBe('arrived')
    expect(sent).toEqual([
      'https://photos.example/from signed',
      'https://photos.example/to signed',
      'http://photos.example/from signed',
      'https://photos.example/to unsigned',
    ])
  },
)

it("a redirect that becomes a GET drops the body's headers, and a cookie stays on its origin", async () => {
  const { provider, fetch } = await redirecting(to(303, '/to'))
  const headers = {
    'content-encoding': 'identity',
    'content-language': 'de',
    'content-location': '/photos',
    'content-type': 'text/plain',
    cookie: 'a=1',
    'proxy-authorization': 'Basic x',
    'x-kept': 'yes',
  }
  await fetch('/from', { method: 'POST', headers, body: 'text' })
  const [first, second] = provider.verified
  for (const [name, value] of Object.entries(headers)) {
    expect(headerOf(first, name)).toBe(value)
    expect(headerOf(second, name)).toBe(name.startsWith('content-') ? '' : value)
  }
})

it('a redirect of status 303 keeps the headers of a GET', async () => {
  const { provider, fetch } = await redirecting(to(303, '/to'))
  await fetch('/from', { headers: { 'content-language': 'de' } })
  expect(headerOf(provider.verified[1], 'content-language')).toBe('de')
})

it('a redirect of status 307 resends a form that was a stream', async () => {
  const { provider, fetch } = await redirecting(to(307, '/to'))
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new Blob(['a=1']).stream()
  expect((await fetch('/from', { method: 'POST', headers, body })).status).toBe(200)
  expect(provider.verified.map(({ form }) => form)).toEqual([[['a', '1']], [['a', '1']]])
})

it('a Location keeps its parameters if the credentials were in the header', async () => {
  const elsewhere = await listen(() => ({ body: 'ok' }))
  const { fetch } = await redirecting(to(302, `${elsewhere.origin}/to?oauth_token=of-the-answer`), {
    redirectCrossOrigin: 'unsigned',
  })
  await fetch('/from')
  expect(elsewhere.seen.map(({ target }) => target)).toEqual(['/to?oauth_token=of-the-answer'])
})
