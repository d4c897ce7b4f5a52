import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { signRequest } from '@oauthplus/core'
import type { SignedRequest } from '@oauthplus/core'
import { postgresStore } from '@oauthplus/store-postgres'
import { expect, it } from 'vitest'

import { accessToken, fetchSigned, startProviderApp } from '../../../test/provider-app.js'
import { requirePostgres, startPostgres } from '../../../test/servers/postgres.js'
import type { PostgresServer } from '../../../test/servers/postgres.js'
import { until } from '../../../test/servers/redis.js'

const IS_FULL = process.env.PROVE === 'full'
// The full proof is about these durations; otherwise the test waits for what it observes.
const OUTAGE_MILLISECONDS = 10_000
const QUIET_MILLISECONDS = 60_000
const WORKERS = 8
const MOST_KEPT = 1000

it('responds only with 503 while PostgreSQL is stopped, and then works as before', async (test) => {
  requirePostgres(test)
  const server = await startPostgres()
  const store = postgresStore(server.url)
  await store.migrate()
  const app = await startProviderApp({ store })
  const token = await accessToken(app)
  const { consumer, origin } = app
  // Those that were accepted, and those whose nonce may or may not have been recorded.
  const accepted: SignedRequest[] = []
  const doubtful: SignedRequest[] = []
  let phase: 'before' | 'during' | 'recovering' = 'before'
  let isOver = false
  let acceptedTwice = 0
  const seen = { before: tally(), during: tally(), recovering: tally() }

  async function statusOf(signed: SignedRequest): Promise<number> {
    const began = phase
    const answer = await fetchSigned(signed)
    await answer.arrayBuffer()
    expect([200, 401, 503]).toContain(answer.status)
    if (answer.status === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    if (began === phase) seen[began].set(answer.status, (seen[began].get(answer.status) ?? 0) + 1)
    return answer.status
  }

  async function load(): Promise<void> {
    while (!isOver) {
      const signed = await signRequest(
        { method: 'GET', url: `${origin}/echo` },
        { consumer, token },
      )
      const first = await statusOf(signed)
      const second = await statusOf(signed)
      if (first === 200 && second === 200) acceptedTwice++
      const kept = first === 200 || second === 200 ? accepted : doubtful
      if (kept.length < MOST_KEPT) kept.push(signed)
    }
  }

  try {
    const workers = Promise.all(Array.from({ length: WORKERS }, load))
    await until(async () => count(seen.before, 200) >= (IS_FULL ? 5000 : 100))
    const before = { connections: await connectionsTo(server), bytes: residentBytes() }
    await server.halt()
    phase = 'during'
    if (IS_FULL) await pass(OUTAGE_MILLISECONDS)
    else await until(async () => count(seen.during, 503) >= 100)
    phase = 'recovering'
    await server.resume()
    await until(async () => count(seen.recovering, 200) >= 100)
    if (IS_FULL) await pass(QUIET_MILLISECONDS)
    const after = { connections: await connectionsTo(server), bytes: residentBytes() }
    isOver = true
    await workers
    console.info('PostgreSQL stopped under load', { ...seen, before, after })

    expect([...seen.during.keys()]).toEqual([503])
    expect(acceptedTwice).toBe(0)
    // Each worker has one connection at most, even if some had none before.
    expect(after.connections).toBeLessThanOrEqual(Math.max(before.connections, WORKERS))
    if (IS_FULL) expect(after.bytes).toBeLessThan(before.bytes * 1.1)
    for (const signed of accepted) expect(await statusOf(signed)).toBe(401)
    for (const signed of doubtful) {
      await statusOf(signed)
      expect(await statusOf(signed)).toBe(401)
    }
  } finally {
    isOver = true
    await app.close()
    await store.close()
    await server.stop()
  }
}, 180_000)

type Tally = Map<number, number>

function tally(): Tally {
  return new Map()
}

function count(statuses: Tally, status: number): number {
  return statuses.get(status) ?? 0
}

function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function connectionsTo(server: PostgresServer): Promise<number> {
  const [row] = await server.query(
    `SELECT count(*) FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  )
  return Number(row?.count)
}

function residentBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  return process.memoryUsage().rss
}
