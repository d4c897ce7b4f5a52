import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createClient, isOAuthError } from '@oauthplus/client'
import type { ClientOptions, Token } from '@oauthplus/client'
import express5 from 'express'
import express4 from 'express4'
import ts from 'typescript'
import { afterEach, describe, expect, it } from 'vitest'

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const PROGRAM =
  [...README.matchAll(/```ts\n(.*?)```/gs)]
    .map(([, code = '']) => code)
    .find((code) => code.includes('createClient(')) ?? ''

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
] as const)('the consumer of README.md on %s', (_name, express) => {
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
      Object.assign(request, { session: { userId: 'jane' } })
      next()
    })
    run({ app, tokens, key: 'printer', secret: 'consumer-secret' })
    server = createServer(app)
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const get = (path: string, cookie = '') =>
    fetch(origin + path, { headers: { cookie }, redirect: 'manual' })
  const connect = (site: string) =>
    fetch(`${origin}/connect`, {
      method: 'POST',
      headers: { 'sec-fetch-site': site },
      redirect: 'manual',
    })

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
    const done = await get('/cb?oauth_token=rt&oauth_verifier=v', cookie)
    expect([done.status, done.headers.get('location')]).toEqual([303, '/prints'])
    expect(done.headers.get('set-cookie')).toContain('Max-Age=0')
    expect(tokens.get('jane')).toEqual({ key: 'at', secret: 'ats' })
    expect(await (await get('/prints')).json()).toEqual(['vacation'])
    const reloaded = await get('/cb?oauth_token=rt&oauth_verifier=v', cookie)
    expect([reloaded.status, await reloaded.text()]).toEqual([
      400,
      'This did not work. Start again.',
    ])
  })

  it('says that access was denied', async () => {
    const cookie = await connected()
    const denied = await get('/cb?oauth_token=rt&oauth_problem=permission_denied', cookie)
    expect([denied.status, await denied.text()]).toEqual([400, 'You denied access.'])
  })

  it.each(['?oauth_token=x&oauth_problem=permission_denied', '?oauth_token=x', '', '?a=%'])(
    'survives a foreign callback: %s',
    async (query) => {
      await start()
      expect((await get(`/cb${query}`)).status).toBe(400)
      expect((await connect('same-origin')).status).toBe(303)
    },
  )

  it('starts no flow for another site', async () => {
    await start()
    expect((await connect('cross-site')).status).toBe(400)
    expect((await get('/connect')).status).toBe(404)
  })
})

/** Runs the program with a provider that never leaves this process. */
function run(yours: object): void {
  const modules = {
    '@oauthplus/client': {
      isOAuthError,
      createClient: (options: ClientOptions) => createClient({ ...options, fetch: respond }),
    },
  }
  const source = PROGRAM.replace(/^import type .*$/gm, '').replace(
    /^import \{([^}]+)\} from '([^']+)'$/gm,
    'const {$1} = modules["$2"]',
  )
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the program is the README's
  const program = new Function('modules', ...Object.keys(yours), outputText) as (
    ...values: unknown[]
  ) => void
  program(modules, ...(Object.values(yours) as unknown[]))
}

function respond(input: RequestInfo | URL): Promise<Response> {
  const { pathname } = new URL(input instanceof Request ? input.url : input)
  if (pathname === '/photos') return Promise.resolve(Response.json(['vacation']))
  const body = pathname.endsWith('request_token')
    ? 'oauth_token=rt&oauth_token_secret=rts&oauth_callback_confirmed=true'
    : 'oauth_token=at&oauth_token_secret=ats'
  return Promise.resolve(new Response(body))
}
