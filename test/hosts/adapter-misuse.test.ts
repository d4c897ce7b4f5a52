import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { signRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { AuthenticateOptions, Provider } from '@oauthplus/server'
import { expressOAuth } from '@oauthplus/server-express'
import { fastifyOAuth } from '@oauthplus/server-fastify'
import { fetchOAuth } from '@oauthplus/server-fetch'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { koaOAuth } from '@oauthplus/server-koa'
import express5 from 'express'
import type { NextFunction, Request, Response } from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import type { preParsingAsyncHookHandler } from 'fastify'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import Koa from 'koa'
import Koa2 from 'koa2'
import { afterEach, describe, expect, it } from 'vitest'

import { listenerOf } from '../../packages/server-fastify/test/listener-of.js'
import {
  listenerOf as fetchListenerOf,
  peerAddress,
} from '../../packages/server-fetch/test/listener-of.js'

/** A framework in the tests: its adapter, and a server with one route behind a handler of it. */
interface Framework {
  /** Makes OAuth of anything, as JavaScript can. */
  readonly oauth: (provider: unknown, options?: unknown) => Pick<OAuth, 'protect' | 'grant'>
  /** Makes an application with one guarded handler, which calls `handle`. */
  readonly application: (
    guards: readonly unknown[],
    handle: (request: object) => unknown,
  ) => RequestListener
  /** Makes the guards of a route that is protected twice: two by default. */
  readonly protectTwice?: (protect: OAuth['protect']) => readonly unknown[]
}

interface OAuth {
  readonly protect: (options?: AuthenticateOptions, ...others: unknown[]) => unknown
  readonly grant: (request: object, options?: unknown) => unknown
}

const getUserId = (): undefined => undefined
const getLoginUrl = (): string => '/login'
const LOGIN = { getUserId, getLoginUrl }

function onExpress(express: typeof express5): Framework {
  return {
    oauth: expressOAuth as unknown as Framework['oauth'],
    application(guards, handle) {
      const app = express()
      app.all(
        '/x',
        guards as ((...values: unknown[]) => void)[],
        (request: Request, response: Response) => {
          response.json(handle(request))
        },
      )

      // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows its error handlers by their four
      app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
        response.status(500).type('text').send(String(error))
      })
      return app
    },
  }
}

function onKoa(Application: typeof Koa): Framework {
  return {
    oauth: koaOAuth as unknown as Framework['oauth'],
    application(guards, handle) {
      const app = new Application()
      app.use(async (context, next) => {
        try {
          await next()
        } catch (error) {
          context.status = 500
          context.body = String(error)
        }
      })
      for (const guard of guards) app.use(guard as Koa.Middleware)
      app.use((context) => {
        context.body = handle(context)
      })
      const listener = app.callback()
      return (request, response) => void listener(request, response)
    },
  }
}

function onFastify(): Framework {
  return {
    oauth: fastifyOAuth as unknown as Framework['oauth'],
    application(guards, handle) {
      const app = Fastify()
      app.setErrorHandler((error, _request, reply) => reply.code(500).send(String(error)))
      app.all('/x', { preParsing: guards as preParsingAsyncHookHandler[] }, (request) =>
        JSON.stringify(handle(request)),
      )
      return listenerOf(app)
    },
  }
}

function onFetch(): Framework {
  let handleRequest: (request: object) => unknown
  const respond = (request: globalThis.Request) => globalThis.Response.json(handleRequest(request))
  return {
    // A handler is inside of what protects it.
    protectTwice: (protect) => [protect({}, protect())],
    oauth(provider, options) {
      // A value that is not an object of options is passed on unchanged.
      const all =
        typeof options === 'object' && options !== null
          ? { ...options, getPeerAddress: peerAddress }
          : options
      const { protect, grant } = fetchOAuth(provider as Provider<unknown>, all as typeof LOGIN)
      return {
        protect: (authenticateOptions = {}, inner = respond) =>
          protect(authenticateOptions, inner as typeof respond),
        grant,
      }
    },
    application(guards, handle) {
      handleRequest = handle
      const [guarded] = guards as [(...values: unknown[]) => Promise<globalThis.Response>]
      return fetchListenerOf(async (request, bindings) => {
        try {
          return await guarded(request, bindings)
        } catch (error) {
          return new globalThis.Response(String(error), { status: 500 })
        }
      })
    },
  }
}

function onHono(): Framework {
  return {
    oauth(provider, options) {
      const all =
        typeof options === 'object' && options !== null ? { ...options, getConnInfo } : options
      return honoOAuth(provider as Provider<unknown>, all as typeof LOGIN)
    },
    application(guards, handle) {
      const app = new Hono()
      app.onError((error, context) => context.text(String(error), 500))
      app.all('/x', ...(guards as [MiddlewareHandler]), (context) =>
        context.json(handle(context) as object),
      )
      return fetchListenerOf(app.fetch)
    },
  }
}

describe.each([
  ['Express 5', onExpress(express5)],
  ['Express 4.21', onExpress(express4)],
  ['Koa 3', onKoa(Koa)],
  ['Koa 2.16', onKoa(Koa2)],
  ['Fastify 5', onFastify()],
  ['fetch', onFetch()],
  ['Hono', onHono()],
] as const)('%s', (_name, framework) => {
  const { oauth, application } = framework
  const consumer = { key: 'printer', secret: 'kd94hf93k423kf44' }
  let server: Server | undefined

  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  async function site() {
    const provider: Provider<{ id: string }> = createProvider({
      store: memoryStore(),
      findUser: (id: string) => ({ id }),
      scopes: { photos: { description: 'See your photos' }, admin: { description: 'Everything' } },
    })
    await provider.consumers.register({ ...consumer, name: 'Printer' })
    const token = await provider.tokens.issue({
      consumerKey: consumer.key,
      userId: 'jane',
      scopes: ['photos'],
    })
    return { provider, token, ...oauth(provider, LOGIN) }
  }

  async function listen(listener: RequestListener): Promise<string> {
    server = createServer(listener)
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`
  }

  it.each([
    [
      "protect('admin')",
      'admin',
      /^protect: options must be a plain object, received a string of 5 characters$/,
    ],
    [
      "protect(['admin'])",
      ['admin'],
      /^protect: options must be a plain object, received an array$/,
    ],
    [
      "protect({ scopes: ['admin'] })",
      { scopes: ['admin'] },
      /^protect: scopes is not an option \(received an array\)\. Did you mean scope\?$/,
    ],
    ['protect(null)', null, /^protect: options must be a plain object, received null$/],
    [
      'protect({ scope: { admin: true } })',
      { scope: { admin: true } },
      /^protect: scope must be a string or an array of strings, received an object$/,
    ],
    [
      "protect({ scope: [['admin']] })",
      { scope: [['admin']] },
      /^protect: scope must be a string or an array of strings/,
    ],
    ["protect({ scope: '' })", { scope: '' }, /^protect: the provider has no scope ""/],
    [
      "protect({ allowTwoLegged: 'no' })",
      { allowTwoLegged: 'no' },
      /^protect: allowTwoLegged must be true or false, received a string of 2 characters$/,
    ],
    [
      'protect({ requireBodyHash: 1 })',
      { requireBodyHash: 1 },
      /^protect: requireBodyHash must be true or false, received 1$/,
    ],
    [
      "protect({ timestampWindowSeconds: '5' })",
      { timestampWindowSeconds: '5' },
      /^protect: timestampWindowSeconds must be an integer of 1 or more/,
    ],
  ])('refuses %s before the first request', async (_call, options, message) => {
    const { protect } = await site()
    expect(() => protect(options as AuthenticateOptions)).toThrow(TypeError)
    expect(() => protect(options as AuthenticateOptions)).toThrow(message)
  })

  it('responds with 403 or 401, and runs no handler, for a scope that the token lacks', async () => {
    const { protect, token } = await site()
    let handled = 0
    const url = await listen(application([protect({ scope: 'admin' })], () => (handled += 1)))
    const signed = await signRequest({ method: 'GET', url }, { consumer, token })
    const response = await fetch(signed.url, signed)
    expect([response.status, handled]).toEqual([401, 0])
  })

  it('responds to a request to a route whose protect was not called, without running a handler', async () => {
    const { protect, token } = await site()
    let handled = 0
    const url = await listen(application([protect], () => (handled += 1)))
    const signed = await signRequest({ method: 'GET', url }, { consumer, token })
    for (const request of [signed, undefined]) {
      const response = await fetch(url, request)
      expect([response.status, await response.text(), handled]).toEqual([
        500,
        expect.stringMatching(/^TypeError: protect: .* write protect\(\) instead of protect$/),
        0,
      ])
    }
  })

  it('responds to a request to a route that is protected twice, and runs no handler', async () => {
    const { protect, token } = await site()
    const { protectTwice = () => [protect(), protect({ scope: 'photos' })] } = framework
    let handled = 0
    const url = await listen(application(protectTwice(protect), () => (handled += 1)))
    const signed = await signRequest({ method: 'GET', url }, { consumer, token })
    const response = await fetch(url, signed)
    expect([response.status, await response.text(), handled]).toEqual([
      500,
      expect.stringMatching(
        /^TypeError: protect: this request has passed protect\(\) before; call protect\(\) once/,
      ),
      0,
    ])
  })

  it.each([
    ['without options', undefined, /OAuth: options must be a plain object, received undefined$/],
    ['with null', null, /OAuth: options must be a plain object, received null$/],
    [
      'without a login URL',
      { getUserId },
      /OAuth: getLoginUrl must be a function, received undefined$/,
    ],
    [
      'with a login URL that is no function',
      { ...LOGIN, getLoginUrl: '/login' },
      /OAuth: getLoginUrl must be a function, received a string of 6 characters$/,
    ],
    [
      'without the id of the user',
      { getLoginUrl },
      /OAuth: getUserId must be a function, received undefined$/,
    ],
    [
      'with a misspelled option',
      { ...LOGIN, path: {} },
      /OAuth: path is not an option \(received an object\)\. Did you mean paths\?$/,
    ],
    [
      'with a misspelled path',
      { ...LOGIN, paths: { authorise: '/a' } },
      /OAuth: paths\.authorise is not an option .* Did you mean authorize\?$/,
    ],
    [
      'with a path that is none',
      { ...LOGIN, paths: { authorize: 'authorize' } },
      /OAuth: paths\.authorize must be a path that begins with one slash/,
    ],
  ])('refuses to be made %s', async (_case, options, message) => {
    const { provider } = await site()
    expect(() => oauth(provider, options)).toThrow(TypeError)
    expect(() => oauth(provider, options)).toThrow(message)
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a store', memoryStore()],
    ['a promise', Promise.resolve({})],
    ['createProvider, not called', createProvider],
  ])('refuses %s in place of a provider', (_case, provider) => {
    expect(() => oauth(provider, LOGIN)).toThrow(TypeError)
    expect(() => oauth(provider, LOGIN)).toThrow(/OAuth: provider/)
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'request'],
    ['another object', {}],
  ])('refuses a grant of %s', async (_case, request) => {
    const { grant } = await site()
    const call = () => grant(request as unknown as object)
    expect(call).toThrow(TypeError)
    expect(call).toThrow(/^grant needs protect\(\) before the handler/)
  })

  it.each([
    ['null', null, /^grant: options must be a plain object, received null/],
    ['true', true, /^grant: options must be a plain object, received true/],
    [
      'a misspelled option',
      { twolegged: true },
      /^grant: twolegged is not an option .* Did you mean allowTwoLegged\?/,
    ],
  ])('refuses a grant with %s for options', async (_case, options, message) => {
    const { grant } = await site()
    expect(() => grant({}, options)).toThrow(message)
  })
})
