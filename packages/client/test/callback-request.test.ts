import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describe, expect, it, onTestFinished } from 'vitest'

import { createClient } from '../src/index.js'
import type { CallbackRequest, Client } from '../src/index.js'
import { startProvider } from './provider.js'

interface Flow {
  readonly client: Client
  /** The query of the callback. */
  readonly query: string
  readonly cookie: string
}

async function startFlow(): Promise<Flow> {
  const provider = await startProvider()
  const client = createClient(provider.options)
  const { url, setCookie } = await client.authorize()
  return { client, query: provider.approve(url), cookie: setCookie.split(';', 1)[0] ?? '' }
}

/** Passes a real request to a handler. */
async function visit(
  target: string,
  headers: Readonly<Record<string, string>>,
  handle: (request: IncomingMessage) => Promise<unknown>,
): Promise<void> {
  const handled: Promise<unknown>[] = []
  const server = createServer((request, response) => {
    handled.push(handle(request))
    response.end()
  })
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await (await fetch(`http://127.0.0.1:${String(port)}${target}`, { headers })).text()
  await Promise.all(handled)
}

describe('callback with a request', () => {
  it('accepts a web Request', async () => {
    const { client, query, cookie } = await startFlow()
    const request = new Request(`https://printer.example/cb${query}`, { headers: { cookie } })
    const { token, setCookie } = await client.callback(request)
    expect(token.key).toBe('access-2')
    expect(setCookie).toContain('Max-Age=0')
  })

  it('accepts a request of Node', async () => {
    const { client, query, cookie } = await startFlow()
    await visit(`/cb${query}`, { cookie }, async (request) => {
      expect((await client.callback(request)).token.key).toBe('access-2')
    })
  })

  it('uses the URL from before a router shortened or rewrote it', async () => {
    const { client, query, cookie } = await startFlow()
    const request = { url: '/', originalUrl: `/oauth/cb${query}`, headers: { cookie } }
    expect((await client.callback(request)).token.key).toBe('access-2')
  })

  it('accepts headers that only have a get method', async () => {
    const { client, query, cookie } = await startFlow()
    const headersOf = (value: string | null) => ({
      get: (name: string) => (name === 'cookie' ? value : null),
    })
    const url = `/cb${query}`
    await expect(client.callback({ url, headers: headersOf(null) })).rejects.toMatchObject({
      code: 'callback_refused',
    })
    const { token } = await client.callback({ url, headers: headersOf(cookie) })
    expect(token.key).toBe('access-2')
  })

  it('accepts a request whose only URL is originalUrl', async () => {
    const { client, query, cookie } = await startFlow()
    const request = { originalUrl: `/cb${query}`, headers: { cookie } }
    expect((await client.callback(request)).token.key).toBe('access-2')
  })

  it("refuses a request without the flow's cookie, with any other headers", async () => {
    const { client, query, cookie } = await startFlow()
    for (const headers of [{}, { cookie: 'session=abc' }, { get: cookie }]) {
      const refused = { code: 'callback_refused' }
      const url = `https://printer.example/cb${query}`
      await expect(client.callback(new Request(url, { headers }))).rejects.toMatchObject(refused)
      await visit(`/cb${query}`, headers, async (request) => {
        await expect(client.callback(request)).rejects.toMatchObject(refused)
      })
    }
    await expect(client.callback(`/cb${query}`, { cookie })).resolves.toBeDefined()
  })

  it.each<[string, (cookie: string) => CallbackRequest['headers']]>([
    ['a record with another case', (cookie) => ({ Cookie: cookie })],
    ['a record with arrays', (cookie) => ({ cookie: ['a=b', cookie] })],
    ['pairs', (cookie) => [['Cookie', cookie]]],
    [
      'an iterable of pairs, one cookie each',
      (cookie) => new Set([['cookie', 'a=b'] as const, ['cookie', cookie] as const]),
    ],
    ['a Map', (cookie) => new Map([['cookie', cookie]])],
  ])('finds the cookie in %s', async (_title, makeHeaders) => {
    const { client, query, cookie } = await startFlow()
    const request = { url: `/cb${query}`, headers: makeHeaders(cookie) }
    expect((await client.callback(request)).token.key).toBe('access-2')
  })

  it('aborts with its signal', async () => {
    const { client, query, cookie } = await startFlow()
    const request = { url: `/cb${query}`, headers: { cookie } }
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(client.callback(request, { signal })).rejects.toThrow('too late')
  })
})

describe('callback with invalid arguments', () => {
  const client = createClient({ provider: {}, consumer: { key: 'k', secret: 's' } })
  const call = client.callback as (...values: readonly unknown[]) => Promise<unknown>

  it.each([
    ['nothing', undefined],
    ['a number', 1],
    ['an object without headers', { url: '/cb' }],
    ['a request without a URL', { headers: {} }],
    ['a URL that is not a string', { url: 1, headers: {} }],
    ['null', null],
    ['headers that are null', { url: '/cb', headers: null } as unknown as CallbackRequest],
    ['headers that are a string', { url: '/cb', headers: 'cookie: a=b' }],
    ['headers that are an instance of another class', { url: '/cb', headers: new Date() }],
    ['headers that are an array of lines', { url: '/cb', headers: ['cookie: a=b'] }],
  ])('rejects %s with the accepted types', async (_title, value) => {
    await expect(call(value)).rejects.toThrow(
      /^callback: request must be a Request, a request of Node or Express, a Koa context, or a URL \(a string or URL object, with \{ cookie \}\), received /,
    )
  })

  it('rejects a URL without a cookie', async () => {
    for (const url of ['/cb', new URL('https://printer.example/cb')]) {
      await expect(call(url)).rejects.toThrow(/^callback: cookie is required with a URL/)
      await expect(call(url, {})).rejects.toThrow(/^callback: cookie is required with a URL/)
    }
  })

  it.each([
    [{ cookie: 5 }, 'cookie must be the Cookie header as a string, or null, received 5'],
    [{ cookie: 'a=b', signal: 5 }, 'signal must be an AbortSignal, received 5'],
    [{ cookie: 'a=b', sginal: 5 }, 'sginal is not an option (received 5). Did you mean signal?'],
  ])('rejects a URL with invalid options: %j', async (options, message) => {
    await expect(call('/cb', options)).rejects.toThrow(`callback: ${message}`)
  })

  it('rejects a request with a cookie option, which would be ignored', async () => {
    const request = new Request('https://printer.example/cb')
    await expect(call(request, { cookie: 'a=b' })).rejects.toThrow(
      /^callback: cookie must be omitted if the first argument is a request/,
    )
  })
})
