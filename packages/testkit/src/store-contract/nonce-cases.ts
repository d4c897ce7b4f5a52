import type { Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import {
  findToken,
  LIFETIME_SECONDS,
  makeNonce,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { repeatConcurrently, countOutcomes } from './run-concurrently.js'

/**
 * Promises about nonces: each is recorded once, with the last use of the token, at any time and with
 * any token.
 */
export const nonceCases: readonly StoreCase[] = [
  {
    name: 'a nonce is recorded once',
    async run(store, nowSeconds) {
      const nonce = makeNonce(nowSeconds)
      assertEqual(await store.recordNonce(nonce), 'recorded', 'the first call')
      assertEqual(await store.recordNonce(nonce), 'used', 'the second call')
      assertEqual(await store.recordNonce(nonce), 'used', 'the third call')
    },
  },
  {
    name: 'a nonce stays used for a call with another token or at another time',
    async run(store, nowSeconds) {
      const { key } = await saveAccessToken(store, nowSeconds)
      const nonce = makeNonce(nowSeconds)
      assertEqual(await store.recordNonce(nonce), 'recorded', 'the first call')
      for (const passed of [0, 1, LIFETIME_SECONDS - 1]) {
        const replay = { ...nonce, accessTokenKey: key, nowSeconds: nowSeconds + passed }
        assertEqual(await store.recordNonce(replay), 'used', `a replay after ${passed} seconds`)
      }
    },
  },
  {
    name: 'nonces with different digests are independent',
    async run(store, nowSeconds) {
      const digests = ['digest', 'Digest', 'digest=', 'other', '__proto__', 'constructor', 'a:b']
      for (const digest of digests) {
        const outcome = await store.recordNonce(makeNonce(nowSeconds, { digest }))
        assertEqual(outcome, 'recorded', digest)
      }
      for (const digest of digests) {
        const outcome = await store.recordNonce(makeNonce(nowSeconds, { digest }))
        assertEqual(outcome, 'used', `${digest} once more`)
      }
    },
  },
  {
    name: 'a nonce is recorded by exactly one of 50 calls at the same moment',
    async run(store, nowSeconds) {
      for (const digest of ['first', 'second', 'third']) {
        const outcomes = await repeatConcurrently(50, () =>
          store.recordNonce(makeNonce(nowSeconds, { digest })),
        )
        assertEqual(
          countOutcomes(outcomes),
          { recorded: 1, used: 49 },
          `the outcomes for ${digest}`,
        )
      }
    },
  },
  {
    name: 'the last use of an access token is written with the nonce, once a minute',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds)
      const idle = await saveAccessToken(store, nowSeconds, { key: 'idle' })
      // The minute starts at the stored use; an earlier clock writes nothing.
      for (const [passed, written] of [
        [7, 7],
        [0, 7],
        [66, 7],
        [67, 67],
        [126, 67],
        [200, 200],
      ] as const) {
        const nonce = makeNonce(nowSeconds + passed, {
          digest: `after ${passed}`,
          accessTokenKey: token.key,
        })
        assertEqual(await store.recordNonce(nonce), 'recorded', nonce.digest)
        const expected = { ...token, lastUsedAtSeconds: nowSeconds + written }
        assertEqual(await findToken(store, token.key), expected, `the token ${nonce.digest}`)
      }
      assertEqual(await findToken(store, idle.key), idle, 'the access token that was not used')
    },
  },
  {
    name: 'a nonce that was used leaves the last use as it was',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds)
      const nonce = makeNonce(nowSeconds, { accessTokenKey: token.key })
      assertEqual(await store.recordNonce(nonce), 'recorded', 'the first call')
      const replay = { ...nonce, nowSeconds: nowSeconds + 9 }
      assertEqual(await store.recordNonce(replay), 'used', 'the replay')
      const kept = { ...token, lastUsedAtSeconds: nowSeconds }
      assertEqual(await findToken(store, token.key), kept, 'the access token')
    },
  },
  {
    name: 'a nonce of no access token, or of an unknown one, is recorded and touches no token',
    async run(store, nowSeconds) {
      const access = await saveAccessToken(store, nowSeconds)
      const request = await saveRequestToken(store, nowSeconds)
      for (const accessTokenKey of [undefined, 'unknown', request.key]) {
        const nonce = makeNonce(nowSeconds, { digest: `of ${accessTokenKey}`, accessTokenKey })
        assertEqual(await store.recordNonce(nonce), 'recorded', nonce.digest)
        assertEqual(await store.recordNonce(nonce), 'used', `${nonce.digest} once more`)
      }
      assertEqual(await findToken(store, 'unknown'), undefined, 'the unknown token')
      assertEqual(await findToken(store, access.key), access, 'the access token')
      assertEqual(await store.findRequestToken(request.key), request, 'the request token')
    },
  },
  {
    name: 'a nonce is still live in its last second',
    async run(store, nowSeconds) {
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      const early = makeNonce(nowSeconds)
      assertEqual(await store.recordNonce(early), 'recorded', 'the early one')
      const late = makeNonce(lastSecond, { digest: 'late', expiresAtSeconds: lastSecond })
      assertEqual(await store.recordNonce(late), 'recorded', 'one in its last second')
      assertEqual(await store.recordNonce(late), 'used', 'its replay')
      const replay = { ...early, nowSeconds: lastSecond }
      assertEqual(await store.recordNonce(replay), 'used', 'the replay of the early one')
    },
  },
  {
    name: 'a nonce whose time has passed is refused, and writes no last use',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds)
      for (const late of [1, 2, LIFETIME_SECONDS]) {
        const nonce = makeNonce(nowSeconds + LIFETIME_SECONDS, {
          digest: `late by ${late}`,
          expiresAtSeconds: nowSeconds + LIFETIME_SECONDS - late,
          accessTokenKey: token.key,
        })
        assertEqual(await store.recordNonce(nonce), 'used', nonce.digest)
      }
      assertEqual(await findToken(store, token.key), token, 'the access token')
    },
  },
  {
    name: 'a nonce that was purged cannot be recorded again with an older clock',
    async run(store, nowSeconds) {
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      const nonce = makeNonce(nowSeconds)
      assertEqual(await store.recordNonce(nonce), 'recorded', 'the first call')
      await store.purge(lastSecond + 1)
      for (const clock of [lastSecond + 1, lastSecond, lastSecond - 1, nowSeconds]) {
        const replay = { ...nonce, nowSeconds: clock }
        const behind = lastSecond + 1 - clock
        assertEqual(await store.recordNonce(replay), 'used', `a clock ${behind} seconds behind`)
      }
    },
  },
  {
    name: 'a nonce that later calls have outlived cannot be recorded again with an older clock',
    async run(store, nowSeconds) {
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      const nonce = makeNonce(nowSeconds)
      assertEqual(await store.recordNonce(nonce), 'recorded', 'the first call')
      const later = makeNonce(lastSecond + 1, { digest: 'later' })
      assertEqual(await store.recordNonce(later), 'recorded', 'a later nonce')
      for (const clock of [lastSecond, nowSeconds, lastSecond + 1]) {
        const replay = { ...nonce, nowSeconds: clock }
        assertEqual(await store.recordNonce(replay), 'used', `a replay by the clock ${clock}`)
      }
      assertEqual(await store.recordNonce(later), 'used', 'the later nonce once more')
    },
  },
  {
    name: 'a replay is refused in every second, at both edges too, while purges run',
    run: replayWhilePurging,
  },
]

async function replayWhilePurging(store: Store, nowSeconds: number): Promise<void> {
  const window = 4
  // Starts a second later, so that the clock that is behind has a valid time.
  const start = nowSeconds + 1
  const clocks = Array.from({ length: 3 * window }, (_none, passed) => start + passed)
  // The nonce of each second is valid from a window before to a window after; one outlives them all.
  const nonces = [
    { digest: 'lasting', expiresAtSeconds: start + LIFETIME_SECONDS },
    ...clocks.map((clock) => ({ digest: `of ${clock}`, expiresAtSeconds: clock + window })),
  ]
  for (const clock of clocks) {
    const sent = nonces.slice(0, clock - start + 2)
    const recordAll = (seconds: number) =>
      Promise.all(sent.map((nonce) => store.recordNonce(makeNonce(seconds, nonce))))
    const [, outcomes] = await Promise.all([
      store.purge(clock),
      recordAll(clock),
      store.purge(clock),
    ])
    const expected = sent.map(({ digest }, index) =>
      index === sent.length - 1 || (clock === start && digest === 'lasting') ? 'recorded' : 'used',
    )
    assertEqual(outcomes, expected, `the nonces after ${clock - start} seconds`)
    const again = await recordAll(clock - 1)
    assertEqual(countOutcomes(again), { used: sent.length }, 'their replays by a clock behind')
  }
}
