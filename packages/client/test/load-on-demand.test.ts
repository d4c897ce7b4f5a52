import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import type * as api from '../src/index.js'

const PROVIDER = {
  requestTokenUrl: 'https://photos.example/initiate',
  authorizeUrl: 'https://photos.example/authorize',
  accessTokenUrl: 'https://photos.example/token',
}
const TOKEN = { key: 'token', secret: 'token secret', sessionHandle: 'handle' }
const FAILURE = {
  name: 'OAuthError',
  code: 'connection_failed',
  message: expect.stringMatching(
    /^The code of oauthplus for flows, redirects and errors could not be loaded\./,
  ) as string,
  cause: expect.any(Error) as Error,
}

let client: typeof api

// For example in a browser without network, or on a page that is older than the files on the
// server.
beforeEach(async () => {
  vi.resetModules()
  vi.doMock('../src/on-demand.js', () => Promise.reject(new TypeError('Failed to fetch')))
  client = await import('../src/index.js')
})

afterEach(() => {
  vi.doUnmock('../src/on-demand.js')
})

function createClient(response: () => Response): api.Client {
  return client.createClient({
    provider: PROVIDER,
    consumer: { key: 'consumer', secret: 'secret' },
    fetch: () => Promise.resolve(response()),
  })
}

it('signs and sends without the code that is loaded on demand', async () => {
  const { withToken } = createClient(() => new Response('a photo'))
  const response = await withToken(TOKEN).fetch('https://photos.example/photo')
  expect(await response.text()).toBe('a photo')
  expect(client.readBaseString(response)).toMatch(/^GET&https%3A%2F%2Fphotos.example%2Fphoto&/)
})

it.each<[string, (created: api.Client) => Promise<unknown>]>([
  ['authorize', ({ authorize }) => authorize()],
  ['callback', ({ callback }) => callback('/callback?oauth_token=token', { cookie: null })],
  [
    'exchangeVerifier',
    ({ exchangeVerifier }) =>
      exchangeVerifier({ requestToken: { key: 'token' }, verifier: 'verifier' }),
  ],
  ['xauth', ({ xauth }) => xauth({ username: 'jane', password: 'password' })],
  ['renew', ({ renew }) => renew(TOKEN)],
  ['a refused fetch', ({ fetch }) => fetch('https://photos.example/photo')],
  ['readProblem', () => client.readProblem(new Response(null, { status: 401 }))],
])('%s rejects with connection_failed if that code cannot be loaded', async (_name, run) => {
  const created = createClient(() => new Response(null, { status: 401 }))
  await expect(run(created)).rejects.toMatchObject(FAILURE)
})

it('fetch rejects with connection_failed if the code for a redirect cannot be loaded', async () => {
  const { fetch } = createClient(() => Response.redirect('https://photos.example/moved'))
  await expect(fetch('https://photos.example/photo')).rejects.toMatchObject(FAILURE)
})

it('loads that code at the next call after a failure', async () => {
  const { authorize } = createClient(
    () =>
      new Response('oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
  )
  await expect(authorize()).rejects.toMatchObject(FAILURE)
  vi.doUnmock('../src/on-demand.js')
  expect(await authorize()).toMatchObject({ requestToken: { key: 't' } })
})
