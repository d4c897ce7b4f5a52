import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import express from 'express'
import type { Router } from 'express'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import { importProgram } from './import-program.js'

interface Program {
  readonly login: Router
  readonly findReturnUrl: (next: unknown) => string
}

const SITE = 'https://photos.example'
const ESCAPES = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://photos.example@evil.example/',
  'https://photos.example.evil.example/',
  'http://photos.example/',
  'https://[',
]
const server = createServer()
let program: Program
let origin: string

beforeAll(async () => {
  vi.stubEnv('SESSION_SECRET', 'a random string of 32 characters')
  program = await importProgram<Program>({
    page: 'docs/guide/login.md',
    parts: ['findReturnUrl(next: unknown)', 'express.Router()'],
    before: `const verifyPassword = ({ username, password }: Record<string, string>) =>
      username === 'jane' && password === 'sesame' ? 'jane' : undefined`,
  })
  const app = express()
  app.set('trust proxy', 1)
  app.use(program.login)
  app.get('/who', (request, response) => {
    response.json({ userId: (request as { session?: { userId?: string } }).session?.userId })
  })
  server.on('request', app)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
})

/** Sends a form as a browser does behind a proxy that terminates TLS. */
function post(
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
): Promise<Response> {
  return fetch(origin + path, {
    method: 'POST',
    headers: { 'x-forwarded-proto': 'https', ...headers },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
}

it.each(ESCAPES)('the login does not redirect to %j', (next) => {
  expect(program.findReturnUrl(next)).toBe(`${SITE}/`)
})

it('the login redirects back to the consent page', () => {
  const path = '/oauth/authorize?oauth_token=a%2Fb&x=1'
  expect(program.findReturnUrl(path)).toBe(SITE + path)
  expect(program.findReturnUrl('/.//evil.example')).toBe(`${SITE}//evil.example`)
  expect(program.findReturnUrl('https:evil.example')).toBe(`${SITE}/evil.example`)
  for (const next of [undefined, '', ['/a', '/b'], {}]) {
    expect(program.findReturnUrl(next)).toBe(`${SITE}/`)
  }
})

it('the login starts a session that only this site can use, and the logout ends it', async () => {
  const path = `/login?next=${encodeURIComponent('/oauth/authorize?oauth_token=t')}`
  const done = await post(path, { username: 'jane', password: 'sesame' })
  expect([done.status, done.headers.get('location')]).toEqual([
    303,
    `${SITE}/oauth/authorize?oauth_token=t`,
  ])
  const cookie = done.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^__Host-session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const headers = { cookie: cookie.split(';')[0] ?? '', 'x-forwarded-proto': 'https' }
  const who = async (): Promise<unknown> => (await fetch(`${origin}/who`, { headers })).json()
  expect(await who()).toEqual({ userId: 'jane' })
  await post('/logout', {}, { ...headers, 'sec-fetch-site': 'cross-site' })
  expect(await who()).toEqual({ userId: 'jane' })
  await post('/logout', {}, { ...headers, 'sec-fetch-site': 'same-origin' })
  expect(await who()).toEqual({})
})

it('the login gets a new session id, so that one known before is worthless', async () => {
  const fields = { username: 'jane', password: 'sesame' }
  const idOf = (response: Response): string =>
    (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const planted = idOf(await post('/login', fields))
  const headers = { cookie: planted, 'sec-fetch-site': 'same-origin' }
  const second = idOf(await post('/login', fields, headers))
  expect(second).not.toBe('')
  expect(second).not.toBe(planted)
})

it.each([{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }, {}])(
  'the login refuses the form of another site: %j',
  async (headers) => {
    const refused = await post('/login', { username: 'jane', password: 'sesame' }, headers)
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([403, null])
  },
)

it('the login refuses a wrong password', async () => {
  const refused = await post('/login?next=%2F', { username: 'jane', password: 'guess' })
  expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null])
})
