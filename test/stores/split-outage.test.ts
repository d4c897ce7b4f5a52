import { signRequest } from '@oauthplus/core'
import type { SignedRequest } from '@oauthplus/core'
import { splitStore } from '@oauthplus/server'
import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'
import { expect, it, onTestFinished } from 'vitest'

import { accessToken, fetchSigned, startProviderApp } from '../provider-app.js'
import { requirePostgres, startPostgres } from '../servers/postgres.js'
import { requireRedis, startRedis, until } from '../servers/redis.js'

const IS_FULL = process.env.PROVE === 'full'
const WORKERS = 8
const ANSWERS_IN_A_PHASE = IS_FULL ? 5000 : 100
// A server that hangs lets each request wait for its timeout.
const ANSWERS_WHILE_IT_HANGS = 3 * WORKERS
const MOST_KEPT = 1000

/** An outage of one of the two servers. */
interface Outage {
  readonly name: string
  readonly answers: number
  begin(): Promise<void>
  end(): Promise<void>
}

/** A request that was sent twice, and the two statuses. */
interface Sent {
  readonly signed: SignedRequest
  readonly phase: string
  readonly statuses: readonly [number, number]
}

it('a split store responds only with 503 while either of its servers is down, and then works as before', async (test) => {
  requirePostgres(test)
  requireRedis(test)
  const postgres = await startPostgres()
  onTestFinished(() => postgres.stop())
  const redis = await startRedis(['--appendfsync', 'always'])
  onTestFinished(() => redis.stop())
  const timeoutSeconds = 0.5
  const store = splitStore({
    records: postgresStore(postgres.url, { timeoutSeconds }),
    nonces: redisStore(redis.url, { timeoutSeconds }),
  })
  onTestFinished(() => store.close())
  await store.migrate()
  const app = await startProviderApp({ store })
  onTestFinished(() => app.close())
  const outages: readonly Outage[] = [
    {
      name: 'Redis is killed',
      answers: ANSWERS_IN_A_PHASE,
      begin: () => redis.halt('SIGKILL'),
      end: () => redis.resume(),
    },
    {
      name: 'Redis hangs',
      answers: ANSWERS_WHILE_IT_HANGS,
      begin: async () => {
        redis.freeze()
      },
      end: async () => {
        redis.thaw()
      },
    },
    {
      name: 'PostgreSQL is stopped',
      answers: ANSWERS_IN_A_PHASE,
      begin: () => postgres.halt(),
      end: () => postgres.resume(),
    },
  ]

  const { consumer, origin } = app
  const token = await accessToken(app)
  const sent: Sent[] = []
  let phase = 'at first'
  let isOver = false
  const load = async (): Promise<void> => {
    while (!isOver) {
      const began = phase
      const signed = await signRequest(
        { method: 'GET', url: `${origin}/echo` },
        { consumer, token },
      )
      const statuses = [await readStatus(signed), await readStatus(signed)] as const
      sent.push({ signed, statuses, phase: began === phase ? phase : 'between' })
    }
  }
  const countIn = (name: string, status: number): number =>
    sent.filter((one) => one.phase === name && one.statuses[0] === status).length

  const workers = Promise.all(Array.from({ length: WORKERS }, load))
  try {
    await until(async () => countIn('at first', 200) >= ANSWERS_IN_A_PHASE)
    for (const { name, answers, begin, end } of outages) {
      phase = `before ${name}`
      await begin()
      phase = name
      await until(async () => countIn(name, 503) >= answers)
      phase = `after ${name}`
      await end()
      await until(async () => countIn(`after ${name}`, 200) >= ANSWERS_IN_A_PHASE)
    }
  } finally {
    isOver = true
    await workers
  }

  for (const { name } of outages) {
    const during = sent.filter((one) => one.phase === name)
    expect(new Set(during.flatMap(({ statuses }) => statuses))).toEqual(new Set([503]))
    console.info(`a split store while ${name}: ${2 * during.length} answers, all 503`)
  }
  expect(sent.filter(({ statuses: [first, second] }) => first === 200 && second === 200)).toEqual(
    [],
  )
  // An accepted request is not accepted again, and a request in doubt is accepted once at most.
  for (const { signed, statuses } of sent.slice(-MOST_KEPT)) {
    const again = await readStatus(signed)
    if (statuses.includes(200)) expect(again).toBe(401)
    expect(await readStatus(signed)).toBe(401)
  }
}, 180_000)

async function readStatus(signed: SignedRequest): Promise<number> {
  const response = await fetchSigned(signed)
  await response.arrayBuffer()
  expect([200, 401, 503]).toContain(response.status)
  if (response.status === 503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  return response.status
}
