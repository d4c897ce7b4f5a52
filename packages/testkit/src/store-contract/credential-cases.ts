import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import {
  CONSUMER_KEY,
  makeAccessToken,
  makeConsumer,
  makeRequestToken,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'

/**
 * Promises about finding consumer and token in one read, and about the kinds of keys.
 */
export const credentialCases: readonly StoreCase[] = [
  {
    name: 'consumer and token are found together, each of them whether or not the other is known',
    async run(store, nowSeconds) {
      const consumer = makeConsumer(nowSeconds)
      const requestToken = await saveRequestToken(store, nowSeconds)
      const accessToken = await saveAccessToken(store, nowSeconds)
      const tokens = [
        [undefined, undefined],
        ['unknown', undefined],
        [requestToken.key, requestToken],
        [accessToken.key, accessToken],
      ] as const
      for (const [tokenKey, token] of tokens) {
        assertEqual(
          await store.findCredentials(CONSUMER_KEY, tokenKey),
          { consumer, token },
          `the known consumer and the token ${String(tokenKey)}`,
        )
        assertEqual(
          await store.findCredentials('unknown', tokenKey),
          { consumer: undefined, token },
          `the unknown consumer and the token ${String(tokenKey)}`,
        )
      }
    },
  },
  {
    name: 'a token is found also with a consumer to whom it was not issued',
    async run(store, nowSeconds) {
      const consumer = makeConsumer(nowSeconds, { key: 'camera', name: 'Camera' })
      assertEqual(await store.createConsumer(consumer), 'created', 'the other consumer')
      const token = await saveAccessToken(store, nowSeconds)
      assertEqual(
        await store.findCredentials('camera', token.key),
        { consumer, token },
        "another's token",
      )
    },
  },
  {
    name: 'a consumer and a token may have the same key',
    async run(store, nowSeconds) {
      assertEqual(await store.findRequestToken(CONSUMER_KEY), undefined, 'no request token')
      const token = await saveRequestToken(store, nowSeconds, { key: CONSUMER_KEY })
      const consumer = makeConsumer(nowSeconds)
      assertEqual(await store.findConsumer(CONSUMER_KEY), consumer, 'the consumer')
      assertEqual(await store.findRequestToken(CONSUMER_KEY), token, 'the request token')
      assertEqual(
        await store.findCredentials(CONSUMER_KEY, CONSUMER_KEY),
        { consumer, token },
        'both',
      )
    },
  },
  {
    name: 'a token is not a consumer',
    async run(store, nowSeconds) {
      const { key } = await saveRequestToken(store, nowSeconds)
      assertEqual(await store.findConsumer(key), undefined, 'the consumer of a token key')
    },
  },
  {
    name: 'an access token is not a request token',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds)
      const { key, userId } = token
      assertEqual(await store.findRequestToken(key), undefined, 'found as a request token')
      const approval = { userId, verifierDigest: 'verifier', nowSeconds }
      assertEqual(await store.approveRequestToken(key, approval), 'refused', 'approved')
      assertEqual(await store.denyRequestToken(key, { userId, nowSeconds }), 'refused', 'denied')
      assertEqual(await store.countWrongVerifier(key, 5), 0, 'wrong verifiers')
      const accessToken = makeAccessToken(nowSeconds, { key: 'other' })
      assertEqual(
        await store.exchangeRequestToken(key, { accessToken, nowSeconds }),
        'refused',
        'exchanged',
      )
      assertEqual(
        await store.findCredentials(CONSUMER_KEY, key),
        { consumer: makeConsumer(nowSeconds), token },
        'the access token',
      )
    },
  },
  {
    name: 'a token of one kind is not saved under the key of one of the other',
    async run(store, nowSeconds) {
      const requestToken = await saveRequestToken(store, nowSeconds, { key: 'request' })
      const accessToken = await saveAccessToken(store, nowSeconds, { key: 'access' })
      const access = makeAccessToken(nowSeconds, { key: 'request' })
      assertEqual(await store.createAccessToken(access), 'exists', 'as an access token')
      const request = makeRequestToken(nowSeconds, { key: 'access' })
      assertEqual(await store.createRequestToken(request), 'exists', 'as a request token')
      assertEqual(await store.findRequestToken('access'), undefined, 'the second request token')
      for (const token of [requestToken, accessToken]) {
        const found = await store.findCredentials(CONSUMER_KEY, token.key)
        assertEqual(found.token, token, token.key)
      }
      const listed = await store.listAccessTokens({}, { limit: 10 })
      assertEqual(listed, [accessToken], 'the access tokens')
    },
  },
]
