/** A program that uses what packages export, as an application would. */
export interface TypedProgram {
  /** The name of its file, without an extension. */
  readonly file: string
  /** The oldest TypeScript whose compiler reads the declarations of the frameworks that it uses. */
  readonly oldest: '5.0' | '5.8'
  readonly text: string
}

const PROVIDER = `
interface User {
  readonly name: string
}
const users = new Map<string, User>()
const provider = createProvider<User>({
  publicUrl: 'https://photos.example',
  store: memoryStore(),
  findUser: (id) => users.get(id),
  scopes: { photos: { description: 'See your photos' } },
})
export const registered: Promise<string | undefined> = provider.consumers
  .register({ name: 'Printer', callbacks: ['https://printer.example/cb'] })
  .then(({ secret }) => secret)
`

/** Programs that together use every public entry that an application imports. */
export const TYPED_PROGRAMS: readonly TypedProgram[] = [
  {
    file: 'typed-core',
    oldest: '5.0',
    text: `
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isOAuthError, signRequest, verifySignature } from '@oauthplus/core'
import type { Problem, RsaKey, RsaPrivateKey, SignatureMethod } from '@oauthplus/core'
import { diagnose } from '@oauthplus/doctor'

const own: SignatureMethod = {
  name: 'OWN',
  family: 'shared-secret',
  sign: (baseString, { signingKey }) => baseString + signingKey,
  verify: () => false,
}
export async function roundTrip(): Promise<Problem | undefined> {
  const request = { method: 'POST', url: new URL('https://photos.example/'), headers: new Headers() }
  const consumer = { key: 'printer', secret: 'secret' }
  const signed = await signRequest(request, { consumer }, { signatureMethod: own })
  await fetch(signed.url, signed)
  const keys = { secrets: ['secret'], publicKeys: [] }
  const judged = await verifySignature(signed, keys, { signatureMethods: [own, 'HMAC-SHA1'] })
  if (!judged.ok) return judged.problem
  const [first] = judged.request.protocol
  const name: string | undefined = first?.[0]
  await diagnose(signed, keys)
  return name === undefined ? undefined : undefined
}
const pem = readFileSync('key.pem')
export const privateKeys: readonly RsaPrivateKey[] = [
  'PEM',
  pem,
  new Uint8Array(pem),
  createPrivateKey(pem),
  { key: pem, passphrase: 'passphrase' },
]
export const publicKeys: readonly RsaKey[] = ['PEM', pem, createPublicKey(pem)]
export const usable = async (key: Awaited<ReturnType<typeof crypto.subtle.importKey>>) =>
  signRequest(
    { method: 'GET', url: 'https://photos.example/' },
    { consumer: { key: 'printer', privateKey: key } },
  )
export const isKnown = (error: unknown): string | undefined =>
  isOAuthError(error) ? error.code : undefined
`,
  },
  {
    file: 'typed-client',
    oldest: '5.0',
    text: `
import { createClient, isOAuthResponseError, sealedPendingStore } from '@oauthplus/client'
import type { Client, Token } from '@oauthplus/client'
import { connectRoutes, expressConnectRoutes, koaConnectRoutes } from '@oauthplus/client/connect'
import type { ConnectRoutes } from '@oauthplus/client/connect'
import { jira, magento2, mastercard, netsuite, tumblr, x } from '@oauthplus/client/presets'
import { authorizeOnLoopback } from '@oauthplus/client/terminal'
import { dispatcherFetch, oauthInterceptor } from '@oauthplus/client/undici'
import express from 'express'
import { Agent } from 'undici'

declare const consumer: { readonly key: string; readonly secret: string }
declare const token: Token
declare const privateKey: string

const agent = new Agent()
export const clients: readonly Client[] = [
  createClient({ provider: x, consumer, callbackUrl: 'https://printer.example/cb' }),
  createClient({ provider: tumblr, consumer, userAgent: 'printer/1.0', fetch: dispatcherFetch(agent) }),
  createClient({ provider: netsuite({ accountId: '1234567_SB1' }), consumer }),
  createClient({ provider: magento2({ storeUrl: 'https://shop.example' }), consumer }),
  createClient({ provider: mastercard, consumer: { key: 'k', privateKey } }),
  createClient({
    provider: jira({ baseUrl: 'https://jira.example' }),
    consumer: { key: 'k', privateKey: { key: privateKey, passphrase: '' } },
  }),
]
// @ts-expect-error A provider that verifies RSA needs a private key.
createClient({ provider: mastercard, consumer })
// @ts-expect-error An option that does not exist.
createClient({ provider: x, consumer, callback: 'https://printer.example/cb' })

const client = createClient({
  provider: {
    requestTokenUrl: 'https://photos.example/oauth/request_token',
    authorizeUrl: 'https://photos.example/oauth/authorize',
    accessTokenUrl: 'https://photos.example/oauth/access_token',
    signatureMethod: 'HMAC-SHA256',
  },
  consumer,
  pending: sealedPendingStore(['a secret of 32 characters or more']),
  onRenew: ({ token: renewed, previous }) => {
    console.log(renewed.key, previous.key)
  },
})
export async function connect(request: Request): Promise<Response> {
  const { url, setCookie } = await client.authorize({ parameters: [['scope', 'photos']] })
  const { token: granted } = await client.callback(request)
  const response: Response = await client.withToken(granted).fetch(url)
  return new Response(await response.text(), { headers: { 'set-cookie': setCookie } })
}
export const statusOf = (error: unknown): number | undefined =>
  isOAuthResponseError(error) ? error.status : undefined

const options = {
  onToken: ({ token: granted }: { readonly token: Token }) => '/photos/' + granted.key,
  onError: ({ reason }: { readonly reason: string }) => {
    console.warn(reason)
  },
}
export const app = express().use(expressConnectRoutes(client, options))
export const koaRoutes = koaConnectRoutes(client, options)
export const routes: ConnectRoutes<Request> = connectRoutes(client, options)
export const signing = agent.compose(
  oauthInterceptor({ provider: x, consumer, token, origins: ['https://api.x.com'] }),
)
export const login = (): Promise<{ readonly token: Token }> =>
  authorizeOnLoopback((callbackUrl) => createClient({ provider: x, consumer, callbackUrl }), {
    show: (url) => {
      console.log(url)
    },
  })
`,
  },
  {
    file: 'typed-express',
    oldest: '5.0',
    text: `
import express from 'express'
import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import type { Grant } from '@oauthplus/server-express'
${PROVIDER}
const { routes, protect, grant } = expressOAuth(provider, {
  getUserId: (request) => request.headers['x-user']?.toString(),
  getLoginUrl: (returnTo) => '/login?next=' + encodeURIComponent(returnTo),
})
export const app = express()
app.use(routes)
app.get('/photos', protect({ scope: 'photos' }), (request, response) => {
  const granted: Grant<User> = grant(request)
  response.json(granted.user.name)
})
`,
  },
  {
    file: 'typed-koa',
    oldest: '5.0',
    text: `
import Koa from 'koa'
import { createProvider, koaOAuth, memoryStore } from '@oauthplus/server-koa'
${PROVIDER}
const { routes, protect, grant } = koaOAuth(provider, {
  getUserId: (context) => context.req.headers['x-user']?.toString(),
  getLoginUrl: (returnTo) => '/login?next=' + encodeURIComponent(returnTo),
})
export const app = new Koa()
app.use(routes)
app.use(protect({ scope: 'photos' }))
app.use((context) => {
  context.body = grant(context).user.name
})
`,
  },
  {
    file: 'typed-fetch',
    oldest: '5.0',
    text: `
import { createProvider, fetchOAuth, memoryStore } from '@oauthplus/server-fetch'
${PROVIDER}
const { routes, protect, grant } = fetchOAuth(provider, {
  getUserId: (request) => request.headers.get('x-user') ?? undefined,
  getLoginUrl: (returnTo) => '/login?next=' + encodeURIComponent(returnTo),
})
const photos = protect({ scope: 'photos' }, (request) => new Response(grant(request).user.name))
export const handle = async (request: Request): Promise<Response> =>
  (await routes(request)) ?? photos(request)
`,
  },
  {
    file: 'typed-newer-frameworks',
    oldest: '5.8',
    text: `
import Fastify from 'fastify'
import { Hono } from 'hono'
import { createProvider, fastifyOAuth, memoryStore } from '@oauthplus/server-fastify'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
${PROVIDER}
const getLoginUrl = (returnTo: string) => '/login?next=' + encodeURIComponent(returnTo)
const onFastify = fastifyOAuth(provider, {
  getUserId: (request) => request.headers['x-user']?.toString(),
  getLoginUrl,
})
export const fastify = Fastify()
void fastify.register(onFastify.routes)
fastify.get('/photos', { preParsing: onFastify.protect({ scope: 'photos' }) }, (request) =>
  onFastify.grant(request).user.name,
)
const onHono = honoOAuth(provider, {
  getUserId: (context) => context.req.header('x-user'),
  getLoginUrl,
})
export const hono = new Hono()
hono.use(onHono.routes)
hono.get('/photos', onHono.protect({ scope: 'photos' }), (context) =>
  context.text(onHono.grant(context).user.name),
)
`,
  },
  {
    file: 'typed-stores',
    oldest: '5.0',
    text: `
import { createProvider, memoryStore, sealedStore, splitStore } from '@oauthplus/server'
import type { DurableStore, Store } from '@oauthplus/server'
import { publishEvent } from '@oauthplus/server/diagnostics-channel'
import { keepRawBody } from '@oauthplus/server/node'
import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'
import { sqliteStore } from '@oauthplus/store-sqlite'
import { createTestProvider } from '@oauthplus/testkit'
import { storeContract } from '@oauthplus/testkit/store-contract'

const durable: readonly DurableStore[] = [
  sqliteStore('oauth.db'),
  postgresStore('postgres://localhost/oauth'),
  redisStore('redis://localhost'),
  splitStore({ records: sqliteStore('oauth.db'), nonces: redisStore('redis://localhost') }),
]
export const stores: readonly Store[] = [memoryStore(), ...durable]
export const providers = stores.map((store) =>
  createProvider({ publicUrl: 'https://photos.example', store, findUser: (id) => ({ id }) }),
)
export const tools = [sealedStore, keepRawBody, publishEvent]
export const cases = storeContract(() => memoryStore()).map(({ name }) => name)
export async function callsPhotos(): Promise<string | undefined> {
  const provider = await createTestProvider()
  const request = provider.requests.at(-1)
  await provider.close()
  return request?.problem
}
`,
  },
]
