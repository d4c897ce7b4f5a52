// npm run measure -- growth: how long `authenticate` takes on small stores and on stores with millions of records.
import { mkdirSync, writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { signRequest } from '@oauthplus/core'
import { memoryStore } from '@oauthplus/server'
import type { Provider, ProviderRequest, Store } from '@oauthplus/server'

import { drawPlot } from '../../bench/plot.mjs'
import { fillStore } from './fill-store.js'
import { openStore } from './open-store.js'
import { CONSUMER, neutral, PUBLIC_URL, raceProvider } from './race-provider.js'
import type { Key } from './race-provider.js'
import { STORE_KINDS } from './store-kinds.js'

const MILLION = Number(process.env.GROWTH_MILLION ?? 1_000_000)
const SIZES = [
  { name: '1 thousand nonces', nonces: 1000, tokens: 0 },
  { name: '1 million nonces', nonces: MILLION, tokens: 0 },
  { name: '1 million nonces and 1 million tokens', nonces: MILLION, tokens: MILLION },
] as const
const ROUNDS = 20
const REQUESTS_A_ROUND = 100
const WARM_UP_ROUNDS = 3
const PLOT = new URL('../../docs/guide/stores/', import.meta.url)

interface Filled {
  readonly provider: Provider<{ readonly id: string }>
  readonly token: Key
  stop(): Promise<void>
}

/** The medians of one kind of store, in milliseconds, in the order of the sizes. */
interface Row {
  readonly name: string
  readonly medians: readonly number[]
}

const kinds = [
  { name: 'memory', start: async () => ({ url: 'memory:', stop: async () => Promise.resolve() }) },
  // The growth of a split store is that of its two parts.
  ...STORE_KINDS.filter(({ name }) => !name.endsWith('-and-redis')),
]
const rows: Row[] = []
for (const { name, start } of kinds) {
  const filled: Filled[] = []
  for (const size of SIZES) {
    const { url, stop } = await start()
    const store = url === 'memory:' ? roomyMemoryStore() : openStore(url)
    filled.push(await filledProvider(store, { url, stop, ...size }))
  }
  const row = { name, medians: await mediansOf(filled) }
  for (const { stop } of filled) await stop()
  console.info(line(row))
  rows.push(row)
}

console.info(`\n| store | ${SIZES.map(({ name }) => name).join(' | ')} |`)
console.info(rows.map(line).join('\n'))
console.info(`memory store, bytes an entry: ${JSON.stringify(await bytesInMemory())}`)
mkdirSync(PLOT, { recursive: true })
writeFileSync(
  new URL('growth.svg', PLOT),
  drawPlot({
    title: 'authenticate, by what the store holds, against the same store with 1 thousand nonces',
    baseline: { name: SIZES[0].name },
    rows: rows.flatMap(({ name, medians: [small = 0, ...large] }) =>
      large.map((median, index) => ({
        name: `${name}: ${SIZES[index + 1]?.name}`,
        ratio: median / small,
      })),
    ),
  }),
)

function roomyMemoryStore(): Store {
  return memoryStore({ maxNonces: 2_000_000, maxAccessTokens: 2_000_000 })
}

async function filledProvider(
  store: ReturnType<typeof openStore> | Store,
  size: {
    readonly url: string
    readonly nonces: number
    readonly tokens: number
    readonly stop: () => Promise<void>
  },
): Promise<Filled> {
  if ('migrate' in store) await store.migrate()
  const provider = raceProvider(store)
  await provider.consumers.register({ ...CONSUMER, name: 'Printer', callbacks: ['oob'] })
  const owner = { consumerKey: CONSUMER.key, userId: 'jane', scopes: ['photos'] }
  const token = await provider.tokens.issue(owner)
  const saved = (await store.findCredentials(CONSUMER.key, token.key)).token
  if (saved?.kind !== 'access') throw new Error('the token is not there')
  await fillStore(store, size.url, { nonces: size.nonces, tokens: size.tokens, token: saved })
  return {
    provider,
    token,
    async stop() {
      if ('close' in store) await store.close()
      await size.stop()
    },
  }
}

/** Asks each in turn, so that what disturbs the machine disturbs all of them. */
async function mediansOf(filled: readonly Filled[]): Promise<readonly number[]> {
  const times: number[][] = filled.map(() => [])
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const [index, { provider, token }] of filled.entries()) {
      for (const request of await signedRequests(token)) {
        const began = performance.now()
        const result = await provider.authenticate(request)
        const took = performance.now() - began
        if (!result.ok) throw new Error(`a request was refused: ${result.problem.code}`)
        if (round >= 0) times[index]?.push(took)
      }
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0)
}

function signedRequests(token: Key): Promise<readonly ProviderRequest[]> {
  return Promise.all(
    Array.from({ length: REQUESTS_A_ROUND }, async () =>
      neutral(
        await signRequest(
          { method: 'GET', url: `${PUBLIC_URL}/photos` },
          { consumer: CONSUMER, token },
        ),
      ),
    ),
  )
}

/** Writes a row of a table in Markdown. */
function line({ name, medians: [small = 0, ...large] }: Row): string {
  const ratios = large.map(
    (median) => `${milliseconds(median)}, ${(median / small).toFixed(2)} times`,
  )
  return `| ${[name, milliseconds(small), ...ratios].join(' | ')} |`
}

function milliseconds(value: number): string {
  return `${value.toPrecision(3)} ms`
}

async function bytesInMemory(): Promise<{ readonly nonce: number; readonly token: number }> {
  setFlagsFromString('--expose-gc')
  const store = roomyMemoryStore()
  const provider = raceProvider(store)
  await provider.consumers.register({ ...CONSUMER, name: 'Printer', callbacks: ['oob'] })
  const owner = { consumerKey: CONSUMER.key, userId: 'jane', scopes: ['photos'] }
  const { key } = await provider.tokens.issue(owner)
  const token = (await store.findCredentials(CONSUMER.key, key)).token
  if (token?.kind !== 'access') throw new Error('the token is not there')
  const fill = async (amount: { readonly nonces: number; readonly tokens: number }) => {
    const before = usedBytes()
    await fillStore(store, 'memory:', { ...amount, token })
    return Math.round((usedBytes() - before) / MILLION)
  }
  return {
    nonce: await fill({ nonces: MILLION, tokens: 0 }),
    token: await fill({ nonces: 0, tokens: MILLION }),
  }
}

function usedBytes(): number {
  runInNewContext('gc()')
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
