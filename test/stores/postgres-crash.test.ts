import { postgresStore } from '@oauthplus/store-postgres'
import { expect, it } from 'vitest'

import { approvedRequestToken, send, startProviderApp } from '../provider-app.js'
import type { ProviderApp } from '../provider-app.js'
import { requirePostgres, startPostgres } from '../servers/postgres.js'
import { until } from '../servers/redis.js'

const CRASHES = process.env.PROVE === 'full' ? 50 : 2
const WORKERS = 6
const FLOWS_BETWEEN = 12

interface Key {
  readonly key: string
  readonly secret: string
}

it('keeps every token that was told through crashes of PostgreSQL, and exchanges none twice', async (test) => {
  requirePostgres(test)
  const server = await startPostgres()
  const store = postgresStore(server.url)
  await store.migrate()
  const app = await startProviderApp({ store })
  const told: Key[] = []
  const exchanged: { readonly token: Key; readonly verifier: string }[] = []
  let lost = 0
  let isOver = false

  async function flows(): Promise<void> {
    while (!isOver) {
      // Some step meets the crash; whoever waits for it begins anew.
      const approved = await approvedRequestToken(app).catch(() => undefined)
      if (!approved) continue
      const answer = await exchange(app, approved)
      if (answer.status === 200) told.push(tokenIn(await answer.text()))
      else lost++
      exchanged.push(approved)
    }
  }

  try {
    const workers = Promise.all(Array.from({ length: WORKERS }, flows))
    for (let crash = 0; crash < CRASHES; crash++) {
      const before = told.length
      await until(async () => told.length >= before + FLOWS_BETWEEN)
      await server.halt('crash')
      await server.resume()
    }
    isOver = true
    await workers
    console.info('PostgreSQL killed', { crashes: CRASHES, told: told.length, lost })

    for (const token of told) {
      const echo = { method: 'GET', url: `${app.origin}/echo` }
      expect((await send(echo, { consumer: app.consumer, token })).status).toBe(200)
    }
    expect(new Set(told.map(({ key }) => key)).size).toBe(told.length)
    for (const approved of exchanged) {
      // Where the answer was lost, the exchange may not have happened: then it may now, once.
      const isOpen = (await store.findRequestToken(approved.token.key))?.state === 'approved'
      expect((await exchange(app, approved)).status).toBe(isOpen ? 200 : 401)
      expect((await exchange(app, approved)).status).toBe(401)
    }
    const [counts] = await server.query(
      `SELECT count(*) FILTER (WHERE state = 'used') AS used,
        count(*) FILTER (WHERE kind = 'access') AS issued FROM oauth_tokens`,
    )
    expect(counts?.issued).toBe(counts?.used)
    expect(Number(counts?.issued)).toBe(exchanged.length)
  } finally {
    isOver = true
    await app.close()
    await store.close()
    await server.stop()
  }
}, 600_000)

function exchange(
  { origin, consumer }: ProviderApp,
  { token, verifier }: { readonly token: Key; readonly verifier: string },
): Promise<Response> {
  const request = { method: 'POST', url: `${origin}/oauth/access_token` }
  return send(request, { consumer, token }, { verifier })
}

function tokenIn(text: string): Key {
  const issued = new URLSearchParams(text)
  return { key: issued.get('oauth_token') ?? '', secret: issued.get('oauth_token_secret') ?? '' }
}
