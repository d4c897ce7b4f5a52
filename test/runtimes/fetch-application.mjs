// A Provider on web Request and Response, and the same on Hono, for whatever server the runtime has.
/* global ReadableStream, Request, Response, TextEncoder */
import { createProvider, fetchOAuth, memoryStore } from '@oauthplus/server-fetch'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { Hono } from 'hono'

import { CONSUMER, ORIGIN } from './fetch-consumer.mjs'

/**
 * Creates what responds to `(request, ...platform)`. `getPeerAddress` is that of the platform; `undefined` if it has none.
 */
export function createApplication({ getPeerAddress }) {
  let starting
  // workerd gives neither random values nor timers before the first request.
  return async (request, ...platform) => {
    starting ??= start(getPeerAddress)
    try {
      return await (
        await starting
      )(request, ...platform)
    } catch (error) {
      return new Response(String(error), { status: 500 })
    }
  }
}

async function start(getPeerAddress) {
  const visitor = { getUserId: () => 'jane', getLoginUrl: () => '/login' }
  const options = { ...visitor, getPeerAddress }
  const provider = await createTestProvider({ publicUrl: ORIGIN })
  const fixed = fetchOAuth(provider, options)
  const local = fetchOAuth(await createTestProvider({}), options)
  const twoLegged = { allowTwoLegged: true }
  const handlers = {
    '/echo': fixed.protect(twoLegged, (request) => echo(request, fixed.grant(request, twoLegged))),
    '/local': local.protect(twoLegged, (request) => echo(request, local.grant(request, twoLegged))),
    '/stream': fixed.protect(twoLegged, () => streamed()),
  }
  const hono = createHono(honoOAuth(provider, visitor))
  return async (request, ...platform) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/hono/')) return hono.fetch(request)
    const read = request.headers.get('x-read')
    if (read === 'lost') await request.text()
    const received =
      read === 'kept' ? new Request(request, { body: await request.arrayBuffer() }) : request
    const response = await fixed.routes(received, ...platform)
    return response ?? (handlers[pathname] ?? handlers['/echo'])(received, ...platform)
  }
}

async function createTestProvider(options) {
  const provider = createProvider({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    bodyLimitBytes: 200_000,
    ...options,
  })
  await provider.consumers.register({
    ...CONSUMER,
    name: 'Printer',
    callbacks: ['oob'],
    allowTwoLegged: true,
  })
  return provider
}

function createHono({ protect, grant }) {
  const app = new Hono()
  app.onError((error) => new Response(String(error), { status: 500 }))
  app.use(async ({ req }, next) => {
    const read = req.header('x-read')
    if (read === 'kept') await req.arrayBuffer()
    if (read === 'lost') await req.raw.text()
    await next()
  })
  app.all('/hono/stream', protect({ allowTwoLegged: true }), () => streamed())
  app.all('/hono/*', protect({ allowTwoLegged: true }), async (context) => {
    const { form } = grant(context, { allowTwoLegged: true })
    const { method, url } = context.req.raw
    return Response.json({ method, url, form, body: await context.req.text() })
  })
  return app
}

async function echo(request, { form }) {
  const { method, url } = request
  return Response.json({ method, url, form, body: await request.text() })
}

function streamed() {
  const pieces = ['sea', ' and ', 'sand']
  return new Response(
    new ReadableStream({
      pull(controller) {
        const piece = pieces.shift()
        if (piece === undefined) controller.close()
        else controller.enqueue(new TextEncoder().encode(piece))
      },
    }),
  )
}
