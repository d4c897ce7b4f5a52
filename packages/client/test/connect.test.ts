import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

import express5 from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import Koa3 from 'koa'
import Koa2 from 'koa2'
import { describe, expect, it } from 'vitest'

import { connectRoutes, expressConnectRoutes, koaConnectRoutes } from '../src/connect.js'
import { createClient } from '../src/index.js'
import type { Client } from '../src/index.js'
import { connectCases } from './connect-cases.js'
import type { CaseOptions, MakeConsumer } from './connect-cases.js'
import { CALLBACK_URL, CONSUMER } from './provider.js'

type MakeRoutes = (client: Client, options: CaseOptions) => unknown

function onExpress(express: typeof express5): MakeConsumer {
  return (client, options) => {
    const app = express()
    app.use((_request, response, next) => {
      response.cookie('session', 'abc')
      next()
    })
    app.use(express.urlencoded({ extended: false }))
    app.use(expressConnectRoutes(client, options))
    app.use((_request, response) => {
      response.send('elsewhere')
    })
    const refuse = (...[error, , response, ,]: Parameters<express5.ErrorRequestHandler>): void => {
      response.status(500).send(String(error))
    }
    Object.defineProperty(refuse, 'length', { value: 4 })
    app.use(refuse as express5.ErrorRequestHandler)
    return app as RequestListener
  }
}

function onKoa(Framework: typeof Koa3): MakeConsumer {
  return (client, options) => {
    const app = new Framework()
    app.silent = true
    app.use(async (context, next) => {
      context.cookies.set('session', 'abc')
      try {
        await next()
      } catch (error) {
        context.status = 500
        context.body = String(error)
      }
    })
    app.use(koaConnectRoutes(client, options))
    app.use((context) => {
      context.body = 'elsewhere'
    })
    const handle = app.callback()
    return (request, response) => void handle(request, response)
  }
}

/** Fastify, which can send a `Response`. */
const onFastify: MakeConsumer = (client, options) => {
  const routes = connectRoutes<FastifyRequest>(client, options)
  const app = Fastify()
  app.setErrorHandler((error, _request, reply) => reply.code(500).send(String(error)))
  app.all('*', async (request, reply) => {
    reply.header('Set-Cookie', 'session=abc')
    return (await routes(request)) ?? 'elsewhere'
  })
  const ready = app.ready()
  return (incoming, outgoing) => {
    void ready.then(() => {
      app.routing(incoming, outgoing)
    })
  }
}

/** A minimal server based on `Request` and `Response`. */
const onFetch: MakeConsumer = (client, options) => {
  const routes = connectRoutes(client, options)
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '', headers } = incoming
    const request = new Request(`http://${headers.host ?? ''}${url}`, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
    })
    const response = await routes(request)
      .then((found) => found ?? new Response('elsewhere'))
      .catch((error: unknown) => new Response(String(error), { status: 500 }))
    outgoing.statusCode = response.status
    outgoing.setHeaders(response.headers)
    outgoing.setHeader('Set-Cookie', ['session=abc', ...response.headers.getSetCookie()])
    outgoing.end(await response.text())
  }
  return (incoming, outgoing) => void respond(incoming, outgoing)
}

connectCases('Express 5', onExpress(express5))
connectCases('Express 4.21', onExpress(express4))
connectCases('Koa 3', onKoa(Koa3))
connectCases('Koa 2.16', onKoa(Koa2))
connectCases('Fastify 5', onFastify)
connectCases('fetch', onFetch)

describe.each([
  ['connectRoutes', connectRoutes as MakeRoutes],
  ['expressConnectRoutes', expressConnectRoutes as MakeRoutes],
  ['koaConnectRoutes', koaConnectRoutes as MakeRoutes],
] as const)('%s', (name, make) => {
  const provider = { requestTokenUrl: 'https://photos.example/request_token' }
  const nothing = (): undefined => undefined
  const options = { onToken: nothing, onError: nothing }

  it('rejects a client without a callback', () => {
    const client = createClient({ provider, consumer: CONSUMER })
    expect(() => make(client, options)).toThrow(
      `${name}: client must have a callbackUrl, to which the provider redirects the user`,
    )
  })

  it('rejects a client whose callback has no origin', () => {
    const callbackUrl = 'com.example.app:/back'
    const client = createClient({ provider, consumer: CONSUMER, callbackUrl })
    expect(() => make(client, options)).toThrow(
      `${name}: the callbackUrl of client must be an http or https URL`,
    )
  })

  it('rejects equal paths', () => {
    const client = createClient({ provider, consumer: CONSUMER, callbackUrl: CALLBACK_URL })
    const { pathname } = new URL(CALLBACK_URL)
    expect(() => make(client, { ...options, paths: { connect: pathname } })).toThrow(
      `${name}: paths.connect and paths.callback must differ`,
    )
  })

  it.each([
    [{ onToken: nothing }, 'onError must be a function, received undefined'],
    [{ onError: nothing }, 'onToken must be a function, received undefined'],
    [{ ...options, path: '/x' }, 'path is not an option (received a string of 2 characters)'],
    [{ ...options, serviceName: '' }, 'serviceName must be a string that is not empty'],
    [{ ...options, paths: { connect: 'connect' } }, 'paths.connect must be a path that begins'],
    [{ ...options, paths: { connect: '//evil.example' } }, 'paths.connect must be a path that'],
    [{ ...options, paths: { callback: '/back?a=b' } }, 'paths.callback must be a path that'],
    [{ ...options, paths: { callback: '/zurück' } }, 'paths.callback must be a path that'],
  ])('rejects the options %j', (wrong, message) => {
    const client = createClient({ provider, consumer: CONSUMER, callbackUrl: CALLBACK_URL })
    const call = () => make(client, wrong as typeof options)
    expect(call).toThrow(TypeError)
    expect(call).toThrow(`${name}: ${message}`)
  })
})
