import type { Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { BoundCase } from './contract-case.js'
import {
  findToken,
  LIFETIME_SECONDS,
  makeAccessToken,
  makeConsumer,
  makeNonce,
  makeRequestToken,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { repeatConcurrently, countOutcomes } from './run-concurrently.js'

const THREE = ['first', 'second', 'third']

/**
 * Promises about a full store: it refuses new records, keeps the others, and has room again when a
 * record has expired.
 */
export const boundCases: readonly BoundCase[] = [
  {
    name: 'a full store refuses a consumer and keeps those that it has',
    limits: { maxConsumers: 3 },
    async run(store, nowSeconds) {
      const camera = makeConsumer(nowSeconds, { key: 'camera' })
      const frame = makeConsumer(nowSeconds, { key: 'frame' })
      assertEqual(await store.createConsumer(camera), 'created', 'the second')
      assertEqual(await store.createConsumer(frame), 'created', 'the third')
      const fourth = makeConsumer(nowSeconds, { key: 'fourth' })
      assertEqual(await store.createConsumer(fourth), 'full', 'the fourth')
      assertEqual(await store.findConsumer('fourth'), undefined, 'the fourth')
      for (const consumer of [makeConsumer(nowSeconds), camera, frame]) {
        assertEqual(await store.findConsumer(consumer.key), consumer, consumer.key)
      }
    },
  },
  {
    name: 'a full store refuses a request token, and has room when one has expired',
    limits: { maxRequestTokens: 3 },
    async run(store, issuedAtSeconds) {
      const pending = await saveRequestToken(store, issuedAtSeconds, { key: 'pending' })
      const used = await saveRequestToken(store, issuedAtSeconds, { key: 'used', state: 'used' })
      const lasting = await saveRequestToken(store, issuedAtSeconds, {
        key: 'lasting',
        expiresAtSeconds: issuedAtSeconds + 2 * LIFETIME_SECONDS,
      })
      const lastSecond = issuedAtSeconds + LIFETIME_SECONDS
      for (const clock of [issuedAtSeconds, lastSecond]) {
        const fourth = makeRequestToken(clock, { key: 'fourth' })
        assertEqual(await store.createRequestToken(fourth), 'full', 'the fourth')
        assertEqual(await store.findRequestToken('fourth'), undefined, 'the fourth')
        for (const token of [pending, used, lasting]) {
          assertEqual(await store.findRequestToken(token.key), token, token.key)
        }
      }
      const fifth = await saveRequestToken(store, lastSecond + 1, { key: 'fifth' })
      assertEqual(await store.findRequestToken('fifth'), fifth, 'the one that there was room for')
      assertEqual(await store.findRequestToken('lasting'), lasting, 'the one that has not expired')
    },
  },
  {
    name: 'a full store refuses an access token, and has room when one need not be kept',
    limits: { maxAccessTokens: 3 },
    async run(store, issuedAtSeconds) {
      const lastSecond = issuedAtSeconds + LIFETIME_SECONDS
      const endless = await saveAccessToken(store, issuedAtSeconds, {
        key: 'endless',
        expiresAtSeconds: issuedAtSeconds,
        keepUntilSeconds: undefined,
      })
      const lasting = await saveAccessToken(store, issuedAtSeconds, {
        key: 'lasting',
        expiresAtSeconds: lastSecond - 1,
        keepUntilSeconds: lastSecond + 1,
      })
      const passing = await saveAccessToken(store, issuedAtSeconds, {
        key: 'passing',
        expiresAtSeconds: lastSecond,
      })
      for (const clock of [issuedAtSeconds, lastSecond]) {
        const fourth = makeAccessToken(clock, { key: 'fourth' })
        assertEqual(await store.createAccessToken(fourth), 'full', 'the fourth')
        assertEqual(await findToken(store, 'fourth'), undefined, 'the fourth')
        for (const token of [endless, lasting, passing]) {
          assertEqual(await findToken(store, token.key), token, token.key)
        }
      }
      const fifth = await saveAccessToken(store, lastSecond + 1, { key: 'fifth' })
      for (const token of [endless, lasting, fifth]) {
        assertEqual(await findToken(store, token.key), token, token.key)
      }
    },
  },
  {
    name: 'an exchange for which there is no room changes nothing, and succeeds when there is',
    limits: { maxAccessTokens: 1 },
    async run(store, nowSeconds) {
      const lastSecond = nowSeconds + 100
      const first = await saveAccessToken(store, nowSeconds, { expiresAtSeconds: lastSecond })
      const token = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const accessToken = makeAccessToken(nowSeconds, { key: 'second' })
      for (const clock of [nowSeconds, lastSecond]) {
        const exchange = { accessToken, nowSeconds: clock }
        assertEqual(await store.exchangeRequestToken(token.key, exchange), 'full', 'the exchange')
        assertEqual(await store.findRequestToken(token.key), token, 'the request token')
        assertEqual(await findToken(store, 'second'), undefined, 'the second access token')
        assertEqual(await findToken(store, first.key), first, 'the first access token')
      }
      const exchange = { accessToken, nowSeconds: lastSecond + 1 }
      assertEqual(await store.exchangeRequestToken(token.key, exchange), 'exchanged', 'at last')
      assertEqual(await findToken(store, 'second'), accessToken, 'the second access token')
    },
  },
  {
    name: 'a full store refuses a nonce, forgets none, and has room when they have expired',
    limits: { maxNonces: 3 },
    async run(store, nowSeconds) {
      await fillWithNonces(store, nowSeconds)
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      const expiresAtSeconds = lastSecond + 1
      for (const clock of [nowSeconds, lastSecond]) {
        const fourth = makeNonce(clock, { digest: 'fourth', expiresAtSeconds })
        assertEqual(await store.recordNonce(fourth), 'full', 'the fourth nonce')
        assertEqual(await store.recordNonce(fourth), 'full', 'the fourth nonce once more')
        for (const digest of THREE) {
          const replay = makeNonce(clock, { digest, expiresAtSeconds: lastSecond })
          assertEqual(await store.recordNonce(replay), 'used', `the ${digest} once more`)
        }
      }
      const fourth = makeNonce(lastSecond + 1, { digest: 'fourth', expiresAtSeconds })
      assertEqual(await store.recordNonce(fourth), 'recorded', 'the fourth nonce at last')
      assertEqual(await store.recordNonce(fourth), 'used', 'the fourth nonce after that')
      // Records deleted to make room are refused like purged ones.
      for (const digest of THREE) {
        const replay = makeNonce(lastSecond, { digest, expiresAtSeconds: lastSecond })
        assertEqual(await store.recordNonce(replay), 'used', `the ${digest} by a clock behind`)
      }
    },
  },
  {
    name: 'a nonce for which there is no room leaves the last use as it was',
    limits: { maxNonces: 3 },
    async run(store, nowSeconds) {
      await fillWithNonces(store, nowSeconds)
      const token = await saveAccessToken(store, nowSeconds)
      const fourth = makeNonce(nowSeconds, { digest: 'fourth', accessTokenKey: token.key })
      assertEqual(await store.recordNonce(fourth), 'full', 'the fourth nonce')
      assertEqual(await findToken(store, token.key), token, 'the access token')
    },
  },
  {
    name: 'a purge makes room for nonces and tokens',
    limits: { maxNonces: 3, maxRequestTokens: 1, maxAccessTokens: 1 },
    async run(store, nowSeconds) {
      const expiresAtSeconds = nowSeconds + LIFETIME_SECONDS
      await fillWithNonces(store, nowSeconds)
      await saveRequestToken(store, nowSeconds)
      await saveAccessToken(store, nowSeconds, { expiresAtSeconds })
      assertEqual(await store.purge(expiresAtSeconds + 1), 5, 'the purge')
      // With earlier clocks, so that only the purge can have made room.
      await saveRequestToken(store, nowSeconds, { key: 'other' })
      await saveAccessToken(store, nowSeconds, { key: 'other access' })
      for (const digest of ['fourth', 'fifth', 'sixth']) {
        const nonce = makeNonce(nowSeconds, { digest, expiresAtSeconds: expiresAtSeconds + 1 })
        assertEqual(await store.recordNonce(nonce), 'recorded', `the ${digest} nonce`)
      }
    },
  },
  {
    name: 'of 50 nonces at the same moment as many are recorded as there is room for',
    limits: { maxNonces: 10 },
    async run(store, nowSeconds) {
      const outcomes = await repeatConcurrently(50, (index) =>
        store.recordNonce(makeNonce(nowSeconds, { digest: `number ${index}` })),
      )
      assertEqual(countOutcomes(outcomes), { recorded: 10, full: 40 }, 'the outcomes')
      const replays = await repeatConcurrently(50, (index) =>
        store.recordNonce(makeNonce(nowSeconds, { digest: `number ${index}` })),
      )
      const expected = outcomes.map((outcome) => (outcome === 'recorded' ? 'used' : 'full'))
      assertEqual(replays, expected, 'the replays')
    },
  },
  {
    name: 'of 50 exchanges at the same moment as many succeed as there is room for',
    limits: { maxAccessTokens: 10 },
    async run(store, nowSeconds) {
      for (let index = 0; index < 50; index++) {
        await saveRequestToken(store, nowSeconds, { key: `request ${index}`, state: 'approved' })
      }
      const outcomes = await repeatConcurrently(50, (index) =>
        store.exchangeRequestToken(`request ${index}`, {
          accessToken: makeAccessToken(nowSeconds, { key: `access ${index}` }),
          nowSeconds,
        }),
      )
      assertEqual(countOutcomes(outcomes), { exchanged: 10, full: 40 }, 'the outcomes')
      for (const [index, outcome] of outcomes.entries()) {
        const { state } = (await store.findRequestToken(`request ${index}`)) ?? {}
        assertEqual(state, outcome === 'full' ? 'approved' : 'used', `request ${index}`)
        const { kind } = (await findToken(store, `access ${index}`)) ?? {}
        assertEqual(kind, outcome === 'full' ? undefined : 'access', `access ${index}`)
      }
    },
  },
]

async function fillWithNonces(store: Store, nowSeconds: number): Promise<void> {
  for (const digest of THREE) {
    const outcome = await store.recordNonce(makeNonce(nowSeconds, { digest }))
    assertEqual(outcome, 'recorded', `the ${digest} nonce`)
  }
}
