import { fileURLToPath } from 'node:url'

import { signRequest } from '@oauthplus/core'
import type { Credentials, SignedRequest } from '@oauthplus/core'
import { redisStore } from '@oauthplus/store-redis'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { buildProgram } from '../../../test/build-program.js'
import { startListening } from '../../../test/interop/listening-process.js'
import { fetchSigned } from '../../../test/provider-app.js'
import { requireRedis, startRedis, startRedisCluster, until } from '../../../test/servers/redis.js'
import type { RedisServer } from '../../../test/servers/redis.js'

const IS_FULL = process.env.PROVE === 'full'
// The full proof is about these durations: how long an outage lasts, and what memory does afterwards.
const FULL_OUTAGE_MILLISECONDS = 10_000
const FULL_REST_MILLISECONDS = 60_000
const SENDERS = 8
const MOST_REPLAYED = IS_FULL ? 5000 : 160
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

interface Provider {
  readonly origin: string
  readonly statusOrigin: string
  readonly consumer: { readonly key: string; readonly secret: string }
  readonly token: { readonly key: string; readonly secret: string }
}

interface Status {
  readonly residentBytes: number
  readonly unhandled: readonly string[]
}

/** A request and its response. */
interface Answered {
  readonly signed: SignedRequest
  readonly isForged: boolean
  readonly sentAt: number
  readonly answeredAt: number
  readonly status: number
  readonly retryAfter: string | null
}

let stops: (() => Promise<void>)[] = []

beforeEach(requireRedis)

afterEach(async () => {
  for (const stop of stops.reverse()) await stop()
  stops = []
})

it.each([
  [
    'is stopped',
    300,
    (server: RedisServer) => server.halt(),
    (server: RedisServer) => server.resume(),
  ],
  [
    'is killed',
    300,
    (server: RedisServer) => server.halt('SIGKILL'),
    (server: RedisServer) => server.resume(),
  ],
  [
    'hangs',
    3 * SENDERS,
    async (server: RedisServer) => {
      server.freeze()
    },
    async (server: RedisServer) => {
      server.thaw()
    },
  ],
])(
  'while Redis %s under load there are only 503s, and afterwards all is as before',
  async (_what, refusals, stopRedis, resumeRedis) => {
    const server = await startRedis(['--appendfsync', 'always'])
    stops.push(() => server.stop())
    await outage(server.url, server, { refusals, stopRedis, resumeRedis })
  },
  300_000,
)

it('while one node of a Cluster hangs there are only 503s, and afterwards all is as before', async () => {
  const cluster = await startRedisCluster()
  stops.push(() => cluster.stop())
  const provider = await startProvider(cluster.url)
  const keys = await Promise.all(
    cluster.servers.map(async (node) => String(await node.command('KEYS', '*:consumer'))),
  )
  const node = cluster.servers[keys.findIndex((found) => found !== '')]
  if (!node) throw new Error('the Consumer is on no node')
  await outageOf(provider, node, {
    refusals: 3 * SENDERS,
    stopRedis: async (server) => {
      server.freeze()
    },
    resumeRedis: async (server) => {
      server.thaw()
    },
  })
}, 300_000)

it('connections to a Cluster that were given up while it hung are ended once it responds', async () => {
  const cluster = await startRedisCluster()
  stops.push(() => cluster.stop())
  const store = redisStore(cluster.url, { timeoutSeconds: 0.75 })
  stops.push(() => store.close())
  await store.migrate()
  const count = async (): Promise<number[]> => Promise.all(cluster.servers.map(connections))
  const before = await count()
  const isAnswered = async (): Promise<boolean> =>
    store.findConsumer('printer').then(
      () => true,
      () => false,
    )

  for (const server of cluster.servers) server.freeze()
  // Each gives up after a while without a response, and the next one connects again.
  let refused = 0
  await until(async () => {
    if (!(await isAnswered())) refused++
    return refused === 12
  })
  for (const server of cluster.servers) server.thaw()
  await until(isAnswered)

  await expect.poll(count, { timeout: 30_000, interval: 20 }).toEqual(before)
}, 60_000)

interface Change {
  /** How many requests are refused before it ends. A server that hangs is given up after a while each time. */
  readonly refusals: number
  readonly stopRedis: (server: RedisServer) => Promise<void>
  readonly resumeRedis: (server: RedisServer) => Promise<void>
}

async function outage(url: string, server: RedisServer, change: Change): Promise<void> {
  await outageOf(await startProvider(url), server, change)
}

async function startProvider(url: string): Promise<Provider> {
  const program = buildProgram('packages/store-redis/test/redis-provider.ts')
  const args = ['--expose-gc', program, url]
  const { endpoints, stop } = await startListening<Provider>(process.execPath, args, { cwd: ROOT })
  stops.push(stop)
  return endpoints
}

async function outageOf(provider: Provider, server: RedisServer, change: Change): Promise<void> {
  const load = startLoad(provider)
  await until(async () => load.answered.length > 100)
  // A process that has just started still grows to its size.
  if (IS_FULL) await pass(FULL_REST_MILLISECONDS)
  const before = await statusOf(provider)
  const connectionsBefore = await connections(server)

  await change.stopRedis(server)
  const stoppedAt = performance.now()
  const sinceStop = load.answered.length
  if (IS_FULL) await pass(FULL_OUTAGE_MILLISECONDS)
  else await until(async () => load.answered.length >= sinceStop + change.refusals)
  const resumesAt = performance.now()
  await change.resumeRedis(server)
  const resumedAt = performance.now()

  const isWellAgain = () => load.answered.slice(-50).every(isAsItShouldBe)
  const countBefore = load.answered.length
  await until(async () => load.answered.length > countBefore + 100 && isWellAgain())
  const wellAgainAt = performance.now()
  if (IS_FULL) await pass(FULL_REST_MILLISECONDS)
  const answered = await load.end()

  const during = answered.filter(
    ({ sentAt, answeredAt }) => sentAt > stoppedAt && answeredAt < resumesAt,
  )
  expect(during.length).toBeGreaterThan(0)
  expect(during.filter(({ status }) => status !== 503)).toEqual([])
  expect(during.filter(({ retryAfter }) => !Number(retryAfter))).toEqual([])
  // Requests at the edges may have seen either state.
  expect(answered.filter((one) => one.status !== 503 && !isAsItShouldBe(one))).toEqual([])
  expect(answered.slice(-50).every(isAsItShouldBe)).toBe(true)

  // An accepted request is not accepted again, and one that was refused without Redis is accepted once at most.
  const wrong = await replayed(answered)
  expect(wrong).toBe(0)
  const after = await statusOf(provider)
  expect(after.unhandled).toEqual([])
  expect(await connections(server)).toBe(connectionsBefore)
  const growth = after.residentBytes / before.residentBytes - 1
  if (IS_FULL) expect(growth).toBeLessThan(0.1)
  console.log(
    `${answered.length} requests, ${during.length} during the outage (all 503), well again ${Math.round(wellAgainAt - resumedAt)} ms after it, memory ${(growth * 100).toFixed(1)} %, ${connectionsBefore} connections`,
  )
}

function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function isAsItShouldBe({ isForged, status }: Answered): boolean {
  return status === (isForged ? 401 : 200)
}

/** Sends requests, one in eight with a wrong signature, until it is ended. */
function startLoad(provider: Provider): {
  readonly answered: readonly Answered[]
  end(): Promise<readonly Answered[]>
} {
  const { origin, consumer, token } = provider
  const answered: Answered[] = []
  let isEnded = false
  const senders = Array.from({ length: SENDERS }, async (_none, index) => {
    const isForged = index === 0
    const credentials: Credentials = {
      consumer,
      token: isForged ? { ...token, secret: 'wrong' } : token,
    }
    while (!isEnded) {
      const signed = await signRequest({ method: 'GET', url: `${origin}/echo` }, credentials)
      const sentAt = performance.now()
      const response = await fetchSigned(signed)
      await response.arrayBuffer()
      const { status } = response
      const retryAfter = response.headers.get('retry-after')
      const answeredAt = performance.now()
      answered.push({ signed, isForged, sentAt, answeredAt, status, retryAfter })
      // The load is part of the proof: without a pause, refusals would be most of it.
      if (status === 503) await pass(5)
    }
  })
  return {
    answered,
    async end() {
      isEnded = true
      await Promise.all(senders)
      return answered
    },
  }
}

/** Sends the requests again, twice after a 503; counts the ones that are accepted a second time. */
async function replayed(answered: readonly Answered[]): Promise<number> {
  const isRecent = Date.now() / 1000 - 250
  const some = answered.filter(({ signed, isForged }) => {
    const timestamp = /oauth_timestamp="(\d+)"/.exec(String(signed.headers))
    return !isForged && Number(timestamp?.[1]) > isRecent
  })
  let wrong = 0
  const left = some.slice(-MOST_REPLAYED)
  const replayEach = async (): Promise<void> => {
    for (let one = left.pop(); one; one = left.pop()) {
      const first = (await fetchSigned(one.signed)).status
      const second = (await fetchSigned(one.signed)).status
      if (one.status === 200 && first !== 401) wrong++
      if (second !== 401) wrong++
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, replayEach))
  return wrong
}

async function statusOf({ statusOrigin }: Provider): Promise<Status> {
  return (await (await fetch(statusOrigin)).json()) as Status
}

/** Counts the connections of others. */
async function connections(server: RedisServer): Promise<number> {
  const list = String(await server.command('CLIENT', 'LIST', 'TYPE', 'NORMAL'))
  return list.trim().split('\n').length - 1
}
