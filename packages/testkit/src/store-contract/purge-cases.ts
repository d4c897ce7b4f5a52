import type { Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import {
  CONSUMER_KEY,
  findToken,
  LIFETIME_SECONDS,
  makeAccessToken,
  makeConsumer,
  makeNonce,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { repeatConcurrently } from './run-concurrently.js'

const STATES = ['pending', 'approved', 'denied', 'used', 'locked', 'revoked'] as const
const CENTURY_SECONDS = 3_155_760_000

/** Promises about purging: it deletes exactly the expired records. */
export const purgeCases: readonly StoreCase[] = [
  {
    name: 'a purge of a store without expiring records returns 0',
    async run(store, nowSeconds) {
      assertEqual(await store.purge(nowSeconds), 0, 'the purge')
    },
  },
  {
    name: 'a purge forgets request tokens whose last second has passed, and no others',
    async run(store, nowSeconds) {
      for (const second of [99, 100, 101]) {
        const fields = { key: `${second}`, expiresAtSeconds: nowSeconds + second }
        await saveRequestToken(store, nowSeconds, fields)
      }
      await purgeAsSecondsPass(store, nowSeconds, async (second) => {
        const { expiresAtSeconds } = (await store.findRequestToken(`${second}`)) ?? {}
        return expiresAtSeconds === nowSeconds + second
      })
    },
  },
  {
    name: 'a purge forgets access tokens whose last second has passed, and no others',
    async run(store, nowSeconds) {
      for (const second of [99, 100, 101]) {
        const fields = { key: `${second}`, expiresAtSeconds: nowSeconds + second }
        await saveAccessToken(store, nowSeconds, fields)
      }
      await purgeAsSecondsPass(store, nowSeconds, async (second) => {
        const { expiresAtSeconds } = (await findToken(store, `${second}`)) ?? {}
        return expiresAtSeconds === nowSeconds + second
      })
    },
  },
  {
    name: 'a purge keeps an access token that has expired as long as it can be renewed',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, {
        expiresAtSeconds: nowSeconds + 10,
        keepUntilSeconds: nowSeconds + 100,
        sessionHandleDigest: 'digest',
      })
      const endless = await saveAccessToken(store, nowSeconds, {
        key: 'endless',
        expiresAtSeconds: nowSeconds + 10,
        keepUntilSeconds: undefined,
      })
      assertEqual(await store.purge(nowSeconds + 100), 0, 'the purge')
      assertEqual(await findToken(store, token.key), token, 'the access token')
      assertEqual(await store.purge(nowSeconds + 101), 1, 'the purge after it')
      assertEqual(await findToken(store, token.key), undefined, 'the access token')
      assertEqual(await findToken(store, 'endless'), endless, 'the one that is kept without end')
    },
  },
  {
    name: 'a purge forgets nonces whose last second has passed, and no others',
    async run(store, nowSeconds) {
      for (const second of [99, 100, 101]) {
        const fields = { digest: `${second}`, expiresAtSeconds: nowSeconds + second }
        const outcome = await store.recordNonce(makeNonce(nowSeconds, fields))
        assertEqual(outcome, 'recorded', `the nonce until second ${second}`)
      }
      // Only the counts show what is left: a replay is refused before and after.
      await purgeAsSecondsPass(store, nowSeconds)
    },
  },
  {
    name: 'a purge leaves room for a new nonce in its last second, by any clock',
    async run(store, nowSeconds) {
      const expiresAtSeconds = nowSeconds + LIFETIME_SECONDS
      await store.purge(expiresAtSeconds)
      for (const clock of [expiresAtSeconds, expiresAtSeconds - 1, nowSeconds]) {
        const nonce = makeNonce(clock, { digest: `by ${clock}`, expiresAtSeconds })
        assertEqual(await store.recordNonce(nonce), 'recorded', nonce.digest)
        assertEqual(await store.recordNonce(nonce), 'used', `${nonce.digest} once more`)
      }
    },
  },
  {
    name: 'a purge forgets a request token by its expiry, whatever its state',
    async run(store, nowSeconds) {
      const tokens = []
      for (const state of STATES) {
        tokens.push(await saveRequestToken(store, nowSeconds, { key: state, state }))
      }
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      assertEqual(await store.purge(lastSecond), 0, 'the purge in the last second')
      for (const token of tokens) {
        assertEqual(
          await store.findRequestToken(token.key),
          token,
          `a token that is ${token.state}`,
        )
      }
      assertEqual(await store.purge(lastSecond + 1), STATES.length, 'the purge after it')
      for (const state of STATES) {
        assertEqual(await store.findRequestToken(state), undefined, `a token that was ${state}`)
      }
    },
  },
  {
    name: 'a purge never forgets a consumer, or an access token that does not expire',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds)
      assertEqual(await store.purge(nowSeconds + CENTURY_SECONDS), 0, 'the purge')
      assertEqual(
        await store.findCredentials(CONSUMER_KEY, token.key),
        { consumer: makeConsumer(nowSeconds), token },
        'consumer and access token',
      )
    },
  },
  {
    name: 'a purge forgets the access token of an exchange in its time',
    async run(store, nowSeconds) {
      const { key } = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const expiresAtSeconds = nowSeconds + 100
      const accessToken = makeAccessToken(nowSeconds, { expiresAtSeconds })
      const outcome = await store.exchangeRequestToken(key, { accessToken, nowSeconds })
      assertEqual(outcome, 'exchanged', 'the exchange')
      assertEqual(await store.purge(expiresAtSeconds), 0, 'the purge in its last second')
      assertEqual(await store.purge(expiresAtSeconds + 1), 1, 'the purge after it')
      assertEqual(await findToken(store, accessToken.key), undefined, 'the access token')
    },
  },
  {
    name: 'a request token that was purged is unknown to every operation',
    async run(store, issuedAtSeconds) {
      const { key } = await saveRequestToken(store, issuedAtSeconds)
      const approved = await saveRequestToken(store, issuedAtSeconds, {
        key: 'approved',
        state: 'approved',
      })
      const nowSeconds = issuedAtSeconds + LIFETIME_SECONDS
      assertEqual(await store.purge(nowSeconds + 1), 2, 'the purge')
      const approval = { userId: 'jane', verifierDigest: 'of jane', nowSeconds }
      assertEqual(await store.approveRequestToken(key, approval), 'refused', 'the approval')
      const denial = { userId: 'jane', nowSeconds }
      assertEqual(await store.denyRequestToken(key, denial), 'refused', 'the denial')
      assertEqual(await store.countWrongVerifier(key, 5), 0, 'the count')
      const accessToken = makeAccessToken(nowSeconds)
      assertEqual(
        await store.exchangeRequestToken(approved.key, { accessToken, nowSeconds }),
        'refused',
        'the exchange',
      )
      assertEqual(await store.findRequestToken(key), undefined, 'the request token')
      assertEqual(await findToken(store, accessToken.key), undefined, 'the access token')
    },
  },
  {
    name: 'of ten purges at the same moment each counts what it has forgotten itself',
    async run(store, nowSeconds) {
      for (const key of ['first', 'second', 'third']) {
        await saveRequestToken(store, nowSeconds, { key })
        await store.recordNonce(makeNonce(nowSeconds, { digest: key }))
      }
      const afterSeconds = nowSeconds + LIFETIME_SECONDS + 1
      const counts = await repeatConcurrently(10, () => store.purge(afterSeconds))
      assertEqual(
        counts.reduce((sum, count) => sum + count, 0),
        6,
        'the sum of the counts',
      )
    },
  },
]

/**
 * Purges around the seconds 99, 100 and 101 after `nowSeconds`. Each is the last second of a record.
 */
async function purgeAsSecondsPass(
  store: Store,
  nowSeconds: number,
  isKept?: (second: number) => Promise<boolean>,
): Promise<void> {
  const expected = [
    [99, 0],
    [100, 1],
    // A clock that is behind finds nothing more.
    [99, 0],
    [100, 0],
    [102, 2],
    [103, 0],
  ] as const
  let latest = 0
  for (const [clock, count] of expected) {
    latest = Math.max(latest, clock)
    assertEqual(await store.purge(nowSeconds + clock), count, `the purge at second ${clock}`)
    if (!isKept) continue
    for (const second of [99, 100, 101]) {
      const subject = `whether what is valid until second ${second} is there after ${latest}`
      assertEqual(await isKept(second), second >= latest, subject)
    }
  }
}
