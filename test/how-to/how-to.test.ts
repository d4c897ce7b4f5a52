import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request as forward } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createClient, isOAuthError, readBaseString } from '@oauthplus/client'
import type { FetchFunction } from '@oauthplus/client'
import { x } from '@oauthplus/client/presets'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'

import { headerOf } from '../../packages/client/test/listen.js'
import { CALLBACK_URL, CONSUMER, startProvider } from '../../packages/client/test/provider.js'
import type { Answers, TestProvider } from '../../packages/client/test/provider.js'
import { readSignature } from '../../packages/client/test/read-signature.js'
import { standIn } from '../../packages/client/test/stand-in.js'
import { commandOf } from '../interop/foreign-client.js'
import { makeCertificate, OPENSSL } from '../servers/make-certificate.js'
import { loggingFetch } from './log-requests.js'
import { mapConcurrently } from './map-concurrently.js'
import { throughProxy, throughProxyOfEnvironment, withAuthority } from './network.js'
import { countPages, followCursors, followLinks } from './paginate.js'
import { postJson } from './post-json.js'
import { retrying } from './retry.js'
import { signIn } from './sign-in.js'
import { streamDown, streamUp } from './stream.js'
import { clientWithFakeFetch, clientWithMockAgent } from './test-doubles.js'
import { uploadFile } from './upload-file.js'
import { uploadMedia } from './upload-media.js'

const MEBIBYTE = 1024 * 1024

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-how-to-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A provider that verifies, and what signs for it; nothing is signed for other origins. */
async function startApi(
  answers?: Answers,
  fetch?: FetchFunction,
): Promise<TestProvider & { readonly fetch: FetchFunction }> {
  const api = await startProvider(answers)
  const provider = { ...api.options.provider, origins: [api.origin] }
  return { ...api, fetch: createClient({ ...api.options, provider, fetch }).fetch }
}

async function listenOn(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

describe('the guide', () => {
  const GUIDE = readFileSync(new URL('../../docs/guide/how-to.md', import.meta.url), 'utf8')
  const names = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'))

  it.each(names)('has %s as it is run here', (name) => {
    const code = readFileSync(join(import.meta.dirname, name), 'utf8')
    expect(GUIDE).toContain(`\`\`\`ts\n${code}\`\`\`\n`)
  })
})

describe('uploads', () => {
  it('send a file in a multipart form', async () => {
    const api = await startApi()
    const file = join(folder, 'sunset.jpg')
    await writeFile(file, 'the photo')
    expect(await uploadFile(api, `${api.origin}/photos`, file)).toMatchObject({ status: 200 })
    const [sent] = api.verified
    expect(headerOf(sent, 'content-type')).toMatch(/^multipart\/form-data; boundary=/)
    expect(sent?.body.toString()).toMatch(
      /name="title"\r\n\r\nSunset\r\n[^]*filename="sunset.jpg"\r\nContent-Type: image\/jpeg\r\n\r\nthe photo\r\n/,
    )
  })

  it('send media to X in chunks, each with another signature', async () => {
    const { seen, fetch } = await standIn(({ url }) =>
      url.endsWith('/initialize') ? { body: '{"data":{"id":"188"}}' } : { body: '{}' },
    )
    const token = { key: 'token', secret: 'token secret' }
    const client = createClient({ provider: x, consumer: CONSUMER, fetch }).withToken(token)
    const video = new Blob([new Uint8Array(9 * MEBIBYTE)], { type: 'video/mp4' })
    expect(await uploadMedia(client, video, 'tweet_video')).toBe('188')
    const base = 'https://api.x.com/2/media/upload'
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST ${base}/initialize`,
      `POST ${base}/188/append`,
      `POST ${base}/188/append`,
      `POST ${base}/188/append`,
      `POST ${base}/188/finalize`,
    ])
    expect(JSON.parse(seen[0]?.body.toString() ?? '')).toEqual({
      media_type: 'video/mp4',
      media_category: 'tweet_video',
      total_bytes: 9 * MEBIBYTE,
    })
    expect(seen[3]?.body.subarray(0, 200).toString()).toMatch(/name="segment_index"\r\n\r\n2\r\n/)
    const signatures = seen.map((each) => readSignature(each))
    expect(signatures.map((each) => each.signedWith(CONSUMER.secret, token.secret))).toEqual(
      seen.map(() => true),
    )
    expect(new Set(signatures.map((each) => each.parameters.oauth_nonce)).size).toBe(seen.length)
  })

  it('stop at the first chunk that X refuses', async () => {
    const { seen, fetch } = await standIn(({ url }) =>
      url.endsWith('/append')
        ? { status: 400, body: 'too large' }
        : { body: '{"data":{"id":"188"}}' },
    )
    const client = createClient({ provider: x, consumer: CONSUMER, fetch })
    const upload = uploadMedia(client, new Blob(['photo']), 'tweet_image')
    await expect(upload).rejects.toThrow(/188\/append: 400 too large$/)
    expect(seen).toHaveLength(2)
  })

  it('post JSON', async () => {
    const api = await startApi(() => ({ body: '{"id":1}' }))
    expect(await postJson(api, `${api.origin}/albums`, { title: '☃' })).toEqual({ id: 1 })
    expect(api.verified[0]?.body.toString()).toBe('{"title":"☃"}')
  })
})

it('streams a file up and down', async () => {
  const api = await startApi(({ method }) =>
    method === 'GET' ? { body: 'x'.repeat(2 * MEBIBYTE) } : undefined,
  )
  const file = join(folder, 'video.mp4')
  await streamDown(api, `${api.origin}/videos/1`, file)
  const content = await readFile(file)
  expect(content).toHaveLength(2 * MEBIBYTE)
  expect(await streamUp(api, `${api.origin}/videos/2`, file)).toMatchObject({ status: 200 })
  const sent = api.verified[1]
  expect(headerOf(sent, 'transfer-encoding')).toBe('chunked')
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  expect(digest(sent?.body ?? Buffer.alloc(0))).toBe(digest(content))
  const moving = await startApi(() => ({ status: 307, headers: { location: '/elsewhere' } }))
  await expect(streamUp(moving, `${moving.origin}/videos/2`, file)).rejects.toThrow()
  expect(moving.verified).toHaveLength(1)
})

describe('a retry', () => {
  const wait = () => vi.fn(() => Promise.resolve()) as unknown as Parameters<typeof retrying>[1]

  it('signs each attempt again, and waits as long as the service says', async () => {
    const busy = [
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 503, headers: { 'retry-after': new Date(Date.now() + 30_000).toUTCString() } },
      { status: 503 },
    ]
    const api = await startApi(() => busy.shift())
    const waiting = wait()
    const body = new URLSearchParams({ title: 'Sunset' })
    const response = await retrying(api, waiting)(`${api.origin}/`, { method: 'POST', body })
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
    expect(api.verified.map((each) => each.body.toString())).toEqual(
      Array.from({ length: 4 }, () => 'title=Sunset'),
    )
    const waits = vi.mocked(waiting as () => void).mock.calls as unknown as [number][]
    const [[first] = [0], [second] = [0], [third] = [0]] = waits
    expect(first).toBe(7000)
    expect(second).toBeGreaterThan(20_000)
    expect(second).toBeLessThanOrEqual(30_000)
    expect(third).toBeGreaterThanOrEqual(4000)
    expect(third).toBeLessThan(8000)
  })

  it.each([
    ['after four attempts', { status: 503, headers: { 'retry-after': '0' } }, 4],
    ['when it would wait too long', { status: 429, headers: { 'retry-after': '86400' } }, 1],
    ['for another status', { status: 500 }, 1],
  ])('ends %s', async (_title, answer, attempts) => {
    const api = await startApi(() => answer)
    const response = await retrying(api, wait())(`${api.origin}/`)
    expect(response.status).toBe(answer.status)
    expect(api.verified).toHaveLength(attempts)
  })

  it('ends when the caller cancels', async () => {
    const api = await startApi(() => ({ status: 503, headers: { 'retry-after': '50' } }))
    const controller = new AbortController()
    const response = retrying(api)(`${api.origin}/`, { signal: controller.signal })
    await vi.waitFor(() => {
      expect(api.verified).toHaveLength(1)
    })
    controller.abort()
    await expect(response).rejects.toMatchObject({ name: 'AbortError' })
    expect(api.verified).toHaveLength(1)
  })
})

describe('pagination', () => {
  async function collect(pages: AsyncGenerator<unknown[]>): Promise<unknown[]> {
    const items: unknown[] = []
    for await (const page of pages) items.push(...page)
    return items
  }

  it('follows Link headers', async () => {
    const links = new Map([
      ['/photos', '</photos?a=1,2>; title="x"; rel="next", </photos?last>; rel="last"'],
      ['/photos?a=1,2', '</photos>; rel="prev",</photos?page=3>;rel=next'],
    ])
    const api = await startApi(({ target }) => ({
      headers: { link: links.get(target) ?? '</photos>; rel="first"' },
      body: JSON.stringify([target]),
    }))
    expect(await collect(followLinks(api, `${api.origin}/photos`))).toEqual([
      '/photos',
      '/photos?a=1,2',
      '/photos?page=3',
    ])
  })

  it('signs nothing for a link to another origin', async () => {
    const api = await startApi(() => ({
      headers: { link: '<https://attacker.example/>; rel="next"' },
      body: '[1]',
    }))
    await expect(collect(followLinks(api, api.origin))).rejects.toMatchObject({
      code: 'origin_refused',
    })
  })

  it('follows cursors', async () => {
    const api = await startApi(({ target }) => {
      const cursor = new URL(target, 'http://a').searchParams.get('cursor')
      const next = cursor === null ? 'a+b&c' : undefined
      return { body: JSON.stringify({ items: [cursor], next_cursor: next }) }
    })
    expect(await collect(followCursors(api, `${api.origin}/photos?size=2`))).toEqual([
      null,
      'a+b&c',
    ])
  })

  it('counts pages', async () => {
    const api = await startApi(({ target }) => ({
      body: target.endsWith('page=3') ? '[]' : JSON.stringify([target]),
    }))
    expect(await collect(countPages(api, `${api.origin}/photos?size=2`))).toEqual([
      '/photos?size=2&page=1',
      '/photos?size=2&page=2',
    ])
  })
})

it('logs one line for each request, without secrets', async () => {
  const lines: string[] = []
  const log = (line: string): void => {
    lines.push(line)
  }
  const api = await startApi(undefined, loggingFetch(log))
  await api.fetch(`${api.origin}/photos?user=jane`)
  await api.fetch(`${api.origin}/photos`, { method: 'POST', body: 'title' })
  expect(lines.map((line) => line.replace(/\d+ ms$/, 'n ms'))).toEqual([
    `GET ${api.origin}/photos 200 in n ms`,
    `POST ${api.origin}/photos 200 in n ms`,
  ])
  const failing = loggingFetch(log, () => Promise.reject(new TypeError('fetch failed')))
  const { options } = api
  const response = createClient({ ...options, fetch: failing }).fetch(`${api.origin}/photos`)
  await expect(response).rejects.toThrow('fetch failed')
  expect(lines[2]).toMatch(/photos TypeError in \d+ ms$/)
  expect(lines.join()).not.toMatch(/oauth_|jane|signature/)
})

it('shows what was signed with secrets masked', async () => {
  const api = await startApi(() => ({ status: 401 }))
  const response = await api.fetch(`${api.origin}/photos?password=sesame&size=2`)
  const baseString = readBaseString(response)
  expect(baseString).toContain('size%3D2')
  expect(baseString).not.toContain('sesame')
})

describe('the network', () => {
  async function startProxy(): Promise<{ readonly url: string; readonly asked: string[] }> {
    const asked: string[] = []
    const proxy = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
      const { method, headers } = request
      const sent = forward(request.url ?? '', { method: method ?? '', headers }, (received) => {
        response.writeHead(received.statusCode ?? 502, received.headers)
        received.pipe(response)
      })
      request.pipe(sent)
    })
    proxy.on('connect', ({ url = '' }, socket) => {
      asked.push(`CONNECT ${url}`)
      const { hostname, port } = new URL(`http://${url}`)
      const upstream = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
      for (const each of [upstream, socket]) each.on('error', () => upstream.destroy())
      onTestFinished(() => {
        upstream.destroy()
        socket.destroy()
      })
    })
    return { url: `http://127.0.0.1:${await listenOn(proxy)}`, asked }
  }

  it('leads through a proxy', async () => {
    const { url, asked } = await startProxy()
    const api = await startApi(undefined, throughProxy(url))
    expect(await (await api.fetch(`${api.origin}/photos`)).text()).toBe('ok')
    expect(asked).toHaveLength(1)
  })

  it('leads through the proxy of the environment, except for NO_PROXY', async () => {
    const { url, asked } = await startProxy()
    const names = ['HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy']
    for (const name of names) vi.stubEnv(name, name.toLowerCase() === 'http_proxy' ? url : '')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const api = await startApi(undefined, throughProxyOfEnvironment())
    expect(await (await api.fetch(`${api.origin}/photos`)).text()).toBe('ok')
    expect(asked).toHaveLength(1)
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '127.0.0.1')
    const direct = await startApi(undefined, throughProxyOfEnvironment())
    expect(await (await direct.fetch(`${direct.origin}/photos`)).text()).toBe('ok')
    expect(asked).toHaveLength(1)
  })

  it('trusts an authority that it is given', async (test) => {
    commandOf(OPENSSL, test)
    const ca = await makeCertificate(folder)
    const key = await readFile(join(folder, 'key.pem'))
    const server = createTlsServer({ key, cert: ca }, (_request, response) => response.end('ok'))
    const url = `https://localhost:${await listenOn(server)}/`
    onTestFinished(() => {
      server.closeAllConnections()
    })
    const options = { provider: {}, consumer: CONSUMER }
    const trusting = createClient({ ...options, fetch: withAuthority(ca) })
    expect(await (await trusting.fetch(url)).text()).toBe('ok')
    await expect(createClient(options).fetch(url)).rejects.toMatchObject({
      code: 'connection_failed',
    })
  })
})

describe('time', () => {
  async function startSilentApi(timeoutSeconds?: number) {
    const server = createServer(() => undefined)
    const url = `http://127.0.0.1:${await listenOn(server)}/`
    onTestFinished(() => {
      server.closeAllConnections()
    })
    return { url, ...createClient({ provider: {}, consumer: CONSUMER, timeoutSeconds }) }
  }

  it('ends a request of a client with timeoutSeconds', async () => {
    const { fetch, url } = await startSilentApi(1)
    const error: unknown = await fetch(url).catch((reason: unknown) => reason)
    expect(isOAuthError(error) && error.code).toBe('connection_failed')
  })

  it('ends one request with a signal', async () => {
    const { fetch, url } = await startSilentApi()
    await expect(fetch(url, { signal: AbortSignal.timeout(1) })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    const controller = new AbortController()
    const response = fetch(url, { signal: controller.signal })
    controller.abort()
    await expect(response).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('mapConcurrently', () => {
  it('runs a few tasks at a time, and keeps the order', async () => {
    let running = 0
    let most = 0
    const api = await startApi(async ({ target }) => {
      running += 1
      most = Math.max(most, running)
      await new Promise(setImmediate)
      running -= 1
      return { body: target }
    })
    const ids = Array.from({ length: 40 }, (_, index) => index)
    const targets = await mapConcurrently(ids, 4, async (id) =>
      (await api.fetch(`${api.origin}/${id}`)).text(),
    )
    expect(targets).toEqual(ids.map((id) => `/${id}`))
    expect(most).toBeLessThanOrEqual(4)
    expect(api.verified).toHaveLength(40)
  })

  it('rejects when a task does', async () => {
    const failing = mapConcurrently([1, 2, 3], 2, () => Promise.reject(new Error('refused')))
    await expect(failing).rejects.toThrow('refused')
  })
})

describe('test doubles', () => {
  const options = { provider: {}, consumer: CONSUMER }

  it.each([
    ['a fake fetch', clientWithFakeFetch],
    ['MockAgent', clientWithMockAgent],
  ])('work with %s', async (_title, clientWith) => {
    const { fetch } = clientWith(options, ['sunset'])
    expect(await (await fetch('https://photos.example/photos')).json()).toEqual(['sunset'])
  })

  it('with MockAgent reach no network', async () => {
    const { fetch } = clientWithMockAgent(options, [])
    await expect(fetch('https://photos.example/other')).rejects.toThrow()
  })

  it('work with a replaced globalThis.fetch', async () => {
    const { fetch } = createClient(options)
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(['sunset'])))
    onTestFinished(() => {
      vi.unstubAllGlobals()
    })
    expect(await (await fetch('https://photos.example/photos')).json()).toEqual(['sunset'])
  })
})

describe('"Sign in with X"', () => {
  async function signInWith(more: string) {
    const { fetch } = await standIn(({ url }) => ({
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: url.endsWith('/request_token')
        ? 'oauth_token=r&oauth_token_secret=s&oauth_callback_confirmed=true'
        : `oauth_token=a&oauth_token_secret=s${more}`,
    }))
    const options = { provider: x, consumer: CONSUMER, callbackUrl: CALLBACK_URL, fetch }
    const client = createClient(options)
    const { setCookie } = await client.authorize()
    const [cookie = ''] = setCookie.split(';')
    const request = new Request(`${CALLBACK_URL}?oauth_token=r&oauth_verifier=v`, {
      headers: { cookie },
    })
    return signIn(client, request)
  }

  it('identifies an account by its user_id', async () => {
    expect(await signInWith('&user_id=12&screen_name=jane')).toMatchObject({
      accountId: 'x:12',
      name: 'jane',
    })
  })

  it.each(['', '&user_id=', '&user_id=1&user_id=2'])('refuses %j', async (more) => {
    await expect(signInWith(more)).rejects.toThrow('X did not name the user')
  })
})
