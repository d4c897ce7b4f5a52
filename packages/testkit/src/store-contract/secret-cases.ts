import type { AccessTokenState } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import { findToken, LIFETIME_SECONDS, saveAccessToken, saveRequestToken } from './sample-records.js'
import { runConcurrently, repeatConcurrently, countOutcomes } from './run-concurrently.js'

const STATES: readonly AccessTokenState[] = ['valid', 'replaced', 'revoked']

/** Promises about the secret of an access token: it is replaced once, and only by a caller that knows it. */
export const secretCases: readonly StoreCase[] = [
  {
    name: 'the secret of an access token is replaced, and nothing else of it, in whatever state',
    async run(store, nowSeconds) {
      for (const state of STATES) {
        const token = await saveAccessToken(store, nowSeconds, {
          key: state,
          state,
          secret: 'old',
          sessionHandleDigest: 'handle',
          expiresAtSeconds: nowSeconds,
          lastUsedAtSeconds: nowSeconds,
        })
        const change = { secret: 'old', newSecret: 'new' }
        assertEqual(
          await store.replaceTokenSecret(state, change),
          'replaced',
          `a token that is ${state}`,
        )
        const replaced = { ...token, secret: 'new' }
        assertEqual(await findToken(store, state), replaced, `a token that is ${state}`)
        assertEqual(await store.replaceTokenSecret(state, change), 'conflict', 'once more')
      }
    },
  },
  {
    name: 'the secret of an access token is not replaced if the old secret differs',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, { secret: 'old' })
      for (const secret of ['', 'Old', 'ol', 'old ', '%', 'new']) {
        const outcome = await store.replaceTokenSecret(token.key, { secret, newSecret: 'new' })
        assertEqual(outcome, 'conflict', `the replacement of "${secret}"`)
        assertEqual(await findToken(store, token.key), token, 'the access token')
      }
    },
  },
  {
    name: 'the secret of an unknown access token, and of a request token, is not replaced',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { secret: 'old' })
      for (const key of ['unknown', token.key]) {
        const change = { secret: 'old', newSecret: 'new' }
        assertEqual(await store.replaceTokenSecret(key, change), 'conflict', key)
      }
      assertEqual(await findToken(store, 'unknown'), undefined, 'the unknown token')
      assertEqual(await findToken(store, token.key), token, 'the request token')
    },
  },
  {
    name: 'only one of 50 simultaneous replacements of a secret succeeds',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, { secret: 'old' })
      const outcomes = await repeatConcurrently(50, (index) =>
        store.replaceTokenSecret(token.key, { secret: 'old', newSecret: `new ${index}` }),
      )
      assertEqual(countOutcomes(outcomes), { replaced: 1, conflict: 49 }, 'the outcomes')
      const replaced = { ...token, secret: `new ${outcomes.indexOf('replaced')}` }
      assertEqual(await findToken(store, token.key), replaced, 'the access token')
    },
  },
  {
    name: 'a simultaneous replacement of a secret and revocation both succeed',
    async run(store, nowSeconds) {
      const keepUntilSeconds = nowSeconds + LIFETIME_SECONDS
      for (let round = 0; round < 20; round++) {
        const key = `round ${round}`
        const token = await saveAccessToken(store, nowSeconds, { key, secret: 'old' })
        const outcomes = await runConcurrently(round, [
          () => store.replaceTokenSecret(key, { secret: 'old', newSecret: 'new' }),
          () => store.revokeTokens({ tokenKey: key }, keepUntilSeconds),
        ])
        assertEqual(outcomes, ['replaced', 1], 'the outcomes')
        const expected = { ...token, secret: 'new', state: 'revoked', keepUntilSeconds }
        assertEqual(await findToken(store, key), expected, 'the access token')
      }
    },
  },
]
