import { fetchOAuth } from '@oauthplus/server-fetch'
import type { FetchHandler } from '@oauthplus/server-fetch'
import { expect, it } from 'vitest'

import { requestOf, startSite } from './start-site.js'

const visitor = { getUserId: () => 'jane', getLoginUrl: () => '/login' }

async function respond(
  handler: FetchHandler<unknown[]>,
  transmission: 'header' | 'query' = 'query',
): Promise<Response> {
  const { provider, sign } = await startSite()
  const photos = fetchOAuth(provider, visitor).protect({}, handler)
  return photos(requestOf(await sign({}, { transmission })))
}

it('keeps what a handler says of caches, and adds the header that responses vary by', async () => {
  const bare = await respond(() => new Response('photos'))
  expect([bare.headers.get('cache-control'), bare.headers.get('vary')]).toEqual([
    'no-store',
    'Authorization',
  ])
  const headers = { 'Cache-Control': 'private', Vary: 'Accept, authorization' }
  const own = await respond(() => new Response('photos', { headers }))
  expect([own.headers.get('cache-control'), own.headers.get('vary')]).toEqual([
    'private',
    'Accept, Authorization',
  ])
  const inHeader = await respond(() => new Response('photos'), 'header')
  expect([inHeader.headers.get('cache-control'), inHeader.headers.get('vary')]).toEqual([
    null,
    'Authorization',
  ])
})

it('refuses to protect a handler without options, which would let every token through', async () => {
  const { provider } = await startSite()
  const { protect } = fetchOAuth(provider, visitor)
  const options = undefined as never
  expect(() => protect(options, () => new Response('photos'))).toThrow(
    'protect: options must be an object, received undefined',
  )
})

it('returns the Response of the handler itself, its stream not read', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('photos'))
    },
  })
  const made = new Response(body)
  const response = await respond(() => made)
  expect(response).toBe(made)
  expect(response.bodyUsed).toBe(false)
})

it('copies a Response only if its headers cannot be changed', async () => {
  const response = await respond(() => Response.redirect('https://photos.example/new', 307))
  expect([response.status, response.headers.get('location')]).toEqual([
    307,
    'https://photos.example/new',
  ])
  expect([response.headers.get('cache-control'), response.headers.get('vary')]).toEqual([
    'no-store',
    'Authorization',
  ])
})

it.each([undefined, null, 'photos', {}])('rejects if a handler returns %j', async (value) => {
  await expect(respond(() => value as Response)).rejects.toThrow(
    /^protect: the handler's response must be a Response, received /,
  )
})

it('rejects with what a handler throws', async () => {
  const error = new Error('no photos')
  await expect(respond(() => Promise.reject(error))).rejects.toBe(error)
})

it('adds its headers to a Response that a handler throws', async () => {
  const thrown = await respond(() => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- React Router takes it
    throw new Response(null, { status: 404 })
  }).catch((response: unknown) => response)
  expect(thrown).toBeInstanceOf(Response)
  const { status, headers } = thrown as Response
  expect([status, headers.get('vary'), headers.get('cache-control')]).toEqual([
    404,
    'Authorization',
    'no-store',
  ])
})

it('passes on what the platform passes after the request', async () => {
  const { provider, sign } = await startSite()
  const seen: unknown[] = []
  const { routes, protect } = fetchOAuth(provider, {
    getUserId: (_request, env: { readonly userId: string }) => {
      seen.push(env)
      return env.userId
    },
    getPeerAddress: (_request, env: object) => {
      seen.push(env)
      return undefined
    },
    getLoginUrl: () => '/login',
  })
  const env = { userId: 'jane' }
  const page = await routes(new Request('https://photos.example/oauth/applications'), env)
  expect(page?.status).toBe(200)
  const photos = protect({}, (...[, platform]: [Request, typeof env]) => {
    seen.push(platform)
    return new Response()
  })
  expect((await photos(requestOf(await sign({})), env)).status).toBe(200)
  expect(seen).toEqual([env, env, env, env])
})

it.each([
  ['nothing', undefined],
  ['a URL', 'https://photos.example/photos'],
  ['a request of Node', { method: 'GET', url: '/photos', headers: {} }],
])('rejects %s in place of a Request', async (_what, request) => {
  const { provider } = await startSite()
  const { routes, protect } = fetchOAuth(provider, visitor)
  const photos = protect({}, () => new Response())
  for (const handle of [routes, photos]) {
    await expect(handle(request as unknown as Request)).rejects.toThrow(
      /^readWebRequest: request must be a Request, received /,
    )
  }
})

it('refuses protect without a handler before the first request', async () => {
  const { provider } = await startSite()
  const { protect } = fetchOAuth(provider, visitor)
  const withoutHandler = protect as (options: object) => unknown
  expect(() => withoutHandler({})).toThrow(/^protect: handler must be a function/)
  expect(() => withoutHandler(new Request('https://photos.example/'))).toThrow(
    /^protect: it was called with a request, because it was given as a handler/,
  )
})
