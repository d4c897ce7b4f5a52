import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { signRequest } from '@oauthplus/core'
import { sqliteStore } from '@oauthplus/store-sqlite'
import { afterAll, describe, expect, it } from 'vitest'

import { openStore } from '../../examples/photo-provider-express/src/open-store.js'
import type { PhotoProviderEndpoints } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { createBrowser } from '../../examples/tour/src/browser.js'
import { fetchSigned, problemCode } from '../provider-app.js'
import { freePort } from '../servers/free-port.js'
import { requirePostgres, startPostgres } from '../servers/postgres.js'
import { requireRedis, startRedis } from '../servers/redis.js'
import { clientOf, consentPage, PRINTER, throughLogin } from './authorized.js'
import { exampleCommand, runExample } from './run-example.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SLOW = { timeout: 60_000 }
const directory = mkdtempSync(join(tmpdir(), 'oauthplus-stores-'))
afterAll(() => {
  rmSync(directory, { recursive: true })
})

/** Starts an example provider in a separate process. */
async function start(name: string, args: readonly string[]) {
  const child = spawn(...exampleCommand(name, args), {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'close')
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => {
      throw new Error(`${name} has ended`)
    }),
  ])) as [string]
  const endpoints = JSON.parse(line) as PhotoProviderEndpoints
  return {
    endpoints,
    origin: endpoints.origin,
    close: async () => {
      child.kill('SIGTERM')
      expect(await ended).toEqual([0, null])
    },
  }
}

it(
  'continues on Koa today the flows of yesterday on Express, from one SQLite file',
  SLOW,
  async () => {
    const port = String(await freePort())
    const args = ['--port', port, '--store', `sqlite:${join(directory, 'photos.db')}`]
    const callback = 'http://127.0.0.1:9/ready'

    const yesterday = await start('photo-provider-express', args)
    const client = clientOf(yesterday, callback)
    const browser = createBrowser()
    const first = await consentPage(client, browser)
    const { redirect = '' } = await browser.submit(first.page, { decision: 'approve' })
    const { token } = await client.callback(redirect, { cookie: first.started.setCookie })
    const { echoUrl } = yesterday.endpoints
    const echo = await signRequest({ method: 'GET', url: echoUrl }, { consumer: PRINTER, token })
    expect((await fetchSigned(echo)).status).toBe(200)
    const approved = await client.authorize({ parameters: [['scope', 'photos']] })
    const consent = await browser.open(approved.url)
    const decided = await browser.submit(consent, { decision: 'approve' })
    const undecided = await client.authorize({ parameters: [['scope', 'photos']] })
    await yesterday.close()

    const today = await start('photo-provider-koa', args)
    const replayed = await fetchSigned(echo)
    expect([replayed.status, await problemCode(replayed)]).toEqual([401, 'nonce_used'])
    expect((await client.withToken(token).fetch(echoUrl)).status).toBe(200)
    const exchanged = await client.callback(decided.redirect ?? '', { cookie: approved.setCookie })
    const { photosUrl } = today.endpoints
    expect((await client.withToken(exchanged.token).fetch(photosUrl)).status).toBe(200)
    const later = createBrowser()
    const page = await throughLogin(later, undecided.url)
    const { redirect: second = '' } = await later.submit(page, { decision: 'approve' })
    const { token: latest } = await client.callback(second, { cookie: undecided.setCookie })
    expect((await client.withToken(latest).fetch(photosUrl)).status).toBe(200)
    await today.close()
  },
)

it.for(['postgres', 'redis'] as const)(
  'keeps tokens in %s from one start to the next, and ends its connections',
  SLOW,
  async (kind, test) => {
    if (kind === 'postgres') requirePostgres(test)
    else requireRedis(test)
    const server = kind === 'postgres' ? await startPostgres() : await startRedis()
    try {
      const args = ['--port', String(await freePort()), '--store', server.url]
      const yesterday = await start('photo-provider-express', args)
      const client = clientOf(yesterday)
      const { token } = await client.xauth({ username: 'jane', password: 'jane' })
      await yesterday.close()
      const today = await start('photo-provider-express', args)
      const echo = await client.withToken(token).fetch(today.endpoints.echoUrl)
      expect(await echo.json()).toMatchObject({ user: 'jane' })
      await today.close()
    } finally {
      await server.stop()
    }
  },
)

describe('a provider does not start with', () => {
  it('a store that it does not know, and says so without the password', SLOW, async () => {
    const { code, standardOutput, standardError } = await runExample('photo-provider-express', [
      '--port',
      '0',
      '--store',
      'mysql://jane:hunter2@127.0.0.1/photos',
    ])
    expect([code, standardOutput]).toEqual([1, ''])
    expect(standardError).toContain('--store must be memory:, sqlite:FILE, postgres://… or redis')
    expect(standardError).not.toContain('hunter2')
    await expect(openStore('sqlite:')).rejects.toThrow('requires the name of a file')
  })

  it('tables that a newer version has made', async () => {
    const file = join(directory, 'newer.db')
    const store = sqliteStore(file)
    await store.migrate()
    await store.close()
    const { default: Database } = await import('libsql')
    const database = new Database(file)
    database.exec(`UPDATE oauth_meta SET value = 99 WHERE name = 'version'`)
    database.close()
    await expect(openStore(`sqlite:${file}`)).rejects.toThrow(
      'the store cannot be used: The tables were made by a newer version',
    )
  })

  it('a Redis that forgets what it has no room for', async (test) => {
    requireRedis(test)
    const server = await startRedis(['--maxmemory-policy', 'allkeys-lru'])
    try {
      await expect(openStore(server.url)).rejects.toThrow(/the store cannot be used: .*noeviction/)
    } finally {
      await server.stop()
    }
  })

  it.for(['postgres://jane:hunter2@127.0.0.1', 'redis://:hunter2@127.0.0.1'])(
    'a server that is not there: %s',
    async (url) => {
      const opening = openStore(`${url}:${await freePort()}/`)
      const error = await opening.then(
        () => undefined,
        (reason: unknown) => reason as Error,
      )
      expect(error?.message).toMatch(/^the store cannot be used: .*(ECONNREFUSED|did not respond)/)
      expect(error?.message).not.toContain('hunter2')
    },
  )
})
