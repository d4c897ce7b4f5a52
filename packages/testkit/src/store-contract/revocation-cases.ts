import type { RequestTokenRecord, Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import {
  CONSUMER_KEY,
  findToken,
  LIFETIME_SECONDS,
  makeAccessToken,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { REVOCATIONS, saveRevocationFixtures, UNKNOWN_TARGETS } from './revocation-fixtures.js'
import { runConcurrently, repeatConcurrently } from './run-concurrently.js'

/** Promises about revocation: it affects exactly the matching tokens, from then on. */
export const revocationCases: readonly StoreCase[] = [
  ...REVOCATIONS.map(({ title, target, accessTokens, requestTokens }): StoreCase => ({
    name: `a revocation of ${title} affects exactly its tokens`,
    async run(store, nowSeconds) {
      const saved = await saveRevocationFixtures(store, nowSeconds)
      for (const token of [...saved.accessTokens, ...saved.requestTokens]) {
        assertEqual(await findToken(store, token.key), token, `${token.key} before`)
      }
      const keepUntilSeconds = nowSeconds + LIFETIME_SECONDS
      const count = await store.revokeTokens(target, keepUntilSeconds)
      assertEqual(count, accessTokens.length, 'the count')
      // The second time there is nothing left to revoke, and no expiry changes.
      for (const later of [0, 1, -1]) {
        for (const token of saved.accessTokens) {
          const isDead = accessTokens.includes(token.key)
          const expected = isDead ? { ...token, state: 'revoked', keepUntilSeconds } : token
          assertEqual(await findToken(store, token.key), expected, token.key)
        }
        for (const token of saved.requestTokens) {
          const isDead = requestTokens.includes(token.key)
          const expected = isDead ? { ...token, state: 'revoked' } : token
          assertEqual(await findToken(store, token.key), expected, token.key)
          assertEqual(await store.findRequestToken(token.key), expected, token.key)
        }
        const again = await store.revokeTokens(target, keepUntilSeconds + later)
        assertEqual(again, 0, 'the count once more')
      }
    },
  })),
  {
    name: 'a revocation of an unknown token, consumer or user revokes nothing',
    async run(store, nowSeconds) {
      const { accessTokens, requestTokens } = await saveRevocationFixtures(store, nowSeconds)
      for (const target of UNKNOWN_TARGETS) {
        const count = await store.revokeTokens(target, nowSeconds + LIFETIME_SECONDS)
        assertEqual(count, 0, JSON.stringify(target))
        for (const token of [...accessTokens, ...requestTokens]) {
          assertEqual(await findToken(store, token.key), token, token.key)
        }
      }
    },
  },
  {
    name: 'a revocation affects tokens that can still be exchanged, without an access token',
    async run(store, nowSeconds) {
      const consumerKey = CONSUMER_KEY
      for (const [index, target] of [
        { consumerKey, userId: 'jane' },
        { consumerKey },
        { userId: 'jane' },
      ].entries()) {
        const fields = { key: `request ${index}`, state: 'approved' } as const
        const token = await saveRequestToken(store, nowSeconds, fields)
        const count = await store.revokeTokens(target, nowSeconds + LIFETIME_SECONDS)
        assertEqual(count, 0, 'the count')
        const revoked = { ...token, state: 'revoked' }
        assertEqual(await store.findRequestToken(token.key), revoked, token.key)
      }
    },
  },
  {
    name: 'a revocation affects tokens of an approval, an exchange or a renewal',
    async run(store, nowSeconds) {
      const keepUntilSeconds = nowSeconds + LIFETIME_SECONDS
      for (const [index, target] of [
        { tokenKey: 'renewed 0' },
        { consumerKey: CONSUMER_KEY, userId: 'jane' },
        { consumerKey: CONSUMER_KEY },
        { userId: 'jane' },
      ].entries()) {
        const approved = await saveApprovedToken(store, nowSeconds, `approved ${index}`)
        const { key } = await saveApprovedToken(store, nowSeconds, `request ${index}`)
        const handle = { sessionHandleDigest: 'handle' }
        const old = makeAccessToken(nowSeconds, { key: `old ${index}`, ...handle })
        await store.exchangeRequestToken(key, { accessToken: old, nowSeconds })
        const accessToken = makeAccessToken(nowSeconds, { key: `renewed ${index}` })
        await store.renewAccessToken(old.key, { ...handle, accessToken, nowSeconds })
        assertEqual(await store.revokeTokens(target, keepUntilSeconds), 1, 'the count')
        for (const expected of [
          { ...approved, state: 'revoked' },
          { ...old, state: 'replaced' },
          { ...accessToken, state: 'revoked', keepUntilSeconds },
        ]) {
          assertEqual(await findToken(store, expected.key), expected, expected.key)
        }
      }
    },
  },
  {
    name: 'a revocation does not affect later tokens',
    async run(store, nowSeconds) {
      const keepUntilSeconds = nowSeconds + LIFETIME_SECONDS
      await saveAccessToken(store, nowSeconds)
      await store.revokeTokens({ consumerKey: CONSUMER_KEY }, keepUntilSeconds)
      const { key } = await saveRequestToken(store, nowSeconds)
      const approval = { userId: 'jane', verifierDigest: 'verifier', nowSeconds }
      assertEqual(await store.approveRequestToken(key, approval), 'approved', 'the approval')
      const accessToken = makeAccessToken(nowSeconds, { key: 'later' })
      const exchange = { accessToken, nowSeconds }
      assertEqual(await store.exchangeRequestToken(key, exchange), 'exchanged', 'the exchange')
      assertEqual(await findToken(store, 'later'), accessToken, 'the later access token')
    },
  },
  {
    name: 'a revoked access token is kept until its new second, or its own if that is earlier',
    async run(store, nowSeconds) {
      const tokens = [
        await saveAccessToken(store, nowSeconds, { key: 'endless' }),
        await saveAccessToken(store, nowSeconds, makeExpiry('earlier', nowSeconds + 50)),
        await saveAccessToken(store, nowSeconds, makeExpiry('later', nowSeconds + 500)),
      ]
      await store.revokeTokens({ userId: 'jane' }, nowSeconds + 100)
      const expected = { endless: 100, earlier: 50, later: 100 }
      for (const [second, count] of [
        [50, 0],
        [51, 1],
        [100, 0],
        [101, 2],
        [501, 0],
      ] as const) {
        assertEqual(await store.purge(nowSeconds + second), count, `the purge at ${second}`)
        for (const token of tokens) {
          const last = expected[token.key as keyof typeof expected]
          const revoked = { ...token, state: 'revoked', keepUntilSeconds: nowSeconds + last }
          const found = last < second ? undefined : revoked
          assertEqual(await findToken(store, token.key), found, `${token.key} at ${second}`)
        }
      }
    },
  },
  {
    name: 'a revocation does not change tokens that were renewed or revoked before',
    async run(store, nowSeconds) {
      const consumerKey = CONSUMER_KEY
      for (const state of ['replaced', 'revoked'] as const) {
        const token = await saveAccessToken(store, nowSeconds, { key: state, state })
        for (const target of [{ tokenKey: state }, { consumerKey }, { userId: 'jane' }]) {
          assertEqual(await store.revokeTokens(target, nowSeconds), 0, 'the count')
          assertEqual(await findToken(store, state), token, state)
        }
      }
    },
  },
  {
    name: 'of 50 revocations at the same moment each counts what it has revoked itself',
    async run(store, nowSeconds) {
      const keys = ['first', 'second', 'third']
      for (const key of keys) await saveAccessToken(store, nowSeconds, { key })
      const counts = await repeatConcurrently(50, (index) => {
        const target = index % 2 === 0 ? { userId: 'jane' } : { tokenKey: 'first' }
        return store.revokeTokens(target, nowSeconds + LIFETIME_SECONDS)
      })
      const sum = counts.reduce((total, count) => total + count, 0)
      assertEqual(sum, keys.length, 'the sum of the counts')
    },
  },
  {
    name: 'a revocation and an exchange at the same moment leave no valid token',
    async run(store, nowSeconds) {
      for (let round = 0; round < 20; round++) {
        const userId = `user ${round}`
        const fields = { key: `request ${round}`, state: 'approved', userId } as const
        const token = await saveRequestToken(store, nowSeconds, fields)
        const accessToken = makeAccessToken(nowSeconds, { key: `access ${round}`, userId })
        const keepUntilSeconds = nowSeconds + LIFETIME_SECONDS
        const [count, exchange] = await runConcurrently(round, [
          () => store.revokeTokens({ consumerKey: CONSUMER_KEY, userId }, keepUntilSeconds),
          () => store.exchangeRequestToken(token.key, { accessToken, nowSeconds }),
        ])
        const isExchanged = exchange === 'exchanged'
        assertEqual(count, isExchanged ? 1 : 0, 'the count')
        const ended = { ...token, state: isExchanged ? 'used' : 'revoked' }
        assertEqual(await store.findRequestToken(token.key), ended, 'the request token')
        const revoked = { ...accessToken, state: 'revoked', keepUntilSeconds }
        const expected = isExchanged ? revoked : undefined
        assertEqual(await findToken(store, accessToken.key), expected, 'the access token')
      }
    },
  },
  {
    name: 'a revocation of a consumer and an approval at the same moment leave nothing to exchange',
    async run(store, nowSeconds) {
      for (let round = 0; round < 20; round++) {
        const token = await saveRequestToken(store, nowSeconds, { key: `round ${round}` })
        const decision = { userId: 'jane', verifierDigest: 'verifier' }
        const keepUntilSeconds = nowSeconds + LIFETIME_SECONDS
        const [, approval] = await runConcurrently(round, [
          () => store.revokeTokens({ consumerKey: CONSUMER_KEY }, keepUntilSeconds),
          () => store.approveRequestToken(token.key, { ...decision, nowSeconds }),
        ])
        const revoked = { ...token, ...(approval === 'approved' ? decision : {}), state: 'revoked' }
        assertEqual(await store.findRequestToken(token.key), revoked, 'the request token')
      }
    },
  },
]

function makeExpiry(key: string, keepUntilSeconds: number) {
  return { key, expiresAtSeconds: keepUntilSeconds - 10, keepUntilSeconds }
}

/** Saves a request token and approves it. */
async function saveApprovedToken(
  store: Store,
  nowSeconds: number,
  key: string,
): Promise<RequestTokenRecord> {
  const token = await saveRequestToken(store, nowSeconds, { key })
  const decision = { userId: 'jane', verifierDigest: 'verifier' }
  await store.approveRequestToken(key, { ...decision, nowSeconds })
  return { ...token, ...decision, state: 'approved' }
}
