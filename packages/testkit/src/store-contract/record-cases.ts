import type { ConsumerRecord, Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import { findToken, makeAccessToken, makeConsumer, makeRequestToken } from './sample-records.js'
import { countOutcomes } from './run-concurrently.js'
import { tamperWith } from './tamper-with.js'

// More than 32 bits, like the seconds from 2038 on.
const LATE_SECONDS = 4_102_444_800
// Characters that get lost if a column is too narrow, or values are quoted by hand, split at commas or trimmed.
const TEXT = ' Größe 印刷 🖨️ e\u0301 مرحبا \'"`\\ %s $1 {a} [b] a,b;c:d|e\n\t<b>&amp; null '
const LIST = ['second', 'first', 'a,b', 'a b', '', TEXT, 'first']
const CREDENTIALS = LIST.map((value, index) =>
  index % 2 === 0 ? { value } : { value, expiresAtSeconds: LATE_SECONDS + index },
)
const KEYS_OF_OBJECTS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']
// The first two match patterns such as "_" and "%".
const KEYS_OF_DATABASES = [
  'x',
  'xy',
  '%',
  '_',
  '*',
  '?',
  'a:b',
  'a:',
  ':b',
  "'",
  '"',
  '\\',
  '{a}',
  '$1',
  '--',
]

interface Kind<Saved extends { readonly key: string }> {
  readonly title: string
  /** Creates records with every field; the states differ. */
  readonly makeFull: (key: string, nowSeconds: number) => readonly Saved[]
  /** Creates a record without its optional fields and with empty lists. */
  readonly makeSparse: (key: string, nowSeconds: number) => Saved
  /** Changes a string of the record, to distinguish it from an earlier one. */
  readonly change: (record: Saved, string: string) => Saved
  readonly save: (
    store: Store,
    record: Saved,
  ) => Promise<'created' | 'exists' | 'full' | 'consumer_full'>
  readonly find: (store: Store, key: string) => Promise<object | undefined>
}

const CONSUMERS: Kind<ConsumerRecord> = {
  title: 'a consumer',
  makeFull: (key, nowSeconds) =>
    (['pending', 'accepted', 'rejected', 'canceled'] as const).map((status) =>
      makeConsumer(nowSeconds, {
        key: `${key}-${status}`,
        name: TEXT,
        description: TEXT.repeat(20),
        website: 'https://printer.example/?a=1&b=%20#c',
        status,
        secrets: CREDENTIALS,
        publicKeys: [
          { value: '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n' },
          ...CREDENTIALS,
        ],
        signatureMethods: LIST,
        callbacks: LIST,
        defaultCallback: 'https://printer.example/ready?x=ä',
        revision: LATE_SECONDS,
        ownerId: TEXT,
        allowXauth: status === 'pending',
        allowTwoLegged: status === 'accepted',
        requireBodyHash: status === 'rejected',
        allowPlaintextInQuery: status === 'canceled',
        addressRanges: LIST,
        requestTokenLifetimeSeconds: LATE_SECONDS + 1,
        accessTokenLifetimeSeconds: LATE_SECONDS + 2,
        sessionLifetimeSeconds: LATE_SECONDS + 3,
        createdAtSeconds: LATE_SECONDS,
      }),
    ),
  makeSparse: (key, nowSeconds) =>
    makeConsumer(nowSeconds, {
      key,
      description: '',
      secrets: [],
      publicKeys: [],
      signatureMethods: [],
      callbacks: [],
      addressRanges: [],
    }),
  change: (consumer, name) => ({ ...consumer, name }),
  save: (store, consumer) => store.createConsumer(consumer),
  find: (store, key) => store.findConsumer(key),
}

const REQUEST_TOKENS: Kind<ReturnType<typeof makeRequestToken>> = {
  title: 'a request token',
  makeFull: (key, nowSeconds) =>
    (['pending', 'approved', 'denied', 'used', 'locked', 'revoked'] as const).map((state) =>
      makeRequestToken(nowSeconds, {
        key: `${key}-${state}`,
        secret: TEXT,
        callback: 'https://printer.example/ready?x=ä',
        scopes: LIST,
        state,
        userId: TEXT,
        verifierDigest: TEXT,
        wrongVerifiers: 3,
        consentKey: TEXT,
        createdAtSeconds: LATE_SECONDS,
        expiresAtSeconds: LATE_SECONDS + 1,
      }),
    ),
  makeSparse: (key, nowSeconds) => makeRequestToken(nowSeconds, { key, scopes: [] }),
  change: (token, secret) => ({ ...token, secret }),
  save: (store, token) => store.createRequestToken(token),
  find: (store, key) => store.findRequestToken(key),
}

const ACCESS_TOKENS: Kind<ReturnType<typeof makeAccessToken>> = {
  title: 'an access token',
  makeFull: (key, nowSeconds) =>
    (
      [
        ['valid', 'consent'],
        ['replaced', 'xauth'],
        ['revoked', 'owner'],
      ] as const
    ).map(([state, grantedBy]) =>
      makeAccessToken(nowSeconds, {
        key: `${key}-${state}`,
        secret: TEXT,
        userId: TEXT,
        scopes: LIST,
        grantedBy,
        state,
        createdAtSeconds: LATE_SECONDS,
        expiresAtSeconds: LATE_SECONDS + 1,
        sessionHandleDigest: TEXT,
        keepUntilSeconds: LATE_SECONDS + 3,
        lastUsedAtSeconds: LATE_SECONDS + 2,
      }),
    ),
  makeSparse: (key, nowSeconds) => makeAccessToken(nowSeconds, { key, scopes: [] }),
  change: (token, secret) => ({ ...token, secret }),
  save: (store, token) => store.createAccessToken(token),
  find: findToken,
}

/**
 * Promises about records of each kind: a saved record is found, with every field and only by its key.
 */
export const recordCases: readonly StoreCase[] = [
  ...createRecordCases(CONSUMERS),
  ...createRecordCases(REQUEST_TOKENS),
  ...createRecordCases(ACCESS_TOKENS),
]

function createRecordCases<Saved extends { readonly key: string }>(kind: Kind<Saved>): StoreCase[] {
  const { title, makeSparse, change, save, find } = kind

  async function saveAndFind(store: Store, record: Saved): Promise<void> {
    assertEqual(await find(store, record.key), undefined, `the unsaved ${record.key}`)
    assertEqual(await save(store, record), 'created', `saving ${record.key}`)
    assertEqual(await find(store, record.key), record, record.key)
  }

  async function saveAndFindAll(store: Store, records: readonly Saved[]): Promise<void> {
    for (const record of records) await saveAndFind(store, record)
    for (const record of records) assertEqual(await find(store, record.key), record, record.key)
  }

  return [
    {
      name: `${title} is found with every field as it was saved`,
      run: (store, nowSeconds) => saveAndFindAll(store, kind.makeFull('key', nowSeconds)),
    },
    {
      name: `${title} without what may be absent is found without it`,
      run: (store, nowSeconds) => saveAndFind(store, makeSparse('key', nowSeconds)),
    },
    {
      name: `${title} that nobody saved is undefined`,
      async run(store) {
        assertEqual(await find(store, 'unknown'), undefined, 'an unknown key')
      },
    },
    {
      name: `${title} whose key is taken is not saved, and the first one stays as it was`,
      async run(store, nowSeconds) {
        const first = makeSparse('key', nowSeconds)
        assertEqual(await save(store, first), 'created', 'the first')
        assertEqual(await save(store, first), 'exists', 'the same once more')
        assertEqual(await save(store, change(first, 'other')), 'exists', 'another of that key')
        assertEqual(await find(store, 'key'), first, 'the first one')
      },
    },
    {
      name: `${title} is saved once when 50 are saved under one key at the same moment`,
      async run(store, nowSeconds) {
        const records = Array.from({ length: 50 }, (_none, index) =>
          change(makeSparse('key', nowSeconds), `number ${index}`),
        )
        const outcomes = await Promise.all(records.map((record) => save(store, record)))
        assertEqual(countOutcomes(outcomes), { created: 1, exists: 49 }, 'the outcomes')
        const winner = records[outcomes.indexOf('created')]
        assertEqual(await find(store, 'key'), winner, 'the one that was created')
      },
    },
    {
      name: `${title} differs from one whose key differs in the case of a letter`,
      run: (store, nowSeconds) =>
        saveAndFindAll(
          store,
          ['key', 'Key', 'KEY'].map((key) => makeSparse(key, nowSeconds)),
        ),
    },
    {
      name: `${title} differs from one whose key of 255 characters differs in the last`,
      run: (store, nowSeconds) =>
        saveAndFindAll(
          store,
          ['a', 'b'].map((last) => makeSparse('x'.repeat(254) + last, nowSeconds)),
        ),
    },
    {
      name: `${title} may have a key that objects have too, such as __proto__`,
      run: (store, nowSeconds) =>
        saveAndFindAll(
          store,
          KEYS_OF_OBJECTS.map((key) => makeSparse(key, nowSeconds)),
        ),
    },
    {
      name: `${title} may have a key that means something to databases`,
      run: (store, nowSeconds) =>
        saveAndFindAll(
          store,
          KEYS_OF_DATABASES.map((key) => makeSparse(key, nowSeconds)),
        ),
    },
    {
      name: `${title} is kept as a copy of what was saved`,
      async run(store, nowSeconds) {
        for (const record of kind.makeFull('key', nowSeconds)) {
          const saved = structuredClone(record)
          assertEqual(await save(store, saved), 'created', `saving ${record.key}`)
          tamperWith(saved)
          assertEqual(await find(store, record.key), record, `${record.key}, its origin changed`)
        }
      },
    },
    {
      name: `${title} is found as a copy of what is kept`,
      async run(store, nowSeconds) {
        for (const record of kind.makeFull('key', nowSeconds)) {
          assertEqual(await save(store, record), 'created', `saving ${record.key}`)
          tamperWith(await find(store, record.key))
          tamperWith(await findToken(store, record.key))
          tamperWith((await store.findCredentials(record.key, undefined)).consumer)
          assertEqual(await find(store, record.key), record, `${record.key}, a find changed`)
        }
      },
    },
  ]
}
