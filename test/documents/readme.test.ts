import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'

import { getRequestListener } from '@hono/node-server'
import * as connInfo from '@hono/node-server/conninfo'
import Router from '@koa/router'
import { signRequest } from '@oauthplus/core'
import type { Credentials, SignRequestOptions } from '@oauthplus/core'
import * as serverExpress from '@oauthplus/server-express'
import * as serverFastify from '@oauthplus/server-fastify'
import * as serverFetch from '@oauthplus/server-fetch'
import * as serverHono from '@oauthplus/server-fetch/hono'
import * as serverKoa from '@oauthplus/server-koa'
import express from 'express'
import type { Express } from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import ts from 'typescript'
import { afterEach, expect, it } from 'vitest'

import { listenerOf } from '../../packages/server-fastify/test/listener-of.js'

const MODULES: Readonly<Record<string, object>> = {
  '@hono/node-server/conninfo': connInfo,
  '@oauthplus/server-express': serverExpress,
  '@oauthplus/server-fastify': serverFastify,
  '@oauthplus/server-fetch': serverFetch,
  '@oauthplus/server-fetch/hono': serverHono,
  '@oauthplus/server-koa': serverKoa,
}
const ORIGIN = 'https://photos.example'
const REGISTRATION =
  "const { key, secret } = await provider.consumers.register({ name: 'Printer', callbacks: ['https://printer.example/cb'] })"
const JANE = { name: 'Jane' }
const YOURS = {
  users: new Map([['jane', JANE]]),
  photosOf: ({ name }: typeof JANE) => [`${name}'s vacation`],
}

let server: Server | undefined

afterEach(() => server?.close())

it('the provider of packages/server-express/README.md runs unchanged', async () => {
  const app = expressAppOfJane()
  const consumer = await run('packages/server-express/README.md', { app, ...YOURS })
  expect(await photosByThreeLegs(app, consumer)).toEqual(["Jane's vacation"])
})

it('the provider of README.md runs unchanged', async () => {
  const app = expressAppOfJane()
  const given = { publicUrl: ORIGIN, findUser: (id: string) => YOURS.users.get(id) }
  const consumer = await run('README.md', { app, ...given, ...YOURS })
  expect(await photosByThreeLegs(app, consumer, '')).toEqual(["Jane's vacation"])
})

it('the provider of packages/server-koa/README.md runs unchanged', async () => {
  const app = new Koa()
  app.use((context, next) => {
    Object.assign(context, { session: { userId: 'jane' } })
    return next()
  })
  const consumer = await run('packages/server-koa/README.md', {
    app,
    router: new Router(),
    ...YOURS,
  })
  const handle = app.callback()
  const photos = await photosByThreeLegs(
    (incoming, outgoing) => void handle(incoming, outgoing),
    consumer,
  )
  expect(photos).toEqual(["Jane's vacation"])
})

it('the provider of packages/server-fastify/README.md runs unchanged', async () => {
  const app = Fastify()
  app.decorateRequest('session')
  app.addHook('onRequest', (request, _reply, done) => {
    request.setDecorator('session', { userId: 'jane' })
    done()
  })
  const consumer = await run('packages/server-fastify/README.md', { app, ...YOURS })
  expect(await photosByThreeLegs(listenerOf(app), consumer)).toEqual(["Jane's vacation"])
})

it.each(['fetchOAuth', 'honoOAuth'])(
  'the provider of packages/server-fetch/README.md with %s runs unchanged',
  async (adapter) => {
    const app = new Hono()
    const sessionOf = (): { readonly userId: string } => ({ userId: 'jane' })
    const { server, ...consumer } = await run(
      'packages/server-fetch/README.md',
      { app, sessionOf, ...YOURS },
      adapter,
    )
    const listener = getRequestListener((server ?? app).fetch)
    const photos = await photosByThreeLegs(
      (incoming, outgoing) => void listener(incoming, outgoing),
      consumer,
    )
    expect(photos).toEqual(["Jane's vacation"])
  },
)

it.each([
  ['packages/server-express/README.md', 'expressOAuth'],
  ['packages/server-fastify/README.md', 'fastifyOAuth'],
  ['packages/server-fetch/README.md', 'fetchOAuth'],
  ['packages/server-fetch/README.md', 'honoOAuth'],
  ['packages/server-koa/README.md', 'koaOAuth'],
])('the provider of %s with %s has at most twenty lines of code', (file, adapter) => {
  const lines = providerOf(file, adapter).split('\n')
  const code = lines.filter((line) => !/^\s*(?:\/\/.*)?$/.test(line))
  expect(code.length).toBeGreaterThan(10)
  expect(code.length).toBeLessThanOrEqual(20)
})

function expressAppOfJane(): Express {
  const app = express()
  app.use((request, _response, next) => {
    Object.assign(request, { session: { userId: 'jane' } })
    next()
  })
  return app
}

interface Ran {
  readonly key: string
  readonly secret: string
  /** The exports of the program. */
  readonly server?: { fetch(request: Request): Promise<Response> }
}

/** Runs the provider of a README, with the names that its text describes. */
async function run(file: string, yours: object, adapter = 'OAuth('): Promise<Ran> {
  const imports = /^import \{([^}]+)\} from '([^']+)'$/gm
  const source = providerOf(file, adapter)
    .replace(/^import type .*$/gm, '')
    .replace(imports, 'const {$1} = modules["$2"]')
    .replace(/^export default /m, 'const server = ')
  const server = source.includes('const server = ') ? ', server' : ''
  const registration = source.includes('.register(') ? '' : REGISTRATION
  const program = `${source}\n${registration}\nreturn { key, secret${server} }`
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor
  const start = new AsyncFunction('modules', ...Object.keys(yours), outputText) as (
    ...values: unknown[]
  ) => Promise<Ran>
  return start(MODULES, ...(Object.values(yours) as unknown[]))
}

function providerOf(file: string, adapter: string): string {
  const readme = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const isProvider = (block: string): boolean =>
    block.includes('createProvider(') && block.includes(adapter)
  return blocks.find(isProvider) ?? ''
}

/** Goes through the flow as consumer and user, behind a proxy that the public URL speaks of. */
async function photosByThreeLegs(
  listener: RequestListener,
  consumer: { readonly key: string; readonly secret: string },
  query = '?scope=photos',
): Promise<unknown> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const local = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const send = async (
    request: { readonly method: string; readonly path: string },
    credentials: Credentials,
    options: SignRequestOptions = {},
  ) => {
    const url = `${ORIGIN}${request.path}`
    const signed = await signRequest({ method: request.method, url }, credentials, options)
    return fetch(`${local}${request.path}`, { method: request.method, headers: signed.headers })
  }
  const asked = await send(
    { method: 'POST', path: `/oauth/request_token${query}` },
    { consumer },
    { callback: 'https://printer.example/cb' },
  )
  const requestToken = tokenOf(await asked.text())
  const page = `${local}/oauth/authorize?oauth_token=${requestToken.key}`
  const csrf = /name="csrf" value="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? ''
  const decided = await fetch(page, {
    method: 'POST',
    body: new URLSearchParams({ oauth_token: requestToken.key, csrf, decision: 'approve' }),
    redirect: 'manual',
  })
  const callback = new URL(decided.headers.get('location') ?? '')
  const verifier = callback.searchParams.get('oauth_verifier') ?? ''
  const exchange = { method: 'POST', path: '/oauth/access_token' }
  const exchanged = await send(exchange, { consumer, token: requestToken }, { verifier })
  const token = tokenOf(await exchanged.text())
  return (await send({ method: 'GET', path: '/photos' }, { consumer, token })).json()
}

function tokenOf(text: string): { readonly key: string; readonly secret: string } {
  const issued = new URLSearchParams(text)
  return {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
}
