import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

import { parameterValue } from '@oauthplus/core'
import { describe, expect, it, onTestFinished } from 'vitest'

import { createClient } from '../src/index.js'
import { headerOf, listen } from './listen.js'
import { CONSUMER, startProvider } from './provider.js'

const TOKEN = 'oauth_token=r1&oauth_token_secret=s1&oauth_callback_confirmed=true'

describe('a token request with a redirect', () => {
  it.each([301, 302, 307, 308])(
    'follows it on the same origin and signs everything again: %i',
    async (status) => {
      const provider = await startProvider(({ target }) =>
        target === '/request_token'
          ? { status, headers: { location: '/moved?to=here' } }
          : { body: TOKEN },
      )
      await createClient(provider.options).authorize({ parameters: [['scope', 'read']] })
      expect(provider.seen).toHaveLength(2)
      const [first, second] = provider.verified
      expect(second).toMatchObject({ method: 'POST', target: '/moved?to=here' })
      expect(second?.form).toEqual([['scope', 'read']])
      for (const name of ['oauth_nonce', 'oauth_signature']) {
        expect(parameterValue(second?.protocol ?? [], name)).not.toBe(
          parameterValue(first?.protocol ?? [], name),
        )
      }
      expect(parameterValue(second?.protocol ?? [], 'oauth_callback')).toBe(
        'https://printer.example/cb',
      )
    },
  )

  it("follows it without the form's credentials that its Location repeats", async () => {
    const provider = await startProvider(({ target, body }) =>
      target === '/request_token'
        ? { status: 307, headers: { location: `/moved?${String(body)}&kept=1` } }
        : { body: TOKEN },
    )
    const { options } = provider
    const client = createClient({
      ...options,
      provider: { ...options.provider, transmission: 'body' },
    })
    await expect(client.authorize()).resolves.toBeDefined()
    expect(provider.verified.at(-1)?.target).toBe('/moved?kept=1')
  })

  it.each([
    ['/moved?size=1&scope=a+b&scope=c', 'keeps'],
    ['/moved?scope=a%20b&size=1', 'keeps a part of'],
    ['/moved?size=1', 'drops'],
    ['/moved', 'drops'],
  ])('sends each parameter once in a GET to %s, which %s its parameters', async (location) => {
    const provider = await startProvider(({ target }) =>
      target.startsWith('/request_token')
        ? { status: 308, headers: { location } }
        : { body: TOKEN },
    )
    const { options } = provider
    const client = createClient({
      ...options,
      provider: {
        ...options.provider,
        requestTokenUrl: `${provider.origin}/request_token?size=1`,
        tokenRequestMethod: 'GET',
      },
    })
    const parameters = [
      ['scope', 'a b'],
      ['scope', 'c'],
    ] as const
    await client.authorize({ parameters })
    const [first, second] = provider.verified.map(({ url }) => new URL(url).searchParams)
    expect(first?.getAll('scope')).toEqual(['a b', 'c'])
    expect(second?.getAll('scope')).toEqual(['a b', 'c'])
    expect(second?.getAll('size').length).toBeLessThan(2)
  })

  it('resends the whole form of a POST, even if the Location repeats it', async () => {
    const provider = await startProvider(({ target }) =>
      target === '/request_token'
        ? { status: 307, headers: { location: '/moved?scope=read' } }
        : { body: TOKEN },
    )
    await createClient(provider.options).authorize({ parameters: [['scope', 'read']] })
    expect(provider.verified.at(-1)).toMatchObject({
      target: '/moved?scope=read',
      form: [['scope', 'read']],
    })
  })

  it.each([
    ['/moved?scope=c', 'scope=c&scope=a&size=1&scope=a'],
    ['/moved?other=a&size=1', 'other=a&size=1&scope=a&scope=c&scope=a'],
    ['/moved?scope=a', 'scope=a&scope=c&size=1&scope=a'],
    ['/moved?scope=a&scope=a', 'scope=a&scope=a&scope=c&size=1'],
    ['/moved?size=2&scope=c&size=1', 'size=2&scope=c&size=1&scope=a&scope=a'],
  ])('with GET to %s leads to the query %s', async (location, expected) => {
    const provider = await startProvider(({ target }) =>
      target.startsWith('/request_token')
        ? { status: 302, headers: { location } }
        : { body: TOKEN },
    )
    const { options } = provider
    const client = createClient({
      ...options,
      provider: { ...options.provider, tokenRequestMethod: 'GET' },
    })
    const parameters = [
      ['scope', 'a'],
      ['scope', 'c'],
      ['size', '1'],
      ['scope', 'a'],
    ] as const
    await client.authorize({ parameters })
    expect(provider.verified.at(-1)?.target).toBe(`/moved?${expected}`)
  })

  it('keeps the verifier of an exchange', async () => {
    const provider = await startProvider(({ target }) =>
      target === '/access_token'
        ? { status: 302, headers: { location: 'access_token/' } }
        : undefined,
    )
    const client = createClient({ ...provider.options, callbackUrl: 'oob' })
    const { requestToken } = await client.authorize()
    await client.exchangeVerifier({ requestToken, verifier: 'v' }).catch(() => undefined)
    const last = provider.verified.at(-1)
    expect(last?.target).toBe('/access_token/')
    expect(parameterValue(last?.protocol ?? [], 'oauth_verifier')).toBe('v')
    expect(parameterValue(last?.protocol ?? [], 'oauth_token')).toBe(requestToken.key)
  })

  it('becomes a GET after a 303, unless that would lose a form', async () => {
    const provider = await startProvider(({ target }) =>
      target === '/request_token'
        ? { status: 303, headers: { location: '/moved' } }
        : { body: TOKEN },
    )
    const client = createClient(provider.options)
    await expect(client.authorize()).resolves.toMatchObject({ requestToken: { key: 'r1' } })
    expect(provider.verified.at(-1)).toMatchObject({ method: 'GET', target: '/moved' })
    await expect(client.authorize({ parameters: [['scope', 'read']] })).rejects.toMatchObject({
      code: 'redirect_refused',
    })
  })

  it('refuses another origin, even if the option allows unsigned redirects', async () => {
    const elsewhere = await listen(() => ({ body: TOKEN }))
    const provider = await startProvider(() => ({
      status: 302,
      headers: { location: `${elsewhere.origin}/request_token` },
    }))
    for (const redirectCrossOrigin of ['refuse', 'unsigned'] as const) {
      const client = createClient({ ...provider.options, redirectCrossOrigin })
      await expect(client.authorize()).rejects.toMatchObject({ code: 'redirect_refused' })
      await expect(client.xauth({ username: 'jane', password: 'jane' })).rejects.toMatchObject({
        code: 'redirect_refused',
      })
    }
    expect(elsewhere.seen).toEqual([])
  })

  it('refuses more than twenty redirects', async () => {
    const provider = await startProvider(({ target }) => ({
      status: 307,
      headers: { location: `/?${String(Number(target.slice(2)) + 1)}` },
    }))
    const requestTokenUrl = `${provider.origin}/?0`
    const client = createClient({
      ...provider.options,
      provider: { ...provider.options.provider, requestTokenUrl },
    })
    await expect(client.authorize()).rejects.toMatchObject({ code: 'redirect_refused' })
    expect(provider.verified).toHaveLength(21)
  })

  it('rejects a redirect without a Location as a response without a token', async () => {
    const provider = await startProvider(() => ({ status: 302 }))
    await expect(createClient(provider.options).authorize()).rejects.toMatchObject({
      code: 'request_failed',
      status: 302,
    })
  })
})

describe('a token request without a response', () => {
  it("rejects with connection_failed instead of a caller's mistake", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
    const client = createClient({ provider: { accessTokenUrl: `${origin}/a` }, consumer: CONSUMER })
    await expect(client.xauth({ username: 'jane', password: 'jane' })).rejects.toMatchObject({
      name: 'OAuthError',
      code: 'connection_failed',
      message: expect.stringMatching(
        `^The request for the access token to ${origin}/a failed: connection closed \\([A-Z_]+\\)\\.$`,
      ) as string,
      cause: expect.any(TypeError) as TypeError,
    })
  })

  it('rejects with connection_failed if the response is interrupted', async () => {
    const server = createServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\noauth_token=a&oauth_token_secret=b')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const accessTokenUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/a`
    const client = createClient({ provider: { accessTokenUrl }, consumer: CONSUMER })
    await expect(client.xauth({ username: 'jane', password: 'jane' })).rejects.toMatchObject({
      code: 'connection_failed',
    })
  })

  it('aborts with its signal', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const accessTokenUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/a`
    const client = createClient({ provider: { accessTokenUrl }, consumer: CONSUMER })
    const signal = AbortSignal.timeout(50)
    await expect(
      client.xauth({ username: 'jane', password: 'jane', signal }),
    ).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

describe('the parameters of a token request', () => {
  it('have no form and no Content-Type of one if there are none', async () => {
    for (const tokenRequestMethod of ['POST', 'GET'] as const) {
      const provider = await startProvider()
      const { options } = provider
      await createClient({
        ...options,
        provider: { ...options.provider, tokenRequestMethod },
      }).authorize()
      expect(headerOf(provider.verified[0], 'content-type')).toBe('')
    }
  })

  it("are in the query of a GET, without a form's Content-Type", async () => {
    const provider = await startProvider(() => ({ body: TOKEN }))
    const { options } = provider
    const client = createClient({
      ...options,
      provider: { ...options.provider, tokenRequestMethod: 'GET' },
    })
    await client.authorize({ parameters: [['scope', 'read']] })
    const [request] = provider.verified
    expect(request).toMatchObject({ method: 'GET', target: '/request_token?scope=read' })
    expect(headerOf(request, 'content-type')).toBe('')
  })

  it('are sent once: protocol parameters in the header, the others in the form', async () => {
    const provider = await startProvider()
    await createClient(provider.options).authorize({
      parameters: [
        ['scope', 'read'],
        ['oauth_language', 'de'],
      ],
    })
    const [request] = provider.verified
    expect(String(request?.body)).toBe('scope=read')
    expect(headerOf(request, 'content-type')).toBe('application/x-www-form-urlencoded')
    expect(request?.protocol.map(([name]) => name)).toContain('oauth_language')
    expect(headerOf(request, 'authorization')).not.toContain('scope')
  })

  it("include the client's userAgent, if set", async () => {
    const provider = await startProvider()
    await createClient({ ...provider.options, userAgent: 'printer/1.0' }).authorize()
    expect(headerOf(provider.verified[0], 'user-agent')).toBe('printer/1.0')
    await createClient(provider.options).authorize()
    expect(headerOf(provider.verified[1], 'user-agent')).not.toBe('printer/1.0')
  })
})
