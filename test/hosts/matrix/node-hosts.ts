import type { RequestListener } from 'node:http'
import { createRequire } from 'node:module'

import type { Provider } from '@oauthplus/server'
import express5 from 'express'
import express4 from 'express4'
import Koa3 from 'koa'
import Koa2 from 'koa2'
import { handle } from 'hono/aws-lambda'
import serverlessHttp from 'serverless-http'

import { listenerOf } from '../../../packages/server-fastify/test/listener-of.js'
import { listenerOf as fetchListenerOf } from '../../../packages/server-fetch/test/listener-of.js'
import { makeExpressApplication } from './express-application.js'
import { makeFastifyApplication } from './fastify-application.js'
import { makeFetchApplication } from './fetch-application.js'
import { functionHost } from './function-host.js'
import type { FunctionResult, InvokeFunction } from './function-host.js'
import { makeHonoApplication } from './hono-application.js'
import type { HostUser } from './host-provider.js'
import type { Host } from './host.js'
import { makeKoaApplication } from './koa-application.js'
import type { MakeListener } from './make-listener.js'
import { makeNodeApplication } from './node-application.js'
import { http2Host, httpHost, proxiedHost } from './server-hosts.js'

// Its declarations cannot be resolved from a module.
const { configure } = createRequire(import.meta.url)('@codegenie/serverless-express') as {
  configure(options: { readonly app: unknown }): (event: object, context: object) => unknown
}

const FORMATS = ['1.0', '2.0'] as const

const express =
  (framework: typeof express5): MakeListener =>
  (provider) =>
    makeExpressApplication(framework, provider)
const koa =
  (Framework: typeof Koa3): MakeListener =>
  (provider) => {
    const handle = makeKoaApplication(Framework, provider).callback()
    return (request, response) => void handle(request, response)
  }
const fastify: MakeListener = (provider) => listenerOf(makeFastifyApplication(provider))
const fastifyHttp2: MakeListener = (provider) =>
  listenerOf(makeFastifyApplication(provider, { http2: true }))
const fetch: MakeListener = (provider) => fetchListenerOf(makeFetchApplication(provider))
const hono: MakeListener = (provider) => fetchListenerOf(makeHonoApplication(provider).fetch)

type NamedListener = readonly [name: string, makeListener: MakeListener]
const EXPRESS: NamedListener = ['Express 5', express(express5)]
const KOA: NamedListener = ['Koa 3', koa(Koa3)]
const KOA_2: NamedListener = ['Koa 2', koa(Koa2)]
const FASTIFY: NamedListener = ['Fastify 5', fastify]
const FASTIFY_HTTP2: NamedListener = ['Fastify 5', fastifyHttp2]
const FETCH: NamedListener = ['fetch on `@hono/node-server`', fetch]
const HONO: NamedListener = ['Hono on `@hono/node-server`', hono]

const ON_HTTP1 = [
  EXPRESS,
  ['Express 4', express(express4)],
  KOA,
  KOA_2,
  FASTIFY,
  FETCH,
  HONO,
  ['`node:http`', makeNodeApplication],
] as const
const ON_TLS = [EXPRESS, KOA, FASTIFY, FETCH, ['`node:https`', makeNodeApplication]] as const
const ON_H2C = [
  KOA,
  KOA_2,
  FASTIFY_HTTP2,
  FETCH,
  HONO,
  ['`node:http2`', makeNodeApplication],
] as const
const ON_H2 = [KOA, FASTIFY_HTTP2, FETCH, ['`node:http2`', makeNodeApplication]] as const

type MakeApplication = (provider: Provider<HostUser>) => unknown
const IN_FUNCTIONS: readonly (readonly [
  name: string,
  inServerlessHttp: MakeApplication,
  inCodegenie: MakeApplication,
])[] = [
  ['Express 5', expressApplication, expressApplication],
  ['Koa 3', koaApplication, koaApplication],
  // A listener is all that the second of the two takes of these.
  ['Fastify 5', (provider) => makeFastifyApplication(provider), handlerOf(fastify)],
  ['Hono', hono, handlerOf(hono)],
]

/** The hosts that run in this process. `getProxyPort` returns the port of the proxy in front of some. */
export function nodeHosts(getProxyPort: () => number): readonly Host[] {
  return [
    ...ON_HTTP1.map(([name, make]) => httpHost(name, make)),
    ...ON_HTTP1.map(([name, make]) => proxiedHost(`${name}, behind nginx`, make, getProxyPort)),
    ...ON_TLS.map(([name, make]) => httpHost(`${name}, TLS`, make, 'https')),
    ...ON_H2C.map(([name, make]) => http2Host(`${name}, h2c`, make)),
    ...ON_H2.map(([name, make]) => http2Host(`${name}, h2`, make, 'https')),
    ...IN_FUNCTIONS.flatMap(([name, make]) =>
      FORMATS.map((format) =>
        functionHost(`${name}, \`serverless-http\``, inServerlessHttp(make), format),
      ),
    ),
    ...IN_FUNCTIONS.flatMap(([name, , make]) =>
      FORMATS.map((format) =>
        functionHost(`${name}, \`@codegenie/serverless-express\``, inCodegenie(make), format),
      ),
    ),
    ...FORMATS.map((format) => functionHost('Hono, `hono/aws-lambda`', inHono, format)),
  ]
}

function expressApplication(provider: Provider<HostUser>): unknown {
  return makeExpressApplication(express5, provider)
}

function koaApplication(provider: Provider<HostUser>): unknown {
  return makeKoaApplication(Koa3, provider)
}

function inHono(provider: Provider<HostUser>): Promise<InvokeFunction> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the package that follows it is not published yet
  const handleEvent = handle(makeHonoApplication(provider))
  return Promise.resolve((event) => handleEvent(event as never) as Promise<FunctionResult>)
}

function handlerOf(make: MakeListener): MakeApplication {
  return (provider) => ({ handler: make(provider) })
}

function inServerlessHttp(make: MakeApplication) {
  return async (provider: Provider<HostUser>): Promise<InvokeFunction> => {
    const handle = serverlessHttp(make(provider) as RequestListener)
    return (event) => handle(event, {}) as Promise<FunctionResult>
  }
}

function inCodegenie(make: MakeApplication) {
  return async (provider: Provider<HostUser>): Promise<InvokeFunction> => {
    const handle = configure({ app: make(provider) })
    return (event) => handle(event, {}) as Promise<FunctionResult>
  }
}
