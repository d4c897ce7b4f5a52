import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import { LIFETIME_SECONDS, saveRequestToken } from './sample-records.js'
import { runConcurrently, repeatConcurrently, countOutcomes } from './run-concurrently.js'

const DECIDED = ['approved', 'denied', 'used', 'locked', 'revoked'] as const

/** Promises about the user's decision: it is made once and in time. */
export const decisionCases: readonly StoreCase[] = [
  {
    name: 'approving sets state, user and verifier, and nothing else',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { scopes: ['photos', 'albums'] })
      const approval = { userId: 'jané', verifierDigest: 'digest of jané', nowSeconds }
      assertEqual(await store.approveRequestToken(token.key, approval), 'approved', 'the approval')
      const { userId, verifierDigest } = approval
      const approved = { ...token, state: 'approved', userId, verifierDigest }
      assertEqual(await store.findRequestToken(token.key), approved, 'the request token')
    },
  },
  {
    name: 'denying sets state and user, and nothing else',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { scopes: ['photos', 'albums'] })
      const denial = { userId: 'jané', nowSeconds }
      assertEqual(await store.denyRequestToken(token.key, denial), 'denied', 'the denial')
      const denied = { ...token, state: 'denied', userId: 'jané' }
      assertEqual(await store.findRequestToken(token.key), denied, 'the request token')
    },
  },
  {
    name: 'only the first of two approvals succeeds, with its user',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds)
      const first = { userId: 'jane', verifierDigest: 'of jane', nowSeconds }
      const second = { userId: 'bob', verifierDigest: 'of bob', nowSeconds }
      assertEqual(
        await store.approveRequestToken(token.key, first),
        'approved',
        'the first approval',
      )
      assertEqual(await store.approveRequestToken(token.key, second), 'refused', 'the second')
      const { userId, verifierDigest } = first
      const approved = { ...token, state: 'approved', userId, verifierDigest }
      assertEqual(await store.findRequestToken(token.key), approved, 'the request token')
    },
  },
  {
    name: 'only one of 50 simultaneous approvals succeeds, with its user and verifier',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds)
      const outcomes = await repeatConcurrently(50, (index) =>
        store.approveRequestToken(token.key, {
          userId: `user ${index}`,
          verifierDigest: `verifier ${index}`,
          nowSeconds,
        }),
      )
      assertEqual(countOutcomes(outcomes), { approved: 1, refused: 49 }, 'the outcomes')
      const winner = outcomes.indexOf('approved')
      const approved = {
        ...token,
        state: 'approved',
        userId: `user ${winner}`,
        verifierDigest: `verifier ${winner}`,
      }
      assertEqual(await store.findRequestToken(token.key), approved, 'the request token')
    },
  },
  {
    name: 'only one of 50 simultaneous denials succeeds, with its user',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds)
      const outcomes = await repeatConcurrently(50, (index) =>
        store.denyRequestToken(token.key, { userId: `user ${index}`, nowSeconds }),
      )
      assertEqual(countOutcomes(outcomes), { denied: 1, refused: 49 }, 'the outcomes')
      const denied = { ...token, state: 'denied', userId: `user ${outcomes.indexOf('denied')}` }
      assertEqual(await store.findRequestToken(token.key), denied, 'the request token')
    },
  },
  {
    name: 'only one of a simultaneous approval and denial succeeds',
    async run(store, nowSeconds) {
      for (let round = 0; round < 20; round++) {
        const key = `round ${round}`
        const token = await saveRequestToken(store, nowSeconds, { key })
        const approval = { userId: 'jane', verifierDigest: 'of jane', nowSeconds }
        const outcomes = await runConcurrently(round, [
          () => store.approveRequestToken(key, approval),
          () => store.denyRequestToken(key, { userId: 'bob', nowSeconds }),
        ])
        const isApproved = outcomes[0] === 'approved'
        const expected = isApproved ? ['approved', 'refused'] : ['refused', 'denied']
        assertEqual(outcomes, expected, `the outcomes of ${key}`)
        const decided = isApproved
          ? { ...token, state: 'approved', userId: 'jane', verifierDigest: 'of jane' }
          : { ...token, state: 'denied', userId: 'bob' }
        assertEqual(await store.findRequestToken(key), decided, `the request token of ${key}`)
      }
    },
  },
  ...DECIDED.map((state): StoreCase => ({
    name: `a request token that is ${state} cannot be approved or denied`,
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { state })
      const approval = { userId: 'bob', verifierDigest: 'of bob', nowSeconds }
      assertEqual(await store.approveRequestToken(token.key, approval), 'refused', 'the approval')
      const denial = { userId: 'bob', nowSeconds }
      assertEqual(await store.denyRequestToken(token.key, denial), 'refused', 'the denial')
      assertEqual(await store.findRequestToken(token.key), token, 'the request token')
    },
  })),
  {
    name: 'a request token can be approved or denied until the end of its last second',
    async run(store, issuedAtSeconds) {
      const decision = { userId: 'jane', nowSeconds: issuedAtSeconds + LIFETIME_SECONDS }
      const approval = { ...decision, verifierDigest: 'of jane' }
      await saveRequestToken(store, issuedAtSeconds, { key: 'approved' })
      await saveRequestToken(store, issuedAtSeconds, { key: 'denied' })
      assertEqual(await store.approveRequestToken('approved', approval), 'approved', 'the approval')
      assertEqual(await store.denyRequestToken('denied', decision), 'denied', 'the denial')
    },
  },
  {
    name: 'a request token that has expired cannot be approved or denied',
    async run(store, issuedAtSeconds) {
      const token = await saveRequestToken(store, issuedAtSeconds)
      const decision = { userId: 'jane', nowSeconds: issuedAtSeconds + LIFETIME_SECONDS + 1 }
      const approval = { ...decision, verifierDigest: 'of jane' }
      assertEqual(await store.approveRequestToken(token.key, approval), 'refused', 'the approval')
      assertEqual(await store.denyRequestToken(token.key, decision), 'refused', 'the denial')
      assertEqual(await store.findRequestToken(token.key), token, 'the request token')
    },
  },
  {
    name: 'an unknown request token cannot be approved or denied',
    async run(store, nowSeconds) {
      const approval = { userId: 'jane', verifierDigest: 'of jane', nowSeconds }
      assertEqual(await store.approveRequestToken('unknown', approval), 'refused', 'the approval')
      const denial = { userId: 'jane', nowSeconds }
      assertEqual(await store.denyRequestToken('unknown', denial), 'refused', 'the denial')
      assertEqual(await store.findRequestToken('unknown'), undefined, 'the request token')
    },
  },
  {
    name: 'a decision affects only one request token',
    async run(store, nowSeconds) {
      const other = await saveRequestToken(store, nowSeconds, { key: 'other' })
      await saveRequestToken(store, nowSeconds, { key: 'Approved' })
      await saveRequestToken(store, nowSeconds, { key: 'Denied' })
      const approval = { userId: 'jane', verifierDigest: 'of jane', nowSeconds }
      assertEqual(await store.approveRequestToken('Approved', approval), 'approved', 'the approval')
      const denial = { userId: 'jane', nowSeconds }
      assertEqual(await store.denyRequestToken('Denied', denial), 'denied', 'the denial')
      assertEqual(await store.findRequestToken('other'), other, 'the other request token')
    },
  },
]
