import type { ConsumerRecord, Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import {
  CONSUMER_KEY,
  findToken,
  makeAccessToken,
  makeConsumer,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { runConcurrently, repeatConcurrently, countOutcomes } from './run-concurrently.js'
import { tamperWith } from './tamper-with.js'

// Keys that patterns, prefixes and collations confuse with the key of the sample consumer.
const SIMILAR_KEYS = [`${CONSUMER_KEY}-2`, 'print', 'Printer', '%', '*']

/** Promises about replacing and removing a consumer: no change is lost, and no token remains. */
export const consumerCases: readonly StoreCase[] = [
  {
    name: 'a consumer is replaced, with every field, if its revision is one less',
    async run(store, nowSeconds) {
      const other = await saveConsumer(store, makeConsumer(nowSeconds, { key: 'other' }))
      const whole = makeFullConsumer(nowSeconds + 1)
      const sparse = makeConsumer(nowSeconds, { revision: 2, signatureMethods: [] })
      for (const consumer of [whole, sparse, { ...whole, revision: 3 }]) {
        assertEqual(await store.replaceConsumer(consumer), 'replaced', 'the replacement')
        assertEqual(await store.findConsumer(CONSUMER_KEY), consumer, 'the consumer')
        const found = await store.findCredentials(CONSUMER_KEY, undefined)
        assertEqual(found.consumer, consumer, 'the consumer of a request')
        assertEqual(await store.findConsumer('other'), other, 'another consumer')
      }
    },
  },
  {
    name: 'a consumer of another revision is not replaced',
    async run(store, nowSeconds) {
      const current = await saveConsumer(
        store,
        makeConsumer(nowSeconds, { key: 'key', revision: 5 }),
      )
      for (const revision of [0, 4, 5, 7]) {
        const changed = { ...current, revision, name: 'Camera' }
        assertEqual(await store.replaceConsumer(changed), 'conflict', `revision ${revision}`)
        assertEqual(await store.findConsumer('key'), current, 'the consumer')
      }
    },
  },
  {
    name: 'a consumer that nobody saved is not replaced',
    async run(store, nowSeconds) {
      for (const revision of [0, 1, 2]) {
        const unknown = makeConsumer(nowSeconds, { key: 'unknown', revision })
        assertEqual(await store.replaceConsumer(unknown), 'absent', `revision ${revision}`)
      }
      assertEqual(await store.findConsumer('unknown'), undefined, 'the consumer')
    },
  },
  {
    name: 'only one of 50 simultaneous replacements succeeds',
    async run(store, nowSeconds) {
      const changes = Array.from({ length: 50 }, (_none, index) =>
        makeConsumer(nowSeconds, { revision: 1, name: `number ${index}` }),
      )
      const outcomes = await Promise.all(changes.map((change) => store.replaceConsumer(change)))
      assertEqual(countOutcomes(outcomes), { replaced: 1, conflict: 49 }, 'the outcomes')
      const winner = changes[outcomes.indexOf('replaced')]
      assertEqual(await store.findConsumer(CONSUMER_KEY), winner, 'the consumer')
    },
  },
  {
    name: 'a replacement is kept as a copy',
    async run(store, nowSeconds) {
      const replaced = makeFullConsumer(nowSeconds)
      const given = structuredClone(replaced)
      assertEqual(await store.replaceConsumer(given), 'replaced', 'the replacement')
      tamperWith(given)
      assertEqual(await store.findConsumer(CONSUMER_KEY), replaced, 'the consumer')
    },
  },
  {
    name: 'a consumer that is replaced keeps its tokens',
    async run(store, nowSeconds) {
      const tokens = [
        await saveRequestToken(store, nowSeconds),
        await saveAccessToken(store, nowSeconds),
      ]
      const replaced = makeConsumer(nowSeconds, { revision: 1, status: 'canceled' })
      assertEqual(await store.replaceConsumer(replaced), 'replaced', 'the replacement')
      for (const token of tokens) assertEqual(await findToken(store, token.key), token, token.key)
    },
  },
  {
    name: 'a replacement and a removal at the same moment leave no consumer',
    async run(store, nowSeconds) {
      for (let round = 0; round < 20; round++) {
        const key = `round ${round}`
        await saveConsumer(store, makeConsumer(nowSeconds, { key }))
        const replaced = makeConsumer(nowSeconds, { key, revision: 1 })
        const [, removal] = await runConcurrently(round, [
          () => store.replaceConsumer(replaced),
          () => store.removeConsumer(key),
        ])
        assertEqual(removal, 'removed', 'the removal')
        assertEqual(await store.findConsumer(key), undefined, 'the consumer')
      }
    },
  },
  {
    name: 'a consumer is removed once, with all its tokens',
    async run(store, nowSeconds) {
      for (const state of ['pending', 'approved', 'used'] as const) {
        await saveRequestToken(store, nowSeconds, { key: state, state })
      }
      for (const state of ['valid', 'replaced', 'revoked'] as const) {
        await saveAccessToken(store, nowSeconds, { key: state, state, userId: state })
      }
      assertEqual(await store.removeConsumer(CONSUMER_KEY), 'removed', 'the removal')
      assertEqual(await store.removeConsumer(CONSUMER_KEY), 'absent', 'the second removal')
      assertEqual(await store.findConsumer(CONSUMER_KEY), undefined, 'the consumer')
      await assertNoToken(store, ['pending', 'approved', 'used', 'valid', 'replaced', 'revoked'])
    },
  },
  {
    name: 'a consumer that is removed takes no token of another with it',
    async run(store, nowSeconds) {
      const kept = []
      for (const consumerKey of SIMILAR_KEYS) {
        await saveConsumer(store, makeConsumer(nowSeconds, { key: consumerKey }))
        const owner = { consumerKey, userId: CONSUMER_KEY }
        const requestFields = { key: `request ${consumerKey}`, ...owner }
        kept.push(await saveRequestToken(store, nowSeconds, requestFields))
        const accessFields = { key: `access ${consumerKey}`, ...owner }
        kept.push(await saveAccessToken(store, nowSeconds, accessFields))
      }
      assertEqual(await store.removeConsumer(CONSUMER_KEY), 'removed', 'the removal')
      for (const token of kept) assertEqual(await findToken(store, token.key), token, token.key)
      const listed = await store.listConsumers({ limit: 100 })
      assertEqual(listed.length, SIMILAR_KEYS.length, 'the number of consumers')
    },
  },
  {
    name: 'an unknown consumer cannot be removed',
    async run(store) {
      for (const key of ['unknown', ...SIMILAR_KEYS]) {
        assertEqual(await store.removeConsumer(key), 'absent', `the removal of ${key}`)
      }
      assertEqual((await store.listConsumers({ limit: 10 })).length, 1, 'the consumers')
    },
  },
  {
    name: 'a consumer that takes the key of a removed one has none of its tokens',
    async run(store, nowSeconds) {
      const { key: requestKey } = await saveRequestToken(store, nowSeconds)
      const { key: accessKey } = await saveAccessToken(store, nowSeconds)
      assertEqual(await store.removeConsumer(CONSUMER_KEY), 'removed', 'the removal')
      const newConsumer = await saveConsumer(store, makeConsumer(nowSeconds, { name: 'New' }))
      assertEqual(await store.findConsumer(CONSUMER_KEY), newConsumer, 'the new consumer')
      await assertNoToken(store, [requestKey, accessKey])
      // The keys are free again.
      await saveRequestToken(store, nowSeconds)
      await saveAccessToken(store, nowSeconds)
    },
  },
  {
    name: 'of 50 removals at the same moment one returns removed',
    async run(store, nowSeconds) {
      const { key } = await saveAccessToken(store, nowSeconds)
      const outcomes = await repeatConcurrently(50, () => store.removeConsumer(CONSUMER_KEY))
      assertEqual(countOutcomes(outcomes), { removed: 1, absent: 49 }, 'the outcomes')
      await assertNoToken(store, [key])
    },
  },
  {
    name: 'an exchange and a removal at the same moment leave no token behind',
    async run(store, nowSeconds) {
      for (let round = 0; round < 20; round++) {
        const consumerKey = `round ${round}`
        await saveConsumer(store, makeConsumer(nowSeconds, { key: consumerKey }))
        const key = `request ${round}`
        await saveRequestToken(store, nowSeconds, { key, consumerKey, state: 'approved' })
        const fields = { key: `access ${round}`, consumerKey }
        const exchange = { accessToken: makeAccessToken(nowSeconds, fields), nowSeconds }
        const [, removal] = await runConcurrently(round, [
          () => store.exchangeRequestToken(key, exchange),
          () => store.removeConsumer(consumerKey),
        ])
        assertEqual(removal, 'removed', 'the removal')
        await assertNoToken(store, [key, fields.key])
      }
    },
  },
  {
    name: 'a renewal and a removal at the same moment leave no token behind',
    async run(store, nowSeconds) {
      const handle = { sessionHandleDigest: 'handle' }
      for (let round = 0; round < 20; round++) {
        const consumerKey = `round ${round}`
        await saveConsumer(store, makeConsumer(nowSeconds, { key: consumerKey }))
        const key = `old ${round}`
        await saveAccessToken(store, nowSeconds, { key, consumerKey, ...handle })
        const fields = { key: `new ${round}`, consumerKey }
        const accessToken = makeAccessToken(nowSeconds, fields)
        const [, removal] = await runConcurrently(round, [
          () => store.renewAccessToken(key, { ...handle, accessToken, nowSeconds }),
          () => store.removeConsumer(consumerKey),
        ])
        assertEqual(removal, 'removed', 'the removal')
        await assertNoToken(store, [key, fields.key])
      }
    },
  },
]

/** Creates a replacement of the sample consumer that has every field and changes each. */
function makeFullConsumer(nowSeconds: number): ConsumerRecord {
  return {
    key: CONSUMER_KEY,
    revision: 1,
    name: 'Camera',
    description: 'Takes pictures',
    website: 'https://camera.example/',
    iconUrl: 'https://camera.example/icon.png',
    ownerId: 'jane',
    status: 'canceled',
    statusReason: 'The developer asked for it',
    secrets: [{ value: 'new' }, { value: 'old', expiresAtSeconds: nowSeconds }],
    publicKeys: [{ value: 'new key' }, { value: 'old key', expiresAtSeconds: nowSeconds }],
    signatureMethods: ['HMAC-SHA256', 'HMAC-SHA1'],
    callbacks: ['https://camera.example/', 'oob'],
    scopes: ['photos', 'albums'],
    defaultCallback: 'https://camera.example/ready',
    allowXauth: true,
    allowTwoLegged: true,
    requireBodyHash: true,
    allowPlaintextInQuery: true,
    addressRanges: ['192.0.2.0/24'],
    requestTokenLifetimeSeconds: 60,
    accessTokenLifetimeSeconds: 61,
    sessionLifetimeSeconds: 62,
    createdAtSeconds: nowSeconds,
  }
}

async function saveConsumer(store: Store, consumer: ConsumerRecord): Promise<ConsumerRecord> {
  assertEqual(await store.createConsumer(consumer), 'created', `saving ${consumer.key}`)
  return consumer
}

async function assertNoToken(store: Store, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    assertEqual(await findToken(store, key), undefined, `the token ${key}`)
    assertEqual(await store.findRequestToken(key), undefined, `the request token ${key}`)
  }
  assertEqual(await store.listAccessTokens({}, { limit: 100 }), [], 'the list of access tokens')
}
