import { assertEqual } from './assert-equal.js'
import type { BoundCase } from './contract-case.js'
import {
  CONSUMER_KEY,
  findToken,
  LIFETIME_SECONDS,
  makeAccessToken,
  makeConsumer,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { repeatConcurrently, countOutcomes } from './run-concurrently.js'

const HANDLE = { sessionHandleDigest: 'digest of the handle' }

/** Promises about replacements, renewals, removals and revocations in a full store. */
export const roomCases: readonly BoundCase[] = [
  {
    name: 'a full store refuses a renewal, changes nothing, and has room when one need not be kept',
    limits: { maxAccessTokens: 2 },
    async run(store, nowSeconds) {
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      const token = await saveAccessToken(store, nowSeconds, HANDLE)
      const passing = await saveAccessToken(store, nowSeconds, {
        key: 'passing',
        expiresAtSeconds: nowSeconds,
        keepUntilSeconds: lastSecond,
      })
      const accessToken = makeAccessToken(nowSeconds, { key: 'new' })
      const renewAt = (clock: number) =>
        store.renewAccessToken(token.key, { ...HANDLE, accessToken, nowSeconds: clock })
      for (const clock of [nowSeconds, lastSecond]) {
        assertEqual(await renewAt(clock), 'full', 'the renewal')
        assertEqual(await findToken(store, token.key), token, 'the old one')
        assertEqual(await findToken(store, 'passing'), passing, 'the other')
        assertEqual(await findToken(store, 'new'), undefined, 'the new one')
      }
      assertEqual(await renewAt(lastSecond + 1), 'renewed', 'the renewal at last')
      assertEqual(await findToken(store, 'new'), accessToken, 'the new one')
      assertEqual(await findToken(store, token.key), { ...token, state: 'replaced' }, 'the old one')
    },
  },
  {
    name: 'of 50 renewals at the same moment as many succeed as there is room for',
    limits: { maxAccessTokens: 60 },
    async run(store, nowSeconds) {
      for (let index = 0; index < 50; index++) {
        await saveAccessToken(store, nowSeconds, { key: `old ${index}`, ...HANDLE })
      }
      const outcomes = await repeatConcurrently(50, (index) => {
        const accessToken = makeAccessToken(nowSeconds, { key: `new ${index}` })
        return store.renewAccessToken(`old ${index}`, { ...HANDLE, accessToken, nowSeconds })
      })
      assertEqual(countOutcomes(outcomes), { renewed: 10, full: 40 }, 'the outcomes')
      const listed = await store.listAccessTokens({}, { limit: 100 })
      const expected = outcomes.map((outcome, index) =>
        outcome === 'full' ? `old ${index}` : `new ${index}`,
      )
      assertEqual(listed.map(({ key }) => key).sort(), expected.sort(), 'the valid ones')
    },
  },
  {
    name: 'a full store still replaces a consumer, and has room when one is removed',
    limits: { maxConsumers: 1 },
    async run(store, nowSeconds) {
      const replaced = makeConsumer(nowSeconds, { revision: 1 })
      const other = makeConsumer(nowSeconds, { key: 'other' })
      assertEqual(await store.replaceConsumer(replaced), 'replaced', 'the replacement')
      assertEqual(await store.createConsumer(other), 'full', 'the other')
      assertEqual(await store.removeConsumer(CONSUMER_KEY), 'removed', 'the removal')
      assertEqual(await store.createConsumer(other), 'created', 'the other at last')
    },
  },
  {
    name: 'the tokens of a removed consumer leave a full store room',
    limits: { maxRequestTokens: 1, maxAccessTokens: 1 },
    async run(store, nowSeconds) {
      await saveRequestToken(store, nowSeconds)
      await saveAccessToken(store, nowSeconds)
      assertEqual(await store.removeConsumer(CONSUMER_KEY), 'removed', 'the removal')
      await saveRequestToken(store, nowSeconds, { key: 'other request', consumerKey: 'other' })
      await saveAccessToken(store, nowSeconds, { key: 'other access', consumerKey: 'other' })
    },
  },
  {
    name: 'a full store still revokes, and has room after the new second',
    limits: { maxRequestTokens: 1, maxAccessTokens: 1 },
    async run(store, nowSeconds) {
      await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const token = await saveAccessToken(store, nowSeconds)
      const keepUntilSeconds = nowSeconds + 100
      assertEqual(await store.revokeTokens({ userId: 'jane' }, keepUntilSeconds), 1, 'the count')
      const other = makeAccessToken(keepUntilSeconds, { key: 'other' })
      assertEqual(await store.createAccessToken(other), 'full', 'the other')
      const revoked = { ...token, state: 'revoked', keepUntilSeconds }
      assertEqual(await findToken(store, token.key), revoked, 'the revoked one')
      await saveAccessToken(store, keepUntilSeconds + 1, { key: 'other' })
    },
  },
]
