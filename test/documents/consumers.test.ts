import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import { createClient, isOAuthError } from '@oauthplus/client'
import type { ClientOptions, Token } from '@oauthplus/client'
import { expressConnectRoutes } from '@oauthplus/client/connect'
import express5 from 'express'
import express4 from 'express4'
import ts from 'typescript'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { blocksOfPage } from './code-blocks.js'
import { PAGES, ROOT } from './pages.js'

/** A document that shows the consumer of a web application. */
interface ShownConsumer {
  readonly document: string
  /** The path that starts a flow with POST. */
  readonly start: string
  readonly callback: string
  /** The path to which the user is redirected in the end. */
  readonly end: string
}

const CONSUMERS: readonly ShownConsumer[] = [
  {
    document: 'docs/guide/from-node-oauth.md',
    start: '/connect',
    callback: '/callback',
    end: '/',
  },
  { document: 'docs/guide/from-passport.md', start: '/login', callback: '/callback', end: '/' },
]
/** The guide whose web application uses the connect routes. */
const WEB_APPLICATION = 'docs/guide/call-an-api.md'
const FRAMEWORKS = [
  ['Express 5', express5],
  ['Express 4', express4],
] as const

it('knows every document that starts a flow in a route', () => {
  const starting = PAGES.filter((file) =>
    blocksOfPage(file, read(file)).some(
      ({ code, unchecked }) =>
        unchecked === undefined && code.includes('.authorize(') && code.includes('app.'),
    ),
  )
  expect([...starting].sort()).toEqual(CONSUMERS.map(({ document }) => document).sort())
})

it('has no example that starts a flow by a link', () => {
  const texts = [...PAGES, ...sourcesOfExamples()].flatMap((file) =>
    /\.(?:md)$/.test(file)
      ? blocksOfPage(file, read(file))
          .filter(({ unchecked }) => unchecked === undefined)
          .map(({ code }) => ({ file, code }))
      : [{ file, code: read(file) }],
  )
  expect(texts.length).toBeGreaterThan(100)
  const linked = /\.get\(\s*'\/(?:connect|login)'[^]{0,300}?\.authorize\(|href="\/connect"/
  expect(texts.filter(({ code }) => linked.test(code)).map(({ file }) => file)).toEqual([])
})

const CASES = FRAMEWORKS.flatMap(([name, express]) =>
  CONSUMERS.map((consumer) => ({ ...consumer, framework: name, express })),
)

it('the guide has a consumer of at most fifteen lines', () => {
  const lines = programOf(WEB_APPLICATION, /expressConnectRoutes\(/).split('\n')
  const counted = lines.filter((line) => !/^(?:import .*|\s*\/\/.*|\s*)$/.test(line))
  expect(counted.length).toBeGreaterThan(10)
  expect(counted.length).toBeLessThanOrEqual(15)
})

describe.each(FRAMEWORKS)('the consumer of call-an-api.md on %s', (_framework, express) => {
  let server: Server | undefined
  let origin = ''
  let tokens: Map<string, Token>
  let reasons: unknown[]

  beforeEach(async () => {
    tokens = new Map()
    reasons = []
    const app = express()
    app.use((request, _response, next) => {
      Object.assign(request, { session: { userId: 'jane' } })
      next()
    })
    run(programOf(WEB_APPLICATION, /expressConnectRoutes\(/), {
      app,
      tokens,
      consumer: { key: 'printer', secret: 'consumer-secret' },
      console: { warn: (reason: unknown) => reasons.push(reason) },
    })
    server = createServer(app)
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  const get = (path: string, cookie = '') =>
    fetch(origin + path, { headers: { cookie }, redirect: 'manual' })
  const connect = (headers: Readonly<Record<string, string>>) =>
    fetch(`${origin}/connect`, { method: 'POST', headers, redirect: 'manual' })

  async function connected(): Promise<string> {
    const started = await connect({ 'sec-fetch-site': 'same-origin' })
    expect([started.status, started.headers.get('location')]).toEqual([
      303,
      'https://photos.example/oauth/authorize?oauth_token=rt',
    ])
    return (started.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }

  it('stores the token, removes the cookie and leads to a clean URL', async () => {
    const cookie = await connected()
    const done = await get('/cb?oauth_token=rt&oauth_verifier=v', cookie)
    expect([done.status, done.headers.get('location')]).toEqual([303, '/'])
    expect(done.headers.get('set-cookie')).toContain('Max-Age=0')
    expect(tokens.get('jane')).toEqual({ key: 'at', secret: 'ats' })
    expect(await (await get('/')).json()).toEqual(['vacation'])
    expect((await get('/cb?oauth_token=rt&oauth_verifier=v', cookie)).status).toBe(400)
    expect(reasons).toEqual(['ended'])
  })

  it('says that access was denied', async () => {
    const cookie = await connected()
    const denied = await get('/cb?oauth_token=rt&oauth_problem=permission_denied', cookie)
    expect(denied.status).toBe(403)
    expect(await denied.text()).toContain('You did not give access')
    expect(reasons).toEqual(['denied'])
  })

  it.each(['?oauth_token=x&oauth_problem=permission_denied', '?oauth_token=x', '', '?a=%'])(
    'survives a foreign callback: %s',
    async (query) => {
      expect((await get(`/cb${query}`)).status).toBe(400)
      await connected()
    },
  )

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://printer.example' },
    { origin: 'https://evil.example' },
    { origin: 'https://printer.example.evil.example' },
    { origin: 'null' },
    {},
  ])('starts no flow for another site: %j', async (headers) => {
    const refused = await connect(headers)
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([403, null])
    expect(reasons).toEqual(['cross_site'])
  })

  it('starts one in a browser that sends only the origin', async () => {
    expect((await connect({ origin: 'https://printer.example' })).status).toBe(303)
  })
})

describe.each(CASES)('the consumer of $document on $framework', ({ express, ...consumer }) => {
  let server: Server | undefined
  let origin = ''
  let tokens: Map<string, Token>

  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  async function start(): Promise<void> {
    tokens = new Map()
    const app = express()
    app.use((request, _response, next) => {
      const login = (_user: unknown, done: (error?: unknown) => void) => done()
      Object.assign(request, { session: { userId: 'jane' }, login })
      next()
    })
    run(programOf(consumer.document), {
      app,
      tokens,
      key: 'printer',
      secret: 'consumer-secret',
      keep: (userId: string, token: Token) => tokens.set(userId, token),
      findOrCreate: (_profile: unknown, token: Token) => tokens.set('jane', token),
    })
    server = createServer(app)
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const get = (path: string, cookie = '') =>
    fetch(origin + path, { headers: { cookie }, redirect: 'manual' })
  const post = (headers: Readonly<Record<string, string>>) =>
    fetch(origin + consumer.start, { method: 'POST', headers, redirect: 'manual' })
  const connect = (site: string) => post({ 'sec-fetch-site': site })

  async function connected(): Promise<string> {
    await start()
    const started = await connect('same-origin')
    expect([started.status, started.headers.get('location')]).toEqual([
      303,
      'https://photos.example/oauth/authorize?oauth_token=rt',
    ])
    return (started.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }

  it('stores the token, removes the cookie and leads to a clean URL', async () => {
    const cookie = await connected()
    const done = await get(`${consumer.callback}?oauth_token=rt&oauth_verifier=v`, cookie)
    expect([done.status, done.headers.get('location')]).toEqual([303, consumer.end])
    expect(done.headers.get('set-cookie')).toContain('Max-Age=0')
    expect(tokens.get('jane')).toEqual({ key: 'at', secret: 'ats' })
    const reloaded = await get(`${consumer.callback}?oauth_token=rt&oauth_verifier=v`, cookie)
    expect([reloaded.status, await reloaded.text()]).toEqual([
      400,
      'This did not work. Start again.',
    ])
  })

  it('says that access was denied', async () => {
    const cookie = await connected()
    const denied = await get(
      `${consumer.callback}?oauth_token=rt&oauth_problem=permission_denied`,
      cookie,
    )
    expect([denied.status, await denied.text()]).toEqual([400, 'You denied access.'])
  })

  it.each(['?oauth_token=x&oauth_problem=permission_denied', '?oauth_token=x', '', '?a=%'])(
    'survives a foreign callback: %s',
    async (query) => {
      await start()
      expect((await get(consumer.callback + query)).status).toBe(400)
      expect((await connect('same-origin')).status).toBe(303)
    },
  )

  it('starts no flow for another site', async () => {
    await start()
    for (const site of ['cross-site', 'same-site', 'none']) {
      const refused = await connect(site)
      expect([refused.status, refused.headers.get('set-cookie')]).toEqual([400, null])
    }
    expect((await get(consumer.start)).status).toBe(404)
  })

  it('starts one in a browser that sends only the origin, if that is the same', async () => {
    await start()
    expect((await post({ origin: 'https://printer.example' })).status).toBe(303)
    for (const foreign of [
      'https://evil.example',
      'https://printer.example.evil.example',
      'null',
    ]) {
      expect((await post({ origin: foreign })).status).toBe(400)
    }
    expect((await post({})).status).toBe(400)
    const both = { origin: 'https://printer.example', 'sec-fetch-site': 'cross-site' }
    expect((await post(both)).status).toBe(400)
  })
})

/** Puts the blocks together that make the client and its routes; a name is imported once. */
function programOf(document: string, pattern = /createClient\(|\.authorize\(/): string {
  const blocks = blocksOfPage(document, read(document)).filter(
    ({ code, unchecked }) => unchecked === undefined && pattern.test(code),
  )
  return blocks.map(({ code }) => code).join('\n')
}

function sourcesOfExamples(): readonly string[] {
  return readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[\w-]+\/src\/.*\.ts$/.test(file))
    .map((file) => join('examples', file))
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

/** Runs the program with a provider that never leaves this process. */
function run(text: string, yours: object): void {
  const modules = {
    '@oauthplus/client/connect': { expressConnectRoutes },
    '@oauthplus/client': {
      isOAuthError,
      createClient: (options: ClientOptions) => createClient({ ...options, fetch: respond }),
    },
  }
  const source = text
    .replace(/^import type .*$/gm, '')
    .replace(/^import \{([^}]+)\} from '([^']+)'$/gm, 'const {$1} = modules["$2"]')
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the program is the guide's
  const program = new Function('modules', ...Object.keys(yours), outputText) as (
    ...values: unknown[]
  ) => void
  program(modules, ...(Object.values(yours) as unknown[]))
}

function respond(input: RequestInfo | URL): Promise<Response> {
  const { pathname } = new URL(input instanceof Request ? input.url : input)
  if (pathname === '/photos' || pathname === '/profile') {
    return Promise.resolve(Response.json(['vacation']))
  }
  const body = pathname.endsWith('request_token')
    ? 'oauth_token=rt&oauth_token_secret=rts&oauth_callback_confirmed=true'
    : 'oauth_token=at&oauth_token_secret=ats'
  return Promise.resolve(new Response(body))
}
