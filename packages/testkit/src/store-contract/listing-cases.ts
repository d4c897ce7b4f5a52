import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import {
  CONSUMER_KEY,
  LIFETIME_SECONDS,
  makeAccessToken,
  makeConsumer,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { tamperWith } from './tamper-with.js'

// In the order of ASCII: "-", digits, upper case, "_", lower case.
const KEYS = ['-', '-a', '0', '10', '9', 'A', 'Z', '_', '_a', 'a', 'a-', 'aB', 'aa', 'b', 'z']
// The last five would match with patterns, prefixes, collations or defaults.
const FILTERS = [
  [{}, ['1', '2', '3', '4', '5']],
  [{ consumerKey: undefined, userId: undefined }, ['1', '2', '3', '4', '5']],
  [{ consumerKey: CONSUMER_KEY }, ['1', '2', '5']],
  [{ userId: 'jane' }, ['1', '3', '5']],
  [{ consumerKey: CONSUMER_KEY, userId: 'jane' }, ['1', '5']],
  [{ consumerKey: 'other', userId: 'bob' }, ['4']],
  [{ consumerKey: 'other', userId: 'unknown' }, []],
  [{ consumerKey: 'unknown', userId: 'jane' }, []],
  [{ consumerKey: 'jane' }, []],
  [{ consumerKey: 'othe' }, []],
  [{ consumerKey: '%' }, []],
  [{ userId: 'Jane' }, []],
  [{ userId: '' }, []],
  [{ consumerKey: '' }, []],
] as const

// Indexes cannot compress these characters, unlike a repeated letter.
const LONG = Array.from({ length: 254 }, (_none, index) =>
  String.fromCharCode(0x21 + ((index * index * 31 + index * 17) % 94)),
).join('')

// The last ones would match with patterns, prefixes, collations or defaults.
const CONSUMER_FILTERS = [
  [{}, ['1', '2', '3', '4', CONSUMER_KEY]],
  [{ ownerId: 'jane' }, ['1', '2']],
  [{ status: 'pending' }, ['2', '3']],
  [{ ownerId: 'jane', status: 'pending' }, ['2']],
  [{ ownerId: 'bob', status: 'accepted' }, []],
  [{ ownerId: 'Jane' }, []],
  [{ ownerId: 'jan' }, []],
  [{ ownerId: '%' }, []],
  [{ ownerId: '' }, []],
] as const

/** Promises about lists: in order, each matching record once. */
export const listingCases: readonly StoreCase[] = [
  {
    name: 'consumers are listed by owner, by status, by both, or all',
    async run(store, nowSeconds) {
      for (const [key, ownerId, status] of [
        ['1', 'jane', 'accepted'],
        ['2', 'jane', 'pending'],
        ['3', 'bob', 'pending'],
        ['4', undefined, 'rejected'],
      ] as const) {
        await store.createConsumer(makeConsumer(nowSeconds, { key, ownerId, status }))
      }
      for (const [filter, keys] of CONSUMER_FILTERS) {
        const subject = JSON.stringify(filter)
        assertEqual(getKeys(await store.listConsumers({ ...filter, limit: 10 })), keys, subject)
        const pages = []
        for (let after: string | undefined; ; after = getKeys(pages).at(-1)) {
          const page = await store.listConsumers({ ...filter, after, limit: 1 })
          if (page.length === 0) break
          pages.push(...page)
        }
        assertEqual(getKeys(pages), keys, `${subject}, one by one`)
      }
    },
  },
  {
    name: 'an access token whose key, consumer and user are of 255 bytes is listed, by each of them',
    async run(store, nowSeconds) {
      const consumerKey = `${LONG}c`
      await store.createConsumer(makeConsumer(nowSeconds, { key: consumerKey }))
      const tokens = []
      for (const userId of [`${LONG}a`, `${LONG}b`]) {
        const long = { key: `${userId.slice(-1)}${LONG}`, consumerKey, userId }
        tokens.push(await saveAccessToken(store, nowSeconds, long))
      }
      for (const token of tokens) {
        const { userId } = token
        assertEqual(await store.listAccessTokens({ userId }, { limit: 10 }), [token], 'of the user')
        const filter = { consumerKey, userId }
        assertEqual(await store.listAccessTokens(filter, { limit: 10 }), [token], 'of both')
      }
      const all = await store.listAccessTokens({ consumerKey }, { limit: 10 })
      assertEqual(getKeys(all).sort(), getKeys(tokens).sort(), 'of the consumer')
    },
  },
  {
    name: 'consumers are listed in the order of their keys, each once, page by page',
    async run(store, nowSeconds) {
      await store.removeConsumer(CONSUMER_KEY)
      assertEqual(await store.listConsumers({ limit: 10 }), [], 'the list of none')
      for (const key of shuffle(KEYS)) {
        await store.createConsumer(makeConsumer(nowSeconds, { key }))
      }
      await assertPages(KEYS, (after, limit) => store.listConsumers({ after, limit }))
    },
  },
  {
    name: 'a page of consumers begins after a key, whether that is there or not',
    async run(store, nowSeconds) {
      for (const key of ['a', 'removed', 'z']) {
        await store.createConsumer(makeConsumer(nowSeconds, { key }))
      }
      await store.removeConsumer('removed')
      for (const [after, expected] of [
        ['a', [CONSUMER_KEY, 'z']],
        ['b', [CONSUMER_KEY, 'z']],
        ['removed', ['z']],
        ['z', []],
        ['zz', []],
      ] as const) {
        assertEqual(getKeys(await store.listConsumers({ after, limit: 10 })), expected, after)
      }
    },
  },
  {
    name: 'consumers are listed whole and as copies, as they are now',
    async run(store, nowSeconds) {
      const replaced = makeConsumer(nowSeconds, {
        revision: 1,
        ownerId: 'jane',
        secrets: [{ value: 'new' }, { value: 'old', expiresAtSeconds: nowSeconds }],
      })
      await store.replaceConsumer(replaced)
      for (let times = 0; times < 2; times++) {
        const found = await store.listConsumers({ limit: 10 })
        assertEqual(found, [replaced], 'the list')
        tamperWith(found)
      }
    },
  },
  {
    name: 'access tokens are listed in one order, each once, page by page',
    async run(store, nowSeconds) {
      assertEqual(await store.listAccessTokens({}, { limit: 10 }), [], 'the list of none')
      for (const key of shuffle(KEYS)) {
        await saveAccessToken(store, nowSeconds, { key })
        // So that the limit of a page must apply after the filter.
        await saveAccessToken(store, nowSeconds, { key: `${key} revoked`, state: 'revoked' })
      }
      const consumerKey = CONSUMER_KEY
      const ordered = getKeys(await store.listAccessTokens({}, { limit: 100 }))
      assertEqual([...ordered].sort(), KEYS, 'the list of all')
      for (const filter of [{}, { userId: 'jane' }, { consumerKey, userId: 'jane' }]) {
        await assertPages(ordered, (after, limit) =>
          store.listAccessTokens(filter, { after, limit }),
        )
      }
    },
  },
  {
    name: 'a page of access tokens begins after a key, whether that is there or not',
    async run(store, nowSeconds) {
      // A purge or a revocation removes every second token, so that gaps appear in any order.
      const expiresAtSeconds = nowSeconds + LIFETIME_SECONDS
      for (const key of shuffle(KEYS)) await saveAccessToken(store, nowSeconds, { key })
      const ordered = getKeys(await store.listAccessTokens({}, { limit: 100 }))
      for (const [index, key] of ordered.entries()) {
        if (index % 4 === 1) await store.revokeTokens({ tokenKey: key }, expiresAtSeconds)
        if (index % 4 === 3) await store.revokeTokens({ tokenKey: key }, nowSeconds)
      }
      await store.purge(nowSeconds + 1)
      for (const [index, after] of ordered.entries()) {
        const expected = ordered.filter((_key, other) => other > index && other % 2 === 0)
        assertEqual(
          getKeys(await store.listAccessTokens({}, { after, limit: 100 })),
          expected,
          after,
        )
      }
    },
  },
  {
    name: 'access tokens are listed by consumer, by user, by both, or all',
    async run(store, nowSeconds) {
      await store.createConsumer(makeConsumer(nowSeconds, { key: 'other' }))
      const other = { consumerKey: 'other' }
      await saveAccessToken(store, nowSeconds, { key: '1', userId: 'jane' })
      await saveAccessToken(store, nowSeconds, { key: '2', userId: 'bob' })
      await saveAccessToken(store, nowSeconds, { key: '3', userId: 'jane', ...other })
      await saveAccessToken(store, nowSeconds, { key: '4', userId: 'bob', ...other })
      await saveAccessToken(store, nowSeconds, { key: '5', userId: 'jane' })
      for (const [filter, expected] of FILTERS) {
        const found = await store.listAccessTokens(filter, { limit: 10 })
        assertEqual(getKeys(found).sort(), expected, JSON.stringify(filter))
      }
    },
  },
  {
    name: 'access tokens are listed whole and as copies',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, {
        scopes: ['photos', 'albums'],
        grantedBy: 'xauth',
        expiresAtSeconds: nowSeconds + 1,
        keepUntilSeconds: nowSeconds + 2,
        sessionHandleDigest: 'handle',
        lastUsedAtSeconds: nowSeconds,
      })
      for (const filter of [{}, { userId: 'jane' }, { consumerKey: CONSUMER_KEY }]) {
        const found = await store.listAccessTokens(filter, { limit: 10 })
        assertEqual(found, [token], JSON.stringify(filter))
        tamperWith(found)
        assertEqual(await store.listAccessTokens(filter, { limit: 10 }), [token], 'once more')
      }
    },
  },
  {
    name: 'only valid access tokens are listed, expired ones until they are purged',
    async run(store, nowSeconds) {
      const listKeys = async () => getKeys(await store.listAccessTokens({}, { limit: 10 })).sort()
      await saveRequestToken(store, nowSeconds, { key: 'request', state: 'approved' })
      for (const state of ['replaced', 'revoked'] as const) {
        await saveAccessToken(store, nowSeconds, { key: state, state })
      }
      for (const key of ['endless', 'expired']) {
        const expiresAtSeconds = key === 'expired' ? nowSeconds : undefined
        const keepUntilSeconds = key === 'expired' ? nowSeconds + 100 : undefined
        await saveAccessToken(store, nowSeconds, { key, expiresAtSeconds, keepUntilSeconds })
      }
      const handle = { sessionHandleDigest: 'handle' }
      await saveAccessToken(store, nowSeconds, { key: 'old', ...handle })
      const accessToken = makeAccessToken(nowSeconds, { key: 'new' })
      assertEqual(await listKeys(), ['endless', 'expired', 'old'], 'the list')
      await store.renewAccessToken('old', { ...handle, accessToken, nowSeconds })
      assertEqual(await listKeys(), ['endless', 'expired', 'new'], 'the list after a renewal')
      const exchanged = makeAccessToken(nowSeconds, { key: 'exchanged' })
      await store.exchangeRequestToken('request', { accessToken: exchanged, nowSeconds })
      assertEqual(await listKeys(), ['endless', 'exchanged', 'expired', 'new'], 'after an exchange')
      await store.purge(nowSeconds + 101)
      assertEqual(await listKeys(), ['endless', 'exchanged', 'new'], 'after a purge')
      await store.revokeTokens({ tokenKey: 'new' }, nowSeconds + 200)
      assertEqual(await listKeys(), ['endless', 'exchanged'], 'after a revocation')
    },
  },
]

type Keyed = readonly { readonly key: string }[]

/** Reads all pages in several sizes and asserts that all keys come in order. */
async function assertPages(
  ordered: readonly string[],
  read: (after: string | undefined, limit: number) => Promise<Keyed>,
): Promise<void> {
  for (const limit of [1, 3, ordered.length, 100]) {
    const keys: string[] = []
    let page = await read(undefined, limit)
    // Stops when there are enough keys, so that a store that repeats them does not loop forever.
    while (page.length > 0 && keys.length < ordered.length) {
      if (page.length > limit) throw new Error(`a page of ${limit} contains ${page.length}`)
      keys.push(...getKeys(page))
      page = await read(keys.at(-1), limit)
    }
    assertEqual(keys, ordered, `the keys by pages of ${limit}`)
    assertEqual(page, [], `the page of ${limit} after the last key`)
  }
}

function getKeys(records: Keyed): string[] {
  return records.map(({ key }) => key)
}

/** Shuffles the keys, always in the same way. */
function shuffle(keys: readonly string[]): readonly string[] {
  return keys.map((_key, index) => keys[(index * 7) % keys.length] ?? '')
}
