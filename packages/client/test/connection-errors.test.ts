import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

import { describe, expect, it, onTestFinished } from 'vitest'

import { createClient } from '../src/index.js'
import { listen } from './listen.js'

const CONSUMER = { key: 'key', secret: 'secret' }

async function freeOrigin(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${String(port)}`
}

function failing(failure: unknown) {
  return createClient({
    provider: { accessTokenUrl: 'https://photos.example/token?key=hidden' },
    consumer: CONSUMER,
    fetch: () => Promise.reject(failure as Error),
  })
}

function nested(depth: number): Error {
  return depth === 0
    ? new Error('timed out')
    : new TypeError('fetch failed', { cause: nested(depth - 1) })
}

function cycle(): Error {
  const failure = new TypeError('fetch failed')
  failure.cause = failure
  return failure
}

describe('a request without a response', () => {
  it('names the reason and the URL if the connection is refused', async () => {
    const origin = await freeOrigin()
    const client = createClient({
      provider: { accessTokenUrl: `${origin}/token` },
      consumer: CONSUMER,
    })
    await expect(client.fetch(`${origin}/photos?secret=1`)).rejects.toMatchObject({
      name: 'OAuthError',
      code: 'connection_failed',
      message: `The request to ${origin}/photos failed: connection refused (ECONNREFUSED).`,
    })
    await expect(client.xauth({ username: 'a', password: 'b' })).rejects.toMatchObject({
      message: `The request for the access token to ${origin}/token failed: connection refused (ECONNREFUSED).`,
    })
  })

  it('names an unknown host', async () => {
    const client = createClient({ provider: {}, consumer: CONSUMER })
    await expect(client.fetch('https://photos.invalid/')).rejects.toMatchObject({
      code: 'connection_failed',
      message: expect.stringMatching(
        /^The request to https:\/\/photos\.invalid\/ failed: unknown host \((ENOTFOUND|EAI_AGAIN)\)\.$/,
      ) as string,
    })
  })

  it('names a TLS failure', async () => {
    const { origin } = await listen(() => ({}))
    const client = createClient({ provider: {}, consumer: CONSUMER })
    await expect(client.fetch(origin.replace('http:', 'https:'))).rejects.toMatchObject({
      message: expect.stringContaining('failed: TLS failure (ERR_SSL') as string,
    })
  })

  // The errors that Bun, Deno and browsers reject with.
  it.each<[runtime: string, failure: unknown, reason: string]>([
    [
      'Bun',
      Object.assign(new Error('Unable to connect.'), { code: 'ConnectionRefused' }),
      'connection refused (ConnectionRefused)',
    ],
    [
      'Deno',
      new TypeError(
        'error sending request for url: client error (Connect): Connection refused (os error 111)',
      ),
      'connection refused',
    ],
    [
      'Deno without the host',
      new TypeError('client error (Connect): dns error: failed to lookup address information'),
      'unknown host',
    ],
    [
      'a socket',
      Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      'connection closed (ECONNRESET)',
    ],
    [
      'an unusual code',
      Object.assign(new Error('timed out'), { code: '-ETIMEDOUT 1' }),
      'no response in time',
    ],
    ['a cause four errors deep', nested(4), 'no response in time'],
    [
      'a blocked port',
      new TypeError('fetch failed', { cause: new Error('bad port') }),
      'fetch blocks this port',
    ],
    [
      'a timeout',
      new DOMException('The operation timed out.', 'TimeoutError'),
      'no response in time',
    ],
    [
      'undici',
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('Headers Timeout Error'), {
          code: 'UND_ERR_HEADERS_TIMEOUT',
        }),
      }),
      'no response in time (UND_ERR_HEADERS_TIMEOUT)',
    ],
  ])('names the reason for %s', async (_runtime, failure, reason) => {
    const client = failing(failure)
    await expect(client.fetch('https://photos.example/')).rejects.toMatchObject({
      message: `The request to https://photos.example/ failed: ${reason}.`,
      cause: failure,
    })
    await expect(client.xauth({ username: 'a', password: 'b' })).rejects.toMatchObject({
      message: `The request for the access token to https://photos.example/token failed: ${reason}.`,
    })
  })

  it.each([
    ['an error without a known reason', new TypeError('Failed to fetch')],
    ['a value that is not an error', 'down'],
    ['a cycle of causes', cycle()],
    ['a code without a known reason', Object.assign(new Error('x'), { code: 'EWEIRD' })],
    ['a reason five errors deep', nested(5)],
  ])('rejects with %s unchanged', async (_name, failure) => {
    const client = failing(failure)
    await expect(client.fetch('https://photos.example/')).rejects.toBe(failure)
    await expect(client.xauth({ username: 'a', password: 'b' })).rejects.toMatchObject({
      code: 'connection_failed',
      message:
        'The request for the access token to https://photos.example/token failed: network error.',
    })
  })

  it('keeps the reason of a signal', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const client = createClient({ provider: {}, consumer: CONSUMER })
    const controller = new AbortController()
    const pending = client.fetch(`http://127.0.0.1:${String(port)}/`, { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(pending).rejects.toThrow('enough')
  })
})

it('shows the start of a page that was sent instead of a token', async () => {
  const { origin } = await listen(() => ({
    headers: { 'Content-Type': 'text/html' },
    body: '<!doctype html><title>Maintenance</title>',
  }))
  const client = createClient({
    provider: {
      requestTokenUrl: `${origin}/token`,
      authorizeUrl: `${origin}/authorize`,
      accessTokenUrl: `${origin}/token`,
    },
    callbackUrl: 'oob',
    consumer: CONSUMER,
  })
  await expect(client.authorize()).rejects.toMatchObject({
    code: 'malformed_response',
    status: 200,
    bodyExcerpt: '<!doctype html><title>Maintenance</title>',
  })
})

it('shows no page that may contain a token', async () => {
  const { origin } = await listen(() => ({
    headers: { 'Content-Type': 'text/html' },
    body: '<p>oauth_token=key&amp;oauth_token_secret=hidden</p>',
  }))
  const client = createClient({
    provider: {
      requestTokenUrl: `${origin}/token`,
      authorizeUrl: `${origin}/authorize`,
      accessTokenUrl: `${origin}/token`,
    },
    callbackUrl: 'oob',
    consumer: CONSUMER,
  })
  await expect(client.authorize()).rejects.toMatchObject({
    code: 'malformed_response',
    bodyExcerpt: undefined,
  })
})

it.each([
  ['500 characters', 'a'.repeat(500), 'a'.repeat(500)],
  ['a word of 501 characters', 'a'.repeat(501), `${'a'.repeat(500)}…`],
  ['a space and a long word', ` ${'a'.repeat(501)}`, ` ${'a'.repeat(499)}…`],
])('truncates an advice of %s', async (_name, advice, shown) => {
  const { origin } = await listen(() => ({
    status: 401,
    body: `oauth_problem=token_rejected&oauth_problem_advice=${encodeURIComponent(advice)}`,
  }))
  const client = createClient({
    provider: { accessTokenUrl: `${origin}/token` },
    consumer: CONSUMER,
  })
  await expect(client.xauth({ username: 'a', password: 'b' })).rejects.toMatchObject({
    problem: { advice: shown },
  })
})

it('truncates a long advice at the end of a word', async () => {
  const { origin } = await listen(() => ({
    status: 401,
    body: `oauth_problem=token_rejected&oauth_problem_advice=${'again+'.repeat(200)}`,
  }))
  const client = createClient({
    provider: { accessTokenUrl: `${origin}/token` },
    consumer: CONSUMER,
  })
  await expect(client.xauth({ username: 'a', password: 'b' })).rejects.toMatchObject({
    problem: { advice: expect.stringMatching(/^(again ){82}again…$/) as string },
  })
})
