import { signRequest } from '@oauthplus/core'
import type { SignedRequest } from '@oauthplus/core'
import type { DurableStore, Provider } from '@oauthplus/server'
import { describe, expect, it, onTestFinished } from 'vitest'

import { seededRandom, shuffled } from './delayed-store.js'
import { openStore } from './open-store.js'
import { RACE_PROCESSES, startRaceProcesses } from './race-processes.js'
import type { RaceProcesses } from './race-processes.js'
import { CONSUMER, neutral, PUBLIC_URL, raceProvider, signedForToken } from './race-provider.js'
import type { Key, RaceCall, RaceOutcome } from './race-provider.js'
import { IS_FULL, STORE_KINDS } from './store-kinds.js'
import type { StorePlace } from './store-kinds.js'

const REQUESTS = IS_FULL ? 1000 : 10
const REPLAYS_IN_EACH = 5
const REPLAYS = REPLAYS_IN_EACH * RACE_PROCESSES
const TOKENS = IS_FULL ? 1000 : 25
const TIMEOUT_MILLISECONDS = IS_FULL ? 1_800_000 : 60_000

interface Race {
  readonly place: StorePlace
  readonly provider: Provider<{ readonly id: string }>
  processes: RaceProcesses
}

describe.each(STORE_KINDS)('four processes on one $name', ({ name, require, start }) => {
  it(
    'accept each request once, issue each token once, and decide once, at full speed and delayed, and after a crash',
    async (test) => {
      require(test)
      const race = await startRace(await start())
      const requests: SignedRequest[] = []
      for (const seed of [undefined, 1_000_000]) {
        const round = await startRound(race, seed)
        console.info(`race on ${name}`, round.figures)
        requests.push(...round.requests)
      }

      await race.processes.kill()
      await race.place.crash()
      race.processes = await startRaceProcesses(race.place.url)
      const afterwards = await replay(race, { requests, seed: undefined })
      expect(tally(afterwards)).toEqual({ nonce_used: requests.length * REPLAYS })
    },
    TIMEOUT_MILLISECONDS,
  )
})

async function startRace(place: StorePlace): Promise<Race> {
  onTestFinished(() => place.stop())
  const store: DurableStore = openStore(place.url)
  onTestFinished(() => store.close())
  await store.migrate()
  const provider = raceProvider(store)
  await provider.consumers.register({ ...CONSUMER, name: 'Printer', callbacks: ['oob'] })
  const race = { place, provider, processes: await startRaceProcesses(place.url) }
  onTestFinished(() => race.processes.kill())
  return race
}

/** Lets the processes race for everything; with a seed, each call of a store is delayed. */
async function startRound(race: Race, seed: number | undefined) {
  const isDelayed = seed !== undefined
  const figures: Record<string, unknown> = { delayed: isDelayed }
  const timed = async <Result>(what: string, act: () => Promise<Result>): Promise<Result> => {
    const began = performance.now()
    const result = await act()
    figures[`${what}, seconds`] = Math.round((performance.now() - began) / 100) / 10
    return result
  }
  const owner = await race.provider.tokens.issue({
    consumerKey: CONSUMER.key,
    userId: 'jane',
    scopes: ['photos'],
  })
  const requests = await signedRequests(owner)
  const replays = await timed('replays', () => replay(race, { requests, seed }))
  figures.replays = tally(replays)
  expect(tally(replays)).toEqual({ ok: REQUESTS, nonce_used: REQUESTS * (REPLAYS - 1) })

  figures.decisions = await timed('decisions', () => decide(race, seed))
  const approved = await fewAtOnce(TOKENS, (index) =>
    approvedToken(race.provider, `user ${isDelayed} ${index}`),
  )
  const exchanges = await timed('exchanges', () => exchange(race, { approved, seed }))
  figures.exchanges = tally(exchanges)
  expect(tally(exchanges)).toEqual({ ok: TOKENS, token_used: TOKENS * (RACE_PROCESSES - 1) })
  const bodies = exchanges.filter(({ told }) => told === 'ok').map(({ body }) => body)
  expect(new Set(bodies.map((body) => tokenIn(body).key)).size).toBe(TOKENS)
  figures.renewals = await timed('renewals', () => renew(race, { bodies, seed }))
  figures.busy = [...replays, ...exchanges].filter(({ attempts }) => attempts > 1).length
  return { requests, figures }
}

function signedRequests(token: Key): Promise<SignedRequest[]> {
  const request = { method: 'GET', url: `${PUBLIC_URL}/photos` }
  return Promise.all(
    Array.from({ length: REQUESTS }, () => signRequest(request, { consumer: CONSUMER, token })),
  )
}

/** Sends each request five times in each process. */
async function replay(
  race: Race,
  { requests, seed }: { requests: readonly SignedRequest[]; seed: number | undefined },
): Promise<readonly RaceOutcome[]> {
  const repeated = Array.from({ length: REPLAYS_IN_EACH }, () => requests).flat()
  const contests = repeated.map((authenticate) => () => ({ authenticate }))
  return (await contend(race, { contests, seed })).flat()
}

/** Lets two processes approve what the two others deny: one of the four decides. */
async function decide(race: Race, seed: number | undefined) {
  const decisions = await fewAtOnce(
    TOKENS,
    async (index) => (await pending(race.provider, `user ${index}`)).decision,
  )
  const contests = decisions.map(
    (decision, index): Contest =>
      (process) =>
        isFirstHalf(process, index) ? { approve: decision } : { deny: decision },
  )
  const told = await contend(race, { contests, seed })
  const approved = winners(told, 'ok').filter(isFirstHalf).length
  return { approved, denied: TOKENS - approved }
}

/** Lets every process exchange every request token, each time with a new signature. */
async function exchange(
  race: Race,
  { approved, seed }: { approved: readonly Approved[]; seed: number | undefined },
): Promise<readonly RaceOutcome[]> {
  const contests = approved.map(({ token, verifier }) => () => ({ exchange: token, verifier }))
  return (await contend(race, { contests, seed })).flat()
}

/** Lets two processes renew tokens that the two others revoke: in any order, no token is left. */
async function renew(
  race: Race,
  { bodies, seed }: { bodies: readonly string[]; seed: number | undefined },
) {
  const contests = bodies.map((body, index): Contest => {
    const handle = new URLSearchParams(body).get('oauth_session_handle') ?? ''
    const token = tokenIn(body)
    return (process) =>
      isFirstHalf(process, index) ? { renew: token, handle } : { revoke: token.key }
  })
  const told = await contend(race, { contests, seed })
  // A revocation that comes after the renewal revokes what the token was renewed to.
  winners(told, '1')
  const successors = told.flatMap((outcomes) => {
    const renewals = outcomes.filter((outcome) => outcome.told === 'ok')
    expect(renewals.length).toBeLessThanOrEqual(1)
    return renewals.map((renewal) => tokenIn(renewal.body))
  })
  for (const token of [...successors, ...bodies.map(tokenIn)]) {
    const request = { method: 'GET', url: `${PUBLIC_URL}/photos` }
    const signed = await signRequest(request, { consumer: CONSUMER, token })
    expect((await race.provider.authenticate(neutral(signed))).ok).toBe(false)
  }
  return { revoked: bodies.length, 'of these renewed before': successors.length }
}

/** The call of a process in a contest. */
type Contest = (process: number) => RaceCall

/** Lets all processes contend at once, each in another order; returns the results by contest. */
async function contend(
  { processes }: Race,
  { contests, seed }: { contests: readonly Contest[]; seed: number | undefined },
): Promise<readonly (readonly RaceOutcome[])[]> {
  const orders = Array.from({ length: RACE_PROCESSES }, (_none, process) =>
    shuffled([...contests.keys()], seededRandom((seed ?? 0) + process)),
  )
  const outcomes = await processes.run((process) => ({
    calls: (orders[process] ?? []).flatMap((index) => contests[index]?.(process) ?? []),
    seed: seed === undefined ? undefined : seed + process,
  }))
  const told: RaceOutcome[][] = contests.map(() => [])
  for (const [process, order] of orders.entries()) {
    for (const [position, index] of order.entries()) {
      const outcome = outcomes[process]?.[position]
      if (outcome) told[index]?.push(outcome)
    }
  }
  return told
}

/** Returns which of the four processes has succeeded in each contest; it must be only one. */
function winners(told: readonly (readonly RaceOutcome[])[], success: string): readonly number[] {
  return told.map((outcomes) => {
    const succeeded = [...outcomes.keys()].filter((process) => outcomes[process]?.told === success)
    expect([outcomes.length, succeeded.length]).toEqual([RACE_PROCESSES, 1])
    return succeeded[0] ?? -1
  })
}

/** Halves the processes, from one contest to the next another way, so that both halves are as fast. */
function isFirstHalf(process: number, contest: number): boolean {
  return (process + contest) % 2 === 0
}

interface Approved {
  readonly token: Key
  readonly verifier: string
}

async function approvedToken(provider: Race['provider'], userId: string): Promise<Approved> {
  const { token, decision } = await pending(provider, userId)
  const result = await provider.authorization.approve(decision)
  const verifier = /id="oauth_verifier"[^>]*>([^<]+)</.exec(result.response.body)?.[1] ?? ''
  return { token, verifier }
}

async function pending(provider: Race['provider'], userId: string) {
  const signed = await signedForToken('request_token', undefined, { callback: 'oob' })
  const token = tokenIn((await provider.requestToken(neutral(signed))).response.body)
  const input = { tokenKey: token.key, userId }
  const loaded = await provider.authorization.load(input)
  if (!loaded.ok) throw new Error(`the consent page was refused: ${loaded.problem.code}`)
  return { token, decision: { ...input, csrf: loaded.consent.csrf } }
}

/** Does something often, as often at once as a pool has connections. */
async function fewAtOnce<Result>(
  count: number,
  act: (index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let begun = 0
  const worker = async (): Promise<void> => {
    while (begun < count) {
      const index = begun++
      results[index] = await act(index)
    }
  }
  await Promise.all(Array.from({ length: 10 }, worker))
  return results
}

function tokenIn(body: string): Key {
  const issued = new URLSearchParams(body)
  return { key: issued.get('oauth_token') ?? '', secret: issued.get('oauth_token_secret') ?? '' }
}

function tally(outcomes: readonly RaceOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { told } of outcomes) counts[told] = (counts[told] ?? 0) + 1
  return counts
}
