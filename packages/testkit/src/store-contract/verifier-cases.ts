import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import { makeAccessToken, saveRequestToken } from './sample-records.js'
import { repeatConcurrently } from './run-concurrently.js'

/**
 * Promises about wrong verifiers: each is counted, and too many lock an approved request token.
 */
export const verifierCases: readonly StoreCase[] = [
  {
    name: 'wrong verifiers are counted, and lock an approved request token at the limit',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      for (const wrongVerifiers of [1, 2, 3, 4, 5]) {
        const state = wrongVerifiers < 3 ? 'approved' : 'locked'
        const count = await store.countWrongVerifier(token.key, 3)
        assertEqual(count, wrongVerifiers, 'the count')
        assertEqual(
          await store.findRequestToken(token.key),
          { ...token, wrongVerifiers, state },
          `the request token after ${wrongVerifiers}`,
        )
      }
    },
  },
  {
    name: 'of 50 wrong verifiers at the same moment every one is counted',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const counts = await repeatConcurrently(50, () => store.countWrongVerifier(token.key, 5))
      counts.sort((a, b) => a - b)
      assertEqual(
        counts,
        counts.map((_count, index) => index + 1),
        'the counts',
      )
      const locked = { ...token, wrongVerifiers: 50, state: 'locked' }
      assertEqual(await store.findRequestToken(token.key), locked, 'the request token')
    },
  },
  {
    name: 'a request token that wrong verifiers have locked cannot be exchanged',
    async run(store, nowSeconds) {
      const { key } = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      await store.countWrongVerifier(key, 2)
      await store.countWrongVerifier(key, 2)
      const accessToken = makeAccessToken(nowSeconds)
      const outcome = await store.exchangeRequestToken(key, { accessToken, nowSeconds })
      assertEqual(outcome, 'refused', 'the exchange')
    },
  },
  {
    name: 'a request token that is approved when its count is past the limit locks at the next',
    async run(store, nowSeconds) {
      const fields = { state: 'approved', wrongVerifiers: 7 } as const
      const token = await saveRequestToken(store, nowSeconds, fields)
      assertEqual(await store.countWrongVerifier(token.key, 3), 8, 'the count')
      const locked = { ...token, wrongVerifiers: 8, state: 'locked' }
      assertEqual(await store.findRequestToken(token.key), locked, 'the request token')
    },
  },
  {
    name: 'wrong verifiers change no state but approved',
    async run(store, nowSeconds) {
      for (const state of ['pending', 'denied', 'used', 'locked', 'revoked'] as const) {
        const token = await saveRequestToken(store, nowSeconds, { key: state, state })
        assertEqual(await store.countWrongVerifier(state, 1), 1, `the count of what is ${state}`)
        const counted = { ...token, wrongVerifiers: 1 }
        assertEqual(await store.findRequestToken(state), counted, `a token that is ${state}`)
      }
    },
  },
  {
    name: 'wrong verifiers of an unknown request token count 0',
    async run(store) {
      assertEqual(await store.countWrongVerifier('unknown', 1), 0, 'the count')
      assertEqual(await store.countWrongVerifier('unknown', 1), 0, 'the count once more')
      assertEqual(await store.findRequestToken('unknown'), undefined, 'the request token')
    },
  },
  {
    name: 'a wrong verifier affects only one request token',
    async run(store, nowSeconds) {
      const other = await saveRequestToken(store, nowSeconds, { key: 'other', state: 'approved' })
      const { key } = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      assertEqual(await store.countWrongVerifier(key, 1), 1, 'the count')
      assertEqual(await store.findRequestToken('other'), other, 'the other request token')
    },
  },
]
