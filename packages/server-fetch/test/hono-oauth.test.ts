import { honoOAuth } from '@oauthplus/server-fetch/hono'
import type { HonoOAuth } from '@oauthplus/server-fetch/hono'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { mount } from 'hono/mount'
import { streamText } from 'hono/streaming'
import { validator } from 'hono/validator'
import { describe, expect, it } from 'vitest'

import { ORIGIN, requestOf, startSite } from './start-site.js'
import type { SiteUser } from './start-site.js'

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const visitor = { getUserId: () => 'jane', getLoginUrl: () => '/login' }

/** Sends a signed request to an application with OAuth. */
async function send(
  addRoutes: (app: Hono, oauth: HonoOAuth<SiteUser>) => unknown,
  {
    method = 'GET',
    path = '/photos',
    body,
    transmission = 'header',
  }: {
    readonly method?: string
    readonly path?: string
    readonly body?: string
    readonly transmission?: 'header' | 'query'
  } = {},
): Promise<Response> {
  const { provider, sign } = await startSite()
  const app = new Hono()
  app.onError((error, context) =>
    error instanceof HTTPException ? error.getResponse() : context.text(String(error), 500),
  )
  addRoutes(app, honoOAuth(provider, visitor))
  const unsigned = { method, url: `${ORIGIN}${path}` }
  const form = body === undefined ? {} : { headers: [FORM], body }
  return app.fetch(requestOf(await sign({ ...unsigned, ...form }, { transmission })))
}

describe('routes', () => {
  const page = '/oauth/applications'

  it.each<[how: string, path: string, add: (app: Hono, oauth: HonoOAuth<SiteUser>) => unknown]>([
    ['in an application', page, (app, { routes }) => app.use(routes)],
    ['for a pattern', page, (app, { routes }) => app.use('/oauth/*', routes)],
    ['in a route', `/v1${page}`, (app, { routes }) => app.route('/v1', new Hono().use(routes))],
    [
      'in a route of a route',
      `/v1/deeper${page}`,
      (app, { routes }) => app.route('/v1', new Hono().route('/deeper', new Hono().use(routes))),
    ],
    ['under a base path', `/v1${page}`, (app, { routes }) => app.basePath('/v1').use(routes)],
    [
      'in a route with a parameter',
      `/jane${page}`,
      (app, { routes }) => app.route('/:tenant', new Hono().use(routes)),
    ],
    [
      'in a mounted application that gets the whole URL',
      page,
      (app, { routes }) =>
        app.all('/oauth/*', mount(new Hono().use(routes).fetch, { replaceRequest: false })),
    ],
  ])('respond when they are used %s', async (_how, path, add) => {
    const response = await send(add, { path })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
  })

  it('leave other paths to the application', async () => {
    for (const path of ['/photos', '/oauth', '/%6Fauth/authorize', '/v1x/oauth/authorize']) {
      const response = await send(
        (app, { routes }) => app.use(routes).all('*', (context) => context.text('photos')),
        { path },
      )
      expect([path, await response.text()]).toEqual([path, 'photos'])
    }
  })
})

describe('protect', () => {
  it.each<[what: string, respond: (context: Context) => Response | Promise<Response>]>([
    ['json()', (context) => context.json({}, 200, { 'Cache-Control': 'private' })],
    ['a Response', () => new Response('', { headers: { 'Cache-Control': 'private' } })],
    [
      'header()',
      (context) => {
        context.header('Cache-Control', 'private')
        return context.body('')
      },
    ],
  ])('keeps what a handler says of caches by %s', async (_what, respond) => {
    const response = await send((app, { protect }) => app.get('/photos', protect(), respond), {
      transmission: 'query',
    })
    const { headers } = response
    expect([response.status, headers.get('cache-control'), headers.get('vary')]).toEqual([
      200,
      'private',
      'Authorization',
    ])
  })

  it.each<[what: string, status: number, respond: (context: Context) => Response]>([
    ['a Response', 200, () => new Response('photos')],
    ['a Response that cannot be changed', 302, () => Response.redirect('https://a.example/', 302)],
    ['a stream', 200, (context) => streamText(context, (stream) => stream.close())],
    ['notFound()', 404, (context) => context.notFound() as Response],
    [
      'an error',
      500,
      () => {
        throw new Error('no photos')
      },
    ],
    [
      'an HTTPException with a Response of its own',
      418,
      () => {
        throw new HTTPException(418, { res: new Response(null, { status: 418 }) })
      },
    ],
  ])('says what caches may store of %s', async (_what, status, respond) => {
    const response = await send(
      (app, { protect }) =>
        app
          .use(async (context, next) => {
            // Touches the response early, as some middleware does.
            context.res.headers.set('X-First', '1')
            context.header('Cache-Control', 'public')
            await next()
          })
          .get('/photos', protect(), respond),
      { transmission: 'query' },
    )
    const { headers } = response
    expect([response.status, headers.get('cache-control'), headers.get('vary')]).toEqual([
      status,
      'no-store',
      'Authorization',
    ])
  })

  it('refuses with its own headers over those that middleware has set before', async () => {
    const { provider } = await startSite()
    const app = new Hono()
    app.use(async (context, next) => {
      context.res.headers.set('Vary', 'Origin')
      context.header('Cache-Control', 'public')
      context.header('X-Other', '1')
      await next()
    })
    app.get('/photos', honoOAuth(provider, visitor).protect())
    const response = await app.fetch(
      new Request(`${ORIGIN}/photos`, { headers: { authorization: 'OAuth oauth_token="x"' } }),
    )
    const { headers } = response
    expect(response.status).toBe(400)
    expect(headers.get('vary')).toBe('Origin, Authorization')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-other')).toBe('1')
    expect(await response.text()).toMatch(/^oauth_problem=parameter_absent/)
  })

  it('leaves the body to the handler, whichever way it reads it', async () => {
    const readers: readonly ((context: Context) => Promise<unknown>)[] = [
      (context) => context.req.text(),
      (context) => context.req.raw.text(),
      async (context) => new TextDecoder().decode(await context.req.arrayBuffer()),
      async (context) =>
        new URLSearchParams(await context.req.parseBody<{ a: string }>()).toString(),
    ]
    for (const read of readers) {
      const response = await send(
        (app, { protect }) =>
          app.post('/photos', protect(), async (context) => context.json(await read(context))),
        { method: 'POST', body: 'a=1' },
      )
      expect(await response.json()).toBe('a=1')
    }
  })

  it.each<[what: string, read: (context: Context) => Promise<unknown>]>([
    ['text()', (context) => context.req.text()],
    ['arrayBuffer()', (context) => context.req.arrayBuffer()],
    ['blob()', (context) => context.req.blob()],
    ['parseBody()', (context) => context.req.parseBody()],
  ])('verifies what middleware before has read by %s', async (_what, read) => {
    const response = await send(
      (app, { protect, grant }) =>
        app.post(
          '/photos',
          async (context, next) => {
            await read(context)
            await next()
          },
          protect(),
          async (context) => context.json([grant(context).form, await context.req.text()]),
        ),
      { method: 'POST', body: 'b=1&a=+&b=%2B' },
    )
    expect(await response.json()).toEqual([
      [
        ['b', '1'],
        ['a', ' '],
        ['b', '+'],
      ],
      'b=1&a=+&b=%2B',
    ])
  })

  it.each<[what: string, read: (context: Context) => Promise<unknown>]>([
    ['formData()', (context) => context.req.formData()],
    ['formData() and text()', (context) => context.req.formData().then(() => context.req.text())],
    ['the Request itself', (context) => context.req.raw.text()],
  ])(
    'rejects with a TypeError if middleware before has lost the bytes by %s',
    async (_what, read) => {
      const response = await send(
        (app, { protect }) =>
          app.post(
            '/photos',
            async (context, next) => {
              await read(context)
              await next()
            },
            protect(),
            (context) => context.text('photos'),
          ),
        { method: 'POST', body: 'a=1' },
      )
      expect([response.status, await response.text()]).toEqual([
        500,
        expect.stringMatching(/^TypeError: The body of this request was read before OAuth could/),
      ])
    },
  )

  it('works before a validator of forms', async () => {
    const response = await send(
      (app, { protect }) =>
        app.post(
          '/photos',
          protect(),
          validator('form', (form) => form),
          (context) => context.json(context.req.valid('form')),
        ),
      { method: 'POST', body: 'a=1&b=2' },
    )
    expect(await response.json()).toEqual({ a: '1', b: '2' })
  })

  it('does not verify what mount() has rewritten', async () => {
    const response = await send(
      (app, { protect }) =>
        app.all(
          '/v1/*',
          mount(new Hono().get('/photos', protect(), (context) => context.text('')).fetch),
        ),
      { path: '/v1/photos' },
    )
    expect(response.status).toBe(401)
  })
})

it('takes the address of a request from getConnInfo', async () => {
  const { provider, sign } = await startSite({ publicUrl: undefined })
  const url = 'http://127.0.0.1:3000/photos'
  const status = async (address?: string) => {
    const remote = address === undefined ? {} : { address, addressType: 'IPv4' as const }
    const { protect } = honoOAuth(provider, { ...visitor, getConnInfo: () => ({ remote }) })
    const app = new Hono().get('/photos', protect(), (context) => context.text('photos'))
    return (await app.fetch(requestOf(await sign({ url })))).status
  }
  expect(await status('127.0.0.1')).toBe(200)
  expect(await status('203.0.113.7')).toBe(403)
  expect(await status()).toBe(403)
})
