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

const TWO = ['first', 'second']
const HANDLE = { sessionHandleDigest: 'digest of the handle' }

/** Promises about a consumer that has used up its share of a store: other consumers are not affected. */
export const shareCases: readonly BoundCase[] = [
  {
    name: 'a consumer that has used up its share of nonces is refused until they expire, and no other',
    limits: { maxNoncesPerConsumer: 2 },
    async run(store, nowSeconds) {
      await useUpNonces(store, nowSeconds)
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      const expiresAtSeconds = lastSecond + 1
      for (const clock of [nowSeconds, lastSecond]) {
        const third = makeNonce(clock, { digest: 'third', expiresAtSeconds })
        assertEqual(await store.recordNonce(third), 'consumer_full', 'the third nonce')
        assertEqual(await store.recordNonce(third), 'consumer_full', 'the third nonce once more')
        for (const digest of TWO) {
          const replay = makeNonce(clock, { digest, expiresAtSeconds: lastSecond })
          assertEqual(await store.recordNonce(replay), 'used', `the ${digest} once more`)
        }
        const ofOther = { digest: `other ${clock}`, consumerKey: 'other', expiresAtSeconds }
        const outcome = await store.recordNonce(makeNonce(clock, ofOther))
        assertEqual(outcome, 'recorded', 'a nonce of another consumer')
      }
      const third = makeNonce(lastSecond + 1, { digest: 'third', expiresAtSeconds })
      assertEqual(await store.recordNonce(third), 'recorded', 'the third nonce at last')
      // Records deleted to make room are refused like purged ones.
      for (const digest of TWO) {
        const replay = makeNonce(lastSecond, { digest, expiresAtSeconds: lastSecond })
        assertEqual(await store.recordNonce(replay), 'used', `the ${digest} by a clock behind`)
      }
    },
  },
  {
    name: 'a nonce beyond the share of its consumer leaves the last use as it was',
    limits: { maxNoncesPerConsumer: 2 },
    async run(store, nowSeconds) {
      await useUpNonces(store, nowSeconds)
      const token = await saveAccessToken(store, nowSeconds)
      const third = makeNonce(nowSeconds, { digest: 'third', accessTokenKey: token.key })
      assertEqual(await store.recordNonce(third), 'consumer_full', 'the third nonce')
      assertEqual(await findToken(store, token.key), token, 'the access token')
    },
  },
  {
    name: 'of 50 simultaneous nonces of a consumer as many are recorded as its share allows',
    limits: { maxNoncesPerConsumer: 10 },
    async run(store, nowSeconds) {
      const outcomes = await repeatConcurrently(50, (index) =>
        store.recordNonce(makeNonce(nowSeconds, { digest: `number ${index}` })),
      )
      assertEqual(countOutcomes(outcomes), { recorded: 10, consumer_full: 40 }, 'the outcomes')
    },
  },
  {
    name: 'a consumer that has used up its share of request tokens is refused until one expires, and no other',
    limits: { maxRequestTokensPerConsumer: 2 },
    async run(store, nowSeconds) {
      await store.createConsumer(makeConsumer(nowSeconds, { key: 'other' }))
      for (const key of TWO) await saveRequestToken(store, nowSeconds, { key })
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      for (const clock of [nowSeconds, lastSecond]) {
        const third = makeRequestToken(clock, { key: 'third' })
        assertEqual(await store.createRequestToken(third), 'consumer_full', 'the third')
        assertEqual(await store.findRequestToken('third'), undefined, 'the third')
        await saveRequestToken(store, clock, { key: `other ${clock}`, consumerKey: 'other' })
      }
      await saveRequestToken(store, lastSecond + 1, { key: 'third' })
    },
  },
  {
    name: 'a consumer that has used up its share of access tokens gets none in any way, and others are not affected',
    limits: { maxAccessTokensPerConsumer: 1 },
    async run(store, nowSeconds) {
      await store.createConsumer(makeConsumer(nowSeconds, { key: 'other' }))
      const token = await saveAccessToken(store, nowSeconds, HANDLE)
      const request = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const accessToken = makeAccessToken(nowSeconds, { key: 'new' })
      const asked = { accessToken, nowSeconds }
      assertEqual(await store.createAccessToken(accessToken), 'consumer_full', 'a new one')
      const exchanged = await store.exchangeRequestToken(request.key, asked)
      assertEqual(exchanged, 'consumer_full', 'the exchange')
      const renewed = await store.renewAccessToken(token.key, { ...HANDLE, ...asked })
      assertEqual(renewed, 'consumer_full', 'the renewal')
      assertEqual(await store.findRequestToken(request.key), request, 'the request token')
      assertEqual(await findToken(store, token.key), token, 'the access token')
      assertEqual(await findToken(store, 'new'), undefined, 'the new one')
      await saveAccessToken(store, nowSeconds, { key: 'of the other', consumerKey: 'other' })
    },
  },
]

async function useUpNonces(store: Store, nowSeconds: number): Promise<void> {
  for (const digest of TWO) {
    const outcome = await store.recordNonce(makeNonce(nowSeconds, { digest }))
    assertEqual(outcome, 'recorded', `the ${digest} nonce`)
  }
}
