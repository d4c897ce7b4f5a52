import type { RequestListener } from 'node:http'

import { bodyParser } from '@koa/bodyparser'
import { koaOAuth } from '@oauthplus/server-koa'
import cors from '@koa/cors'
import Koa from 'koa'
import type { Middleware } from 'koa'
import Koa2 from 'koa2'
import mount from 'koa-mount'

import { adapterCases } from '../../server/test/adapter-cases.js'
import type { ApplicationOptions } from '../../server/test/adapter-cases.js'

/** Parses as a body parser does that keeps no raw bytes. */
const losingParser: Middleware = async (context, next) => {
  const chunks: Buffer[] = []
  for await (const chunk of context.req) chunks.push(chunk as Buffer)
  Object.assign(context.request, { body: new URLSearchParams(Buffer.concat(chunks).toString()) })
  await next()
}

const PARSERS: Readonly<Record<ApplicationOptions['bodyParser'], readonly Middleware[]>> = {
  none: [],
  keeping: [bodyParser()],
  losing: [losingParser],
}

function application(Framework: typeof Koa, options: ApplicationOptions): RequestListener {
  const { provider, prefix, userId } = options
  const { routes, protect, grant } = koaOAuth(provider, {
    getUserId: () => userId,
    getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
  })
  const echo: Middleware = (context) => {
    const { user, query, form } = grant(context)
    const found: unknown = context.request.body
    const body = found instanceof Uint8Array ? Buffer.from(found).toString() : found
    context.body = { user: user.id, query, form, body }
  }
  const open: Middleware = (context) => {
    context.body = grant(context)
  }
  const machines: Middleware = (context) => {
    const { user, consumer } = grant(context, { allowTwoLegged: true })
    context.body = { user: user?.id ?? null, consumer: consumer.key }
  }
  const inner = new Framework()
  inner.use(routes)
  inner.use(mount('/open', compose(open)))
  inner.use(mount('/photos', compose(protect({ scope: 'photos' }), echo)))
  inner.use(mount('/parsed', compose(protect(), bodyParser(), echo)))
  inner.use(mount('/echo', compose(protect(), echo)))
  inner.use(
    mount('/machines', compose(protect({ allowTwoLegged: true, realm: 'machines' }), machines)),
  )
  inner.use(mount('/users', compose(protect({ allowTwoLegged: true }), echo)))
  const caching =
    (value: string): Middleware =>
    (context, next) => {
      context.set('Cache-Control', value)
      return next()
    }
  inner.use(mount('/public', compose(caching('public, max-age=600'), protect(), echo)))
  inner.use(mount('/own', compose(protect(), caching('private, max-age=60'), echo)))
  inner.use(mount('/shared', compose(cors({ origin: 'https://app.example' }), protect(), echo)))

  const app = new Framework()
  app.use(async (context, next) => {
    try {
      await next()
    } catch (error) {
      context.status = 500
      context.body = String(error)
    }
  })
  for (const parser of PARSERS[options.bodyParser]) app.use(parser)
  app.use(
    prefix === '' ? compose(...inner.middleware) : mount(prefix, compose(...inner.middleware)),
  )
  const handle = app.callback()
  return (incoming, outgoing) => void handle(incoming, outgoing)
}

/** Makes one middleware of several, as Koa itself does for an application. */
function compose(...all: readonly Middleware[]): Middleware {
  return (context, next) => {
    const run = (index: number): Promise<unknown> =>
      index === all.length ? next() : Promise.resolve(all[index]?.(context, () => run(index + 1)))
    return run(0)
  }
}

adapterCases('Koa 3', (options) => application(Koa, options))
adapterCases('Koa 2.16', (options) => application(Koa2, options))
