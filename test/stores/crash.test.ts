import { fork } from 'node:child_process'
import { once } from 'node:events'

import { signRequest } from '@oauthplus/core'
import type { SignedRequest } from '@oauthplus/core'
import type { DurableStore } from '@oauthplus/server'
import { expect, it, onTestFinished } from 'vitest'

import { buildProgram } from '../build-program.js'
import {
  approvedRequestToken,
  fetchSigned,
  problemCode,
  send,
  startProviderApp,
} from '../provider-app.js'
import type { ProviderApp } from '../provider-app.js'
import { freePort } from '../servers/free-port.js'
import { until } from '../servers/redis.js'
import { openStore } from './open-store.js'
import { IS_FULL, STORE_KINDS } from './store-kinds.js'
import type { StorePlace } from './store-kinds.js'

const CRASHES = IS_FULL ? 50 : 2
const WORKERS = 6
const FLOWS_BETWEEN = 12
const TIMEOUT_MILLISECONDS = 600_000

interface Key {
  readonly key: string
  readonly secret: string
}

/** A provider on a store, and the crash that one of the two survives. */
interface Crashing {
  readonly app: Pick<ProviderApp, 'origin' | 'consumer'>
  readonly store: DurableStore
  crash(): Promise<void>
}

interface Exchange {
  readonly token: Key
  readonly verifier: string
}

const LOCAL = STORE_KINDS.filter(({ name }) => !name.startsWith('redis'))
const WITH_SERVER = STORE_KINDS.filter(({ name }) => name.startsWith('postgres'))

it.for(LOCAL)(
  'keeps every token that it returned, and exchanges none twice, when the process is killed: $name',
  { timeout: TIMEOUT_MILLISECONDS },
  async (kind, test) => {
    kind.require(test)
    const crashing = await crashingProcess(await kind.start())
    console.info(`process on ${kind.name} killed`, await survive(crashing))
  },
)

it.for(WITH_SERVER)(
  'keeps every token that it returned, and exchanges none twice, when the server is killed: $name',
  { timeout: TIMEOUT_MILLISECONDS },
  async (kind, test) => {
    kind.require(test)
    const crashing = await crashingServer(await kind.start())
    console.info(`${kind.name} killed`, await survive(crashing))
  },
)

async function crashingProcess(place: StorePlace): Promise<Crashing> {
  const store = await migratedStore(place)
  const { consumer, close } = await startProviderApp({ store })
  await close()
  const port = await freePort()
  const file = buildProgram('test/stores/crash-process.ts')
  const start = async () => {
    const child = fork(file, [place.url, String(port)], { execArgv: [] })
    await once(child, 'message')
    return child
  }
  let child = await start()
  const kill = async (): Promise<void> => {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return {
    app: { origin: `http://127.0.0.1:${port}`, consumer },
    store,
    async crash() {
      await kill()
      child = await start()
    },
  }
}

async function crashingServer(place: StorePlace): Promise<Crashing> {
  const store = await migratedStore(place)
  const app = await startProviderApp({ store })
  onTestFinished(() => app.close())
  return { app, store, crash: () => place.crash() }
}

async function migratedStore(place: StorePlace): Promise<DurableStore> {
  onTestFinished(() => place.stop())
  const store = openStore(place.url)
  onTestFinished(() => store.close())
  await store.migrate()
  return store
}

/** Continues flows through crashes, and then checks every result that clients received. */
async function survive({ app, store, crash }: Crashing) {
  const told: Key[] = []
  const accepted: SignedRequest[] = []
  const exchanged: Exchange[] = []
  let isOver = false
  let running: Promise<void> = Promise.resolve()

  async function flows(): Promise<void> {
    while (!isOver) {
      // Some step meets the crash; its flow begins again when the process is back.
      const approved = await approvedRequestToken(app).catch(() => undefined)
      if (!approved?.verifier) {
        await running
        continue
      }
      exchanged.push(approved)
      const token = await exchange(app, approved).catch(() => undefined)
      if (!token) continue
      told.push(token)
      const echo = await signedEcho(app, token)
      const answer = await fetchSigned(echo).catch(() => undefined)
      if (answer?.status === 200) accepted.push(echo)
    }
  }

  const workers = Promise.all(Array.from({ length: WORKERS }, flows))
  try {
    for (let crashes = 0; crashes < CRASHES; crashes++) {
      const before = told.length
      await until(async () => told.length >= before + FLOWS_BETWEEN)
      running = crash()
      await running
    }
  } finally {
    isOver = true
    await workers
  }

  // The store may still be connecting again: its provider responds with 503 until then.
  await until(async () => {
    const approved = await approvedRequestToken(app).catch(() => undefined)
    return approved?.verifier !== undefined && approved.verifier !== ''
  })
  expect(new Set(told.map(({ key }) => key)).size).toBe(told.length)
  for (const token of told) {
    expect((await fetchSigned(await signedEcho(app, token))).status).toBe(200)
  }
  for (const echo of accepted) expect(await problemCode(await fetchSigned(echo))).toBe('nonce_used')
  let unanswered = 0
  for (const approved of exchanged) {
    // Without a response, the exchange may not have happened: then it may happen now, once.
    const isOpen = (await store.findRequestToken(approved.token.key))?.state === 'approved'
    if (isOpen) unanswered++
    expect((await exchange(app, approved)) !== undefined).toBe(isOpen)
    expect(await exchange(app, approved)).toBeUndefined()
  }
  expect(await countAccessTokens(store)).toBe(exchanged.length)
  return {
    crashes: CRASHES,
    told: told.length,
    lost: 0,
    'not told of, and exchanged': exchanged.length - told.length - unanswered,
    'not told of, and not exchanged': unanswered,
    accepted: accepted.length,
    replayed: 0,
  }
}

/** Exchanges a request token; `undefined` if that was refused. */
async function exchange(
  { origin, consumer }: Crashing['app'],
  { token, verifier }: Exchange,
): Promise<Key | undefined> {
  const request = { method: 'POST', url: `${origin}/oauth/access_token` }
  const answer = await send(request, { consumer, token }, { verifier })
  const issued = new URLSearchParams(await answer.text())
  if (answer.status !== 200) return undefined
  return { key: issued.get('oauth_token') ?? '', secret: issued.get('oauth_token_secret') ?? '' }
}

function signedEcho({ origin, consumer }: Crashing['app'], token: Key): Promise<SignedRequest> {
  return signRequest({ method: 'GET', url: `${origin}/echo` }, { consumer, token })
}

async function countAccessTokens(store: DurableStore): Promise<number> {
  let count = 0
  let after: string | undefined
  for (;;) {
    const page = await store.listAccessTokens({}, { after, limit: 1000 })
    if (page.length === 0) return count
    count += page.length
    after = page.at(-1)?.key
  }
}
