import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Token } from '@oauthplus/client'
import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import express from 'express'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'

const LIFETIME_SECONDS = 60

let folder: string
let server: Server
let origin: string
let secondsAhead = 0
/** Called when a token is renewed or exchanged, before the response. */
let onTokenRequest = (): Promise<void> => Promise.resolve()

// A provider whose access tokens expire after a minute, and can be renewed for an hour.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-renewal-'))
  const provider = createProvider({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
    defaultScopes: ['photos'],
    verifyPassword: () => 'jane',
    accessTokenLifetimeSeconds: LIFETIME_SECONDS,
    sessionLifetimeSeconds: 3600,
    now: () => Date.now() + secondsAhead * 1000,
  })
  await provider.consumers.register({
    key: 'printer',
    secret: 'consumer secret',
    name: 'Printer',
    allowXauth: true,
  })
  const { routes, protect, grant } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = express()
  app.use('/oauth/access_token', (_request, _response, next) => {
    void onTokenRequest().then(() => {
      next()
    }, next)
  })
  app.use(routes)
  app.get('/photos', protect(), (request, response) => {
    response.send(`photos of ${grant(request).user.id}\n`)
  })
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  onTokenRequest = () => Promise.resolve()
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

const profileFile = () => join(folder, '.config/oauthplus/profiles/default.json')

async function keptToken(): Promise<Token> {
  const { token } = JSON.parse(await readFile(profileFile(), 'utf8')) as { readonly token: Token }
  return token
}

async function requestPhotos(): Promise<void> {
  const ended = await runOauthplus(['request', `${origin}/photos`], { folder })
  expect(ended).toEqual({ code: 0, standardOutput: 'photos of jane\n', standardError: '' })
}

it('request stores the new token in the profile after a renewal, and uses it', async () => {
  const environment = { OAUTHPLUS_CONSUMER_SECRET: 'consumer secret', OAUTHPLUS_PASSWORD: 'p' }
  const added = await runOauthplus(
    ['profile', 'add', 'default', '--site', origin, '--consumer-key', 'printer'],
    { folder, environment },
  )
  expect(added.code).toBe(0)
  expect((await runOauthplus(['xauth', 'jane'], { folder, environment })).code).toBe(0)
  const first = await keptToken()
  expect(first.sessionHandle).toBeTruthy()
  await requestPhotos()
  expect(await keptToken()).toEqual(first)

  // The provider reports that the token has expired.
  secondsAhead += LIFETIME_SECONDS + 1
  await requestPhotos()
  const second = await keptToken()
  expect(second.key).not.toBe(first.key)
  expect(second.sessionHandle).not.toBe(first.sessionHandle)
  await requestPhotos()
  expect(await keptToken()).toEqual(second)

  // The profile says so.
  const profile = JSON.parse(await readFile(profileFile(), 'utf8')) as object
  const expired = { ...second, expiresAtSeconds: 1 }
  await writeFile(profileFile(), JSON.stringify({ ...profile, token: expired }))
  await requestPhotos()
  const third = await keptToken()
  expect(third.key).not.toBe(second.key)
  await requestPhotos()
  expect(await keptToken()).toEqual(third)
})

it.each([
  ['request', (name: string) => ['request', '-p', name, `${origin}/photos`]],
  ['xauth', (name: string) => ['xauth', '-p', name, 'jane']],
])('%s stores a new token elsewhere if its profile cannot be written', async (command, args) => {
  const home = await mkdtemp(join(folder, `${command}-`))
  const options = {
    folder: home,
    environment: {
      OAUTHPLUS_CONSUMER_SECRET: 'consumer secret',
      OAUTHPLUS_PASSWORD: 'p',
      TMPDIR: folder,
      TEMP: folder,
    },
  }
  const add = ['profile', 'add', 'work', '--site', origin, '--consumer-key', 'printer']
  expect((await runOauthplus(add, options)).code).toBe(0)
  expect((await runOauthplus(['xauth', '-p', 'work', 'jane'], options)).code).toBe(0)
  const profiles = join(home, '.config/oauthplus/profiles')
  const file = join(profiles, 'work.json')
  const before = JSON.parse(await readFile(file, 'utf8')) as { readonly token: Token }
  secondsAhead += LIFETIME_SECONDS + 1
  onTokenRequest = async () => {
    await rm(profiles, { recursive: true })
    await writeFile(profiles, 'a file where the folder was')
  }
  const ended = await runOauthplus(args('work'), options)
  expect([ended.code, ended.standardOutput]).toEqual([1, ''])
  const message =
    /^oauthplus: The new token cannot be stored in the profile work \([A-Z]+\)\. It is in (\S+work\.json), which only you can read: move this file to (\S+)\n$/
  expect(ended.standardError).toMatch(message)
  const [, rescued = '', destination] = message.exec(ended.standardError) ?? []
  expect(destination).toBe(file)
  const after = JSON.parse(await readFile(rescued, 'utf8')) as { readonly token: Token }
  expect(after).toEqual({ ...before, token: expect.any(Object) as Token })
  expect(after.token.key).not.toBe(before.token.key)
  for (const secret of [after.token.secret, after.token.sessionHandle ?? '', 'consumer secret']) {
    expect(ended.standardError).not.toContain(secret)
  }
  // Windows has no such modes.
  if (process.platform !== 'win32') expect((await stat(rescued)).mode & 0o077).toBe(0)

  // The message recommends this.
  onTokenRequest = () => Promise.resolve()
  await rm(profiles)
  await mkdir(profiles, { recursive: true, mode: 0o700 })
  await rename(rescued, file)
  const again = await runOauthplus(['request', '-p', 'work', `${origin}/photos`], options)
  expect(again).toEqual({ code: 0, standardOutput: 'photos of jane\n', standardError: '' })
})
