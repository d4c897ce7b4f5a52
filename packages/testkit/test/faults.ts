import type {
  AccessTokenRecord,
  ConsumerCredential,
  ConsumerRecord,
  NonceRecord,
  RequestTokenRecord,
  Store,
} from '@oauthplus/server'
import { also, evicting } from './fault.js'
import type { Broken, Fault } from './fault.js'
import { MANAGEMENT_FAULTS } from './management-faults.js'
import { REFUSAL_FAULTS } from './refusal-faults.js'
import type { PlainStore } from './plain-store.js'

type AnyRecord = ConsumerRecord | RequestTokenRecord | AccessTokenRecord

/** Saves what `edit` leaves of each record. */
function saving(edit: <Saved extends AnyRecord>(record: Saved) => Saved): Broken {
  return ({ store }) => ({
    createConsumer: (consumer) => store.createConsumer(edit(consumer)),
    createRequestToken: (token) => store.createRequestToken(edit(token)),
    createAccessToken: (token) => store.createAccessToken(edit(token)),
  })
}

/** Edits each text, list or number of a record, but not its key. */
function editing(edit: (value: unknown) => unknown) {
  return <Saved extends AnyRecord>(record: Saved): Saved =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [name, name === 'key' ? value : edit(value)]),
    ) as unknown as Saved
}

function editTexts(edit: (text: string) => string) {
  return editing((value) => {
    if (typeof value === 'string') return edit(value)
    return Array.isArray(value) ? value.map((item: Item) => editItem(item, edit)) : value
  })
}

type Item = string | { readonly value: string }

/** Edits an item of a list: a string, or an object that contains one. */
function editItem(item: Item, edit: (text: string) => string): Item {
  return typeof item === 'string' ? edit(item) : { ...item, value: edit(item.value) }
}

function editLists(edit: (list: string[]) => string[]) {
  return editing((value) => {
    const isOfTexts = Array.isArray(value) && value.every((item) => typeof item === 'string')
    return isOfTexts ? edit(value) : value
  })
}

/** Edits what is found. */
function finding(edit: (record: AnyRecord | undefined) => unknown): Broken {
  return ({ store }) => ({
    findConsumer: async (key) => edit(await store.findConsumer(key)) as ConsumerRecord | undefined,
    findRequestToken: async (key) =>
      edit(await store.findRequestToken(key)) as RequestTokenRecord | undefined,
    findCredentials: async (...keys) => {
      const { consumer, token } = await store.findCredentials(...keys)
      return { consumer: edit(consumer), token: edit(token) } as Awaited<
        ReturnType<Store['findCredentials']>
      >
    },
  })
}

/** Takes keys for the same that are not. */
function confusing(isSame: (saved: string, asked: string) => boolean): Broken {
  return ({ store, tables: { consumers, requestTokens, accessTokens } }) => {
    const key = (table: ReadonlyMap<string, unknown>, asked: string) =>
      [...table.keys()].find((saved) => isSame(saved, asked)) ?? asked
    const withKey = <Saved extends AnyRecord>(
      table: ReadonlyMap<string, unknown>,
      record: Saved,
    ) => ({
      ...record,
      key: key(table, record.key),
    })
    return {
      createConsumer: (consumer) => store.createConsumer(withKey(consumers, consumer)),
      createRequestToken: (token) => store.createRequestToken(withKey(requestTokens, token)),
      createAccessToken: (token) => store.createAccessToken(withKey(accessTokens, token)),
      findConsumer: (asked) => store.findConsumer(key(consumers, asked)),
      findRequestToken: (asked) => store.findRequestToken(key(requestTokens, asked)),
      findCredentials: (consumerKey, asked = '') =>
        store.findCredentials(
          key(consumers, consumerKey),
          requestTokens.has(asked) ? asked : key(accessTokens, asked),
        ),
    }
  }
}

/** Decides about a request token without some of the checks. */
function deciding(mayDecide: (token: RequestTokenRecord, nowSeconds: number) => boolean): Broken {
  return ({ tables: { requestTokens } }) => {
    const decide = <State extends 'approved' | 'denied'>(
      { key, nowSeconds }: { key: string; nowSeconds: number },
      fields: Partial<RequestTokenRecord> & { state: State },
    ): State | 'refused' => {
      const token = requestTokens.get(key)
      if (!token || !mayDecide(token, nowSeconds)) return 'refused'
      requestTokens.set(key, { ...token, ...fields })
      return fields.state
    }
    return {
      approveRequestToken: async (key, { userId, verifierDigest, nowSeconds }) =>
        decide({ key, nowSeconds }, { state: 'approved', userId, verifierDigest }),
      denyRequestToken: async (key, { userId, nowSeconds }) =>
        decide({ key, nowSeconds }, { state: 'denied', userId }),
    }
  }
}

/** Exchanges a request token without some of the checks. */
function exchanging(
  mayExchange: (token: RequestTokenRecord, nowSeconds: number) => boolean,
): Broken {
  return ({ tables: { requestTokens, accessTokens } }) => ({
    exchangeRequestToken: async (key, { accessToken, nowSeconds }) => {
      const token = requestTokens.get(key)
      if (!token || !mayExchange(token, nowSeconds)) return 'refused'
      requestTokens.set(key, { ...token, state: 'used' })
      accessTokens.set(accessToken.key, accessToken)
      return 'exchanged'
    },
  })
}

/** Edits the nonce that is recorded. */
function recording(edit: (nonce: NonceRecord) => Partial<NonceRecord>): Broken {
  return ({ store }) => ({
    recordNonce: (nonce) => store.recordNonce({ ...nonce, ...edit(nonce) }),
  })
}

function lastUse(
  { tables: { accessTokens } }: PlainStore,
  { accessTokenKey = '', nowSeconds }: NonceRecord,
): void {
  const token = accessTokens.get(accessTokenKey)
  if (token) accessTokens.set(token.key, { ...token, lastUsedAtSeconds: nowSeconds })
}

const isLive = (token: RequestTokenRecord, now: number) => token.expiresAtSeconds >= now

const RACES: Fault[] = [
  {
    name: 'creates consumers in two steps',
    racy: ['createConsumer'],
    caughtBy: 'a consumer is saved once when 50 are saved under one key at the same moment',
  },
  {
    name: 'creates request tokens in two steps',
    racy: ['createRequestToken'],
    caughtBy: 'a request token is saved once when 50 are saved under one key at the same moment',
  },
  {
    name: 'creates access tokens in two steps',
    racy: ['createAccessToken'],
    caughtBy: 'an access token is saved once when 50 are saved under one key at the same moment',
  },
  {
    name: 'records nonces in two steps',
    racy: ['recordNonce'],
    caughtBy: 'a nonce is recorded by exactly one of 50 calls at the same moment',
  },
  {
    name: 'records nonces in two steps, seen from a bound',
    racy: ['recordNonce'],
    caughtBy: 'of 50 nonces at the same moment as many are recorded as there is room for',
  },
  {
    name: 'approves in two steps',
    racy: ['approveRequestToken'],
    caughtBy: 'only one of 50 simultaneous approvals succeeds, with its user and verifier',
  },
  {
    name: 'denies in two steps',
    racy: ['denyRequestToken'],
    caughtBy: 'only one of 50 simultaneous denials succeeds, with its user',
  },
  {
    name: 'approves in two steps, seen from a denial',
    racy: ['approveRequestToken'],
    caughtBy: 'only one of a simultaneous approval and denial succeeds',
  },
  {
    name: 'denies in two steps, seen from an approval',
    racy: ['denyRequestToken'],
    caughtBy: 'only one of a simultaneous approval and denial succeeds',
  },
  {
    name: 'counts wrong verifiers in two steps',
    racy: ['countWrongVerifier'],
    caughtBy: 'of 50 wrong verifiers at the same moment every one is counted',
  },
  {
    name: 'counts wrong verifiers in two steps, seen from an exchange',
    racy: ['countWrongVerifier'],
    caughtBy:
      'an exchange and the wrong verifier that locks, at the same moment, do not both succeed',
  },
  {
    name: 'exchanges in two steps',
    racy: ['exchangeRequestToken'],
    caughtBy: 'of 50 exchanges at the same moment one succeeds, and only its access token exists',
  },
  {
    name: 'exchanges in two steps, seen from a purge',
    racy: ['exchangeRequestToken'],
    caughtBy: 'an exchange in the last second and a purge do not undo each other',
  },
  {
    name: 'exchanges in two steps, seen from a bound',
    racy: ['exchangeRequestToken'],
    caughtBy: 'of 50 exchanges at the same moment as many succeed as there is room for',
  },
  {
    name: 'purges in two steps',
    racy: ['purge'],
    caughtBy: 'of ten purges at the same moment each counts what it has forgotten itself',
  },
]

const RECORDS: Fault[] = [
  ...(['a consumer', 'a request token', 'an access token'] as const).flatMap((title): Fault[] => [
    {
      name: `keeps references to what was saved (${title})`,
      broken: ({ store, tables: { consumers, requestTokens, accessTokens } }) => ({
        createConsumer: async (consumer) => {
          const outcome = await store.createConsumer(consumer)
          if (outcome === 'created') consumers.set(consumer.key, consumer)
          return outcome
        },
        createRequestToken: async (token) => {
          const outcome = await store.createRequestToken(token)
          if (outcome === 'created') requestTokens.set(token.key, token)
          return outcome
        },
        createAccessToken: async (token) => {
          const outcome = await store.createAccessToken(token)
          if (outcome === 'created') accessTokens.set(token.key, token)
          return outcome
        },
      }),
      caughtBy: `${title} is kept as a copy of what was saved`,
    },
    {
      name: `copies records but not their lists (${title})`,
      broken: ({ tables: { consumers, requestTokens, accessTokens } }) => ({
        findConsumer: async (key) => shallowCopy(consumers.get(key)),
        findRequestToken: async (key) => shallowCopy(requestTokens.get(key)),
        findCredentials: async (consumerKey, tokenKey = '') => ({
          consumer: shallowCopy(consumers.get(consumerKey)),
          token: shallowCopy(requestTokens.get(tokenKey) ?? accessTokens.get(tokenKey)),
        }),
      }),
      caughtBy: `${title} is found as a copy of what is kept`,
    },
    {
      name: `replaces what has the key already (${title})`,
      broken: ({ store, tables: { consumers, requestTokens, accessTokens } }) => ({
        createConsumer: (consumer) => {
          consumers.delete(consumer.key)
          return store.createConsumer(consumer)
        },
        createRequestToken: (token) => {
          requestTokens.delete(token.key)
          return store.createRequestToken(token)
        },
        createAccessToken: (token) => {
          accessTokens.delete(token.key)
          return store.createAccessToken(token)
        },
      }),
      caughtBy: `${title} whose key is taken is not saved, and the first one stays as it was`,
    },
    {
      name: `gives null for what is unknown (${title})`,
      broken: finding((record) => record ?? null),
      caughtBy: `${title} that nobody saved is undefined`,
    },
    {
      name: `gives an empty text for an empty list (${title})`,
      broken: saving(editLists((list) => (list.length === 0 ? [''] : list))),
      caughtBy: `${title} without what may be absent is found without it`,
    },
    ...(
      [
        ['keeps 32 bits of seconds', editing((it) => (typeof it === 'number' ? it | 0 : it))],
        ['keeps ASCII alone', editTexts((text) => text.replace(/[^\n\t -~]/g, '?'))],
        ['composes characters', editTexts((text) => text.normalize('NFC'))],
        ['trims texts', editTexts((text) => text.trim())],
        ['keeps 64 characters', editTexts((text) => text.slice(0, 64))],
        ['doubles quotes', editTexts((text) => text.replaceAll("'", "''"))],
        ['joins lists with commas', editLists((list) => list.join(',').split(','))],
        ['joins lists with spaces', editLists((list) => list.join(' ').split(' '))],
        ['sorts lists', editLists((list) => [...list].sort())],
        ['makes sets of lists', editLists((list) => [...new Set(list)])],
        ['drops empty texts of lists', editLists((list) => list.filter((text) => text !== ''))],
      ] as const
    ).map(([name, edit]) => ({
      name: `${name} (${title})`,
      broken: saving(edit),
      caughtBy: `${title} is found with every field as it was saved`,
    })),
    {
      name: `does not tell letter case (${title})`,
      broken: confusing((saved, asked) => saved.toLowerCase() === asked.toLowerCase()),
      caughtBy: `${title} differs from one whose key differs in the case of a letter`,
    },
    {
      name: `keeps 254 characters of keys (${title})`,
      broken: confusing((saved, asked) => saved.slice(0, 254) === asked.slice(0, 254)),
      caughtBy: `${title} differs from one whose key of 255 characters differs in the last`,
    },
    {
      name: `finds by pattern (${title})`,
      broken: confusing((saved, asked) => saved === asked || asked === '%'),
      caughtBy: `${title} may have a key that means something to databases`,
    },
    {
      name: `splits keys at colons (${title})`,
      broken: confusing((saved, asked) => saved.split(':')[0] === asked.split(':')[0]),
      caughtBy: `${title} may have a key that means something to databases`,
    },
    {
      name: `keeps records in an object (${title})`,
      broken: ({ store }) => {
        const orInherited = <Found>(found: Found, key = '') =>
          (Reflect.get({}, key) ?? found) as Found
        return {
          findConsumer: async (key) => orInherited(await store.findConsumer(key), key),
          findRequestToken: async (key) => orInherited(await store.findRequestToken(key), key),
          findCredentials: async (consumerKey, tokenKey) => {
            const { consumer, token } = await store.findCredentials(consumerKey, tokenKey)
            return {
              consumer: orInherited(consumer, consumerKey),
              token: orInherited(token, tokenKey),
            }
          },
        }
      },
      caughtBy: `${title} may have a key that objects have too, such as __proto__`,
    },
  ]),
  ...(
    [
      ['a consumer', ['name', 'description', 'website', 'status', 'secrets', 'publicKeys']],
      ['a consumer', ['signatureMethods', 'callbacks', 'defaultCallback', 'allowXauth']],
      ['a consumer', ['revision', 'ownerId', 'allowTwoLegged', 'requireBodyHash']],
      ['a consumer', ['addressRanges', 'createdAtSeconds', 'requestTokenLifetimeSeconds']],
      ['a consumer', ['accessTokenLifetimeSeconds', 'sessionLifetimeSeconds']],
      ['a consumer', ['allowPlaintextInQuery']],
      ['a request token', ['secret', 'consumerKey', 'callback', 'scopes', 'state', 'userId']],
      ['a request token', ['verifierDigest', 'wrongVerifiers', 'consentKey', 'kind']],
      ['a request token', ['createdAtSeconds', 'expiresAtSeconds']],
      ['an access token', ['kind', 'secret', 'consumerKey', 'userId', 'scopes']],
      ['an access token', ['createdAtSeconds', 'expiresAtSeconds', 'lastUsedAtSeconds']],
      ['an access token', ['grantedBy', 'state', 'sessionHandleDigest', 'keepUntilSeconds']],
    ] as const
  ).flatMap(([title, fields]) =>
    fields.map((field) => ({
      name: `loses ${field} (${title})`,
      broken: finding((record) => record && { ...record, [field]: undefined }),
      caughtBy: `${title} is found with every field as it was saved`,
    })),
  ),
  ...(
    [
      ['loses the expiry of secrets', ({ value }: ConsumerCredential) => ({ value })],
      ['keeps secrets as texts', ({ value }: ConsumerCredential) => value],
      [
        'gives null where a secret has no expiry',
        (credential: ConsumerCredential) => ({ expiresAtSeconds: null, ...credential }),
      ],
      [
        'keeps 32 bits of the expiry of secrets',
        ({ value, expiresAtSeconds = 0 }: ConsumerCredential) => ({
          value,
          expiresAtSeconds: expiresAtSeconds | 0,
        }),
      ],
    ] as const
  ).flatMap(([name, edit]) =>
    (['secrets', 'publicKeys'] as const).map((field) => ({
      name: `${name} (${field})`,
      broken: finding((record) =>
        record && 'secrets' in record
          ? { ...record, [field]: record[field].map((it): unknown => edit(it)) }
          : record,
      ),
      caughtBy: 'a consumer is found with every field as it was saved',
    })),
  ),
  ...(['secrets', 'publicKeys'] as const).flatMap((field): Fault[] => [
    {
      name: `copies lists but not what is in them (${field})`,
      broken: ({ store, tables: { consumers } }) => ({
        findConsumer: async (key) => {
          const kept = consumers.get(key)
          const found = await store.findConsumer(key)
          return kept && found && { ...found, [field]: [...kept[field]] }
        },
      }),
      caughtBy: 'a consumer is found as a copy of what is kept',
    },
    {
      name: `keeps references to what is in lists (${field})`,
      broken: ({ store, tables: { consumers } }) => ({
        createConsumer: async (consumer) => {
          const outcome = await store.createConsumer(consumer)
          const kept = { ...structuredClone(consumer), [field]: [...consumer[field]] }
          if (outcome === 'created') consumers.set(consumer.key, kept)
          return outcome
        },
      }),
      caughtBy: 'a consumer is kept as a copy of what was saved',
    },
    {
      name: `gives null for what is absent (${field})`,
      broken: finding((record) =>
        record && 'secrets' in record ? { ...record, [field]: record[field][0] ?? null } : record,
      ),
      caughtBy: 'a consumer without what may be absent is found without it',
    },
  ]),
  ...(
    [
      ['a consumer', ['website', 'ownerId', 'defaultCallback', 'sessionLifetimeSeconds']],
      ['a consumer', ['requestTokenLifetimeSeconds', 'accessTokenLifetimeSeconds']],
      ['a request token', ['userId', 'verifierDigest']],
      ['an access token', ['expiresAtSeconds', 'sessionHandleDigest', 'keepUntilSeconds']],
      ['an access token', ['lastUsedAtSeconds']],
    ] as const
  ).flatMap(([title, fields]) =>
    fields.map((field) => ({
      name: `gives null where there is no ${field} (${title})`,
      broken: finding((record) => record && { [field]: null, ...record }),
      caughtBy: `${title} without what may be absent is found without it`,
    })),
  ),
  {
    name: 'saves an access token under the key of a request token',
    broken: ({ store, tables: { requestTokens } }) => ({
      createAccessToken: async (token) => {
        const before = requestTokens.get(token.key)
        requestTokens.delete(token.key)
        const outcome = await store.createAccessToken(token)
        if (before) requestTokens.set(token.key, before)
        return outcome
      },
    }),
    caughtBy: 'a token of one kind is not saved under the key of one of the other',
  },
  {
    name: 'saves a request token under the key of an access token',
    broken: ({ store, tables: { accessTokens } }) => ({
      createRequestToken: async (token) => {
        const before = accessTokens.get(token.key)
        accessTokens.delete(token.key)
        const outcome = await store.createRequestToken(token)
        if (before) accessTokens.set(token.key, before)
        return outcome
      },
    }),
    caughtBy: 'a token of one kind is not saved under the key of one of the other',
  },
  {
    name: 'finds no token without its consumer',
    broken: ({ store }) => ({
      findCredentials: async (...keys) => {
        const found = await store.findCredentials(...keys)
        return found.consumer ? found : { consumer: undefined, token: undefined }
      },
    }),
    caughtBy:
      'consumer and token are found together, each of them whether or not the other is known',
  },
  {
    name: 'finds no consumer without a token',
    broken: ({ store }) => ({
      findCredentials: async (...keys) => {
        const found = await store.findCredentials(...keys)
        return found.token ? found : { consumer: undefined, token: undefined }
      },
    }),
    caughtBy:
      'consumer and token are found together, each of them whether or not the other is known',
  },
  {
    name: 'finds a token for a request without one',
    broken: ({ store, tables: { accessTokens } }) => ({
      findCredentials: (consumerKey, tokenKey = [...accessTokens.keys()][0]) =>
        store.findCredentials(consumerKey, tokenKey),
    }),
    caughtBy:
      'consumer and token are found together, each of them whether or not the other is known',
  },
  {
    name: "hides another consumer's token",
    broken: ({ store }) => ({
      findCredentials: async (consumerKey, tokenKey) => {
        const { consumer, token } = await store.findCredentials(consumerKey, tokenKey)
        return { consumer, token: token?.consumerKey === consumerKey ? token : undefined }
      },
    }),
    caughtBy: 'a token is found also with a consumer to whom it was not issued',
  },
  {
    name: 'rejects a token whose key a consumer has',
    broken: ({ store, tables: { consumers } }) => ({
      createRequestToken: async (token) =>
        consumers.has(token.key) ? 'exists' : store.createRequestToken(token),
    }),
    caughtBy: 'a consumer and a token may have the same key',
  },
  {
    name: 'finds tokens as consumers',
    broken: ({ store, tables: { requestTokens } }) => ({
      findConsumer: async (key) =>
        (await store.findConsumer(key)) ??
        (requestTokens.get(key) as unknown as ConsumerRecord | undefined),
    }),
    caughtBy: 'a token is not a consumer',
  },
  {
    name: 'keeps both kinds of token in one table',
    broken: ({ store, tables: { accessTokens, requestTokens } }) => ({
      findRequestToken: async (key) =>
        (requestTokens.get(key) ?? accessTokens.get(key)) as RequestTokenRecord | undefined,
      exchangeRequestToken: async (key, exchange) =>
        accessTokens.has(key) ? 'exchanged' : store.exchangeRequestToken(key, exchange),
    }),
    caughtBy: 'an access token is not a request token',
  },
]

const LATE_NONCE = 'a nonce whose time has passed is refused, and writes no last use'
const LAST_USE = 'the last use of an access token is written with the nonce, once a minute'

const NONCES: Fault[] = [
  {
    name: 'forgets nonces at once',
    broken: also('recordNonce', ({ tables }) => tables.nonces.clear()),
    caughtBy: 'a nonce is recorded once',
  },
  {
    name: 'distinguishes nonces by their token',
    broken: recording(({ digest, accessTokenKey = '' }) => ({
      digest: `${digest} ${accessTokenKey}`,
    })),
    caughtBy: 'a nonce stays used for a call with another token or at another time',
  },
  {
    name: 'distinguishes nonces by the time of the call',
    broken: recording(({ digest, nowSeconds }) => ({ digest: `${digest} ${nowSeconds}` })),
    caughtBy: 'a nonce stays used for a call with another token or at another time',
  },
  {
    name: 'keeps a nonce for half its time',
    broken: also('recordNonce', ({ tables: { nonces } }, [{ nowSeconds }]) => {
      for (const [digest, nonce] of nonces) {
        if (nonce.expiresAtSeconds - 300 < nowSeconds) nonces.delete(digest)
      }
    }),
    caughtBy: 'a nonce stays used for a call with another token or at another time',
  },
  {
    name: 'ignores the letter case of digests',
    broken: recording(({ digest }) => ({ digest: digest.toLowerCase() })),
    caughtBy: 'nonces with different digests are independent',
  },
  {
    name: 'keeps one nonce for each second',
    broken: recording(({ expiresAtSeconds }) => ({ digest: `${expiresAtSeconds}` })),
    caughtBy: 'nonces with different digests are independent',
  },
  {
    name: 'forgets the last use',
    broken: recording(() => ({ accessTokenKey: undefined })),
    caughtBy: LAST_USE,
  },
  {
    name: 'writes only the first use',
    broken: ({ store, tables: { accessTokens } }) => ({
      recordNonce: (nonce) => {
        const { lastUsedAtSeconds } = accessTokens.get(nonce.accessTokenKey ?? '') ?? {}
        return store.recordNonce(
          lastUsedAtSeconds === undefined ? nonce : { ...nonce, accessTokenKey: undefined },
        )
      },
    }),
    caughtBy: LAST_USE,
  },
  {
    name: 'writes the last use of every access token',
    broken: also('recordNonce', (plain, [nonce]) => {
      for (const accessTokenKey of plain.tables.accessTokens.keys()) {
        lastUse(plain, { ...nonce, accessTokenKey })
      }
    }),
    caughtBy: LAST_USE,
  },
  {
    name: 'writes every last use',
    broken: also('recordNonce', (plain, [nonce]) => lastUse(plain, nonce)),
    caughtBy: LAST_USE,
  },
  {
    name: 'replaces a last use with an earlier one',
    broken: also('recordNonce', (plain, [nonce]) => {
      const { lastUsedAtSeconds = 0 } =
        plain.tables.accessTokens.get(nonce.accessTokenKey ?? '') ?? {}
      if (nonce.nowSeconds < lastUsedAtSeconds) lastUse(plain, nonce)
    }),
    caughtBy: LAST_USE,
  },
  {
    name: 'counts a last use late',
    broken: ({ store }) => ({
      recordNonce: (nonce) =>
        store.recordNonce({
          ...nonce,
          nowSeconds: Math.min(nonce.nowSeconds + 1, nonce.expiresAtSeconds),
        }),
    }),
    caughtBy: LAST_USE,
  },
  {
    name: 'records a nonce whose time has passed',
    broken: ({ store }) => ({
      recordNonce: (nonce) =>
        store.recordNonce({
          ...nonce,
          expiresAtSeconds: Math.max(nonce.expiresAtSeconds, nonce.nowSeconds),
        }),
    }),
    caughtBy: LATE_NONCE,
  },
  {
    name: 'records a nonce whose time has passed by a second',
    broken: ({ store }) => ({
      recordNonce: (nonce) =>
        store.recordNonce({ ...nonce, expiresAtSeconds: nonce.expiresAtSeconds + 1 }),
    }),
    caughtBy: LATE_NONCE,
  },
  {
    name: 'writes the last use of a nonce whose time has passed',
    broken: also('recordNonce', (plain, [nonce]) => {
      if (nonce.expiresAtSeconds < nonce.nowSeconds) lastUse(plain, nonce)
    }),
    caughtBy: LATE_NONCE,
  },
  {
    name: 'writes the last use for a replay',
    broken: also('recordNonce', (plain, [nonce]) => lastUse(plain, nonce)),
    caughtBy: 'a nonce that was used leaves the last use as it was',
  },
  {
    name: 'writes the last use without room for the nonce',
    broken: also('recordNonce', (plain, [nonce]) => {
      if (!plain.tables.nonces.has(nonce.digest)) lastUse(plain, nonce)
    }),
    caughtBy: 'a nonce for which there is no room leaves the last use as it was',
  },
  {
    name: 'records no nonce of an unknown access token',
    broken: ({ store, tables: { accessTokens } }) => ({
      recordNonce: async (nonce) =>
        nonce.accessTokenKey === undefined || accessTokens.has(nonce.accessTokenKey)
          ? store.recordNonce(nonce)
          : 'used',
    }),
    caughtBy: 'a nonce of no access token, or of an unknown one, is recorded and touches no token',
  },
  {
    name: 'creates an access token from its last use',
    broken: also(
      'recordNonce',
      ({ tables: { accessTokens } }, [{ accessTokenKey, nowSeconds: lastUsedAtSeconds }]) => {
        if (accessTokenKey === undefined || accessTokens.has(accessTokenKey)) return
        accessTokens.set(accessTokenKey, { lastUsedAtSeconds } as AccessTokenRecord)
      },
    ),
    caughtBy: 'a nonce of no access token, or of an unknown one, is recorded and touches no token',
  },
  {
    name: 'lets nonces expire a second early',
    broken: also('recordNonce', ({ tables: { nonces } }, [{ nowSeconds }]) => {
      for (const [digest, nonce] of nonces) {
        if (nonce.expiresAtSeconds <= nowSeconds) nonces.delete(digest)
      }
    }),
    caughtBy: 'a nonce is still live in its last second',
  },
  {
    name: 'refuses nonces in their last second',
    broken: ({ store }) => ({
      recordNonce: async (nonce) =>
        nonce.expiresAtSeconds <= nonce.nowSeconds ? 'used' : store.recordNonce(nonce),
    }),
    caughtBy: 'a nonce is still live in its last second',
  },
  {
    name: 'does not record until when it has purged',
    broken: ({ store, tables }) => ({
      purge: async (nowSeconds) => {
        const count = await store.purge(nowSeconds)
        tables.purgedBySeconds = -Infinity
        return count
      },
    }),
    caughtBy: 'a nonce that was purged cannot be recorded again with an older clock',
  },
  {
    name: 'uses only the clock of the call',
    broken: ({ store, tables }) => ({
      recordNonce: async (nonce) => {
        if (nonce.expiresAtSeconds < nonce.nowSeconds) return 'used'
        tables.purgedBySeconds = -Infinity
        return store.recordNonce(nonce)
      },
    }),
    caughtBy: 'a nonce that was purged cannot be recorded again with an older clock',
  },
  {
    name: 'forgets nonces after some calls, and does not record until when',
    broken: also('recordNonce', ({ tables: { nonces } }, [{ nowSeconds }]) => {
      for (const [digest, nonce] of nonces) {
        if (nonce.expiresAtSeconds < nowSeconds) nonces.delete(digest)
      }
    }),
    caughtBy: 'a nonce that later calls have outlived cannot be recorded again with an older clock',
  },
  {
    name: 'purges nonces a second early, seen from a replay',
    broken: also('purge', ({ tables: { nonces } }, [nowSeconds]) => {
      for (const [digest, nonce] of nonces) {
        if (nonce.expiresAtSeconds <= nowSeconds) nonces.delete(digest)
      }
    }),
    caughtBy: 'a replay is refused in every second, at both edges too, while purges run',
  },
  {
    name: 'forgets nonces to make room, and does not record until when',
    broken: ({ store, tables }) => ({
      recordNonce: async (nonce) => {
        const before = tables.purgedBySeconds
        const outcome = await store.recordNonce(nonce)
        tables.purgedBySeconds = before
        return outcome
      },
    }),
    caughtBy: 'a full store refuses a nonce, forgets none, and has room when they have expired',
  },
]

const DECISIONS: Fault[] = [
  {
    name: 'approves without the verifier',
    broken: ({ store }) => ({
      approveRequestToken: (key, approval) =>
        store.approveRequestToken(key, { ...approval, verifierDigest: '' }),
    }),
    caughtBy: 'approving sets state, user and verifier, and nothing else',
  },
  {
    name: 'denies for nobody',
    broken: ({ store }) => ({
      denyRequestToken: (key, denial) => store.denyRequestToken(key, { ...denial, userId: '' }),
    }),
    caughtBy: 'denying sets state and user, and nothing else',
  },
  {
    name: 'overwrites an approval with a later one',
    broken: deciding(
      (token, now) => ['pending', 'approved'].includes(token.state) && isLive(token, now),
    ),
    caughtBy: 'only the first of two approvals succeeds, with its user',
  },
  ...(['approved', 'denied', 'used', 'locked', 'revoked'] as const).map((state) => ({
    name: `decides again about a ${state} request token`,
    broken: deciding(
      (token, now) => (token.state === 'pending' || token.state === state) && isLive(token, now),
    ),
    caughtBy: `a request token that is ${state} cannot be approved or denied`,
  })),
  {
    name: 'decides about an expired request token',
    broken: deciding((token) => token.state === 'pending'),
    caughtBy: 'a request token that has expired cannot be approved or denied',
  },
  {
    name: 'decides nothing in the last second',
    broken: deciding((token, now) => token.state === 'pending' && token.expiresAtSeconds > now),
    caughtBy: 'a request token can be approved or denied until the end of its last second',
  },
  {
    name: 'decides about an unknown request token',
    broken: ({ store, tables: { requestTokens } }) => ({
      denyRequestToken: async (key, denial) =>
        requestTokens.has(key) ? store.denyRequestToken(key, denial) : 'denied',
    }),
    caughtBy: 'an unknown request token cannot be approved or denied',
  },
  {
    name: 'decides about every request token',
    broken: also('approveRequestToken', ({ tables: { requestTokens } }) => {
      for (const [key, token] of requestTokens) {
        if (key === 'other') requestTokens.set(key, { ...token, state: 'approved' })
      }
    }),
    caughtBy: 'a decision affects only one request token',
  },
]

const VERIFIERS: Fault[] = [
  {
    name: 'never locks',
    broken: ({ store }) => ({
      countWrongVerifier: (key) => store.countWrongVerifier(key, Infinity),
    }),
    caughtBy: 'wrong verifiers are counted, and lock an approved request token at the limit',
  },
  {
    name: 'locks one too late',
    broken: ({ store }) => ({
      countWrongVerifier: (key, limit) => store.countWrongVerifier(key, limit + 1),
    }),
    caughtBy: 'wrong verifiers are counted, and lock an approved request token at the limit',
  },
  {
    name: 'exchanges a request token that wrong verifiers have locked',
    broken: exchanging(
      (token, now) => ['approved', 'locked'].includes(token.state) && isLive(token, now),
    ),
    caughtBy: 'a request token that wrong verifiers have locked cannot be exchanged',
  },
  {
    name: 'locks at the limit exactly',
    broken: ({ store, tables: { requestTokens } }) => ({
      countWrongVerifier: (key, limit) => {
        const { wrongVerifiers = 0 } = requestTokens.get(key) ?? {}
        return store.countWrongVerifier(key, wrongVerifiers + 1 === limit ? limit : Infinity)
      },
    }),
    caughtBy: 'a request token that is approved when its count is past the limit locks at the next',
  },
  {
    name: 'locks in any state',
    broken: ({ store, tables: { requestTokens } }) => ({
      countWrongVerifier: async (key, limit) => {
        const count = await store.countWrongVerifier(key, limit)
        const token = requestTokens.get(key)
        if (token && count >= limit) requestTokens.set(key, { ...token, state: 'locked' })
        return count
      },
    }),
    caughtBy: 'wrong verifiers change no state but approved',
  },
  {
    name: 'counts wrong verifiers for an unknown request token',
    broken: ({ store }) => ({
      countWrongVerifier: async (key, limit) => (await store.countWrongVerifier(key, limit)) || 1,
    }),
    caughtBy: 'wrong verifiers of an unknown request token count 0',
  },
  {
    name: 'counts for every request token',
    broken: also('countWrongVerifier', ({ tables: { requestTokens } }, [counted]) => {
      for (const [key, token] of requestTokens) {
        if (key !== counted) {
          requestTokens.set(key, { ...token, wrongVerifiers: token.wrongVerifiers + 1 })
        }
      }
    }),
    caughtBy: 'a wrong verifier affects only one request token',
  },
]

const EXCHANGES: Fault[] = [
  {
    name: 'always says exchanged',
    broken: ({ store }) => ({
      exchangeRequestToken: async (key, exchange) => {
        await store.exchangeRequestToken(key, exchange)
        return 'exchanged'
      },
    }),
    caughtBy: 'a request token is exchanged once',
  },
  {
    name: 'leaves out the access token',
    broken: ({ tables: { requestTokens }, store }) => ({
      exchangeRequestToken: async (key, exchange) => {
        const before = requestTokens.get(key)
        const outcome = await store.exchangeRequestToken(key, {
          ...exchange,
          accessToken: { ...exchange.accessToken, key: `hidden ${exchange.accessToken.key}` },
        })
        return before ? outcome : 'refused'
      },
    }),
    caughtBy: 'an approved request token is exchanged: it is used, and the access token is there',
  },
  {
    name: 'saves the access token before it looks',
    broken: also('exchangeRequestToken', ({ tables: { accessTokens } }, [, { accessToken }]) => {
      if (!accessTokens.has(accessToken.key)) accessTokens.set(accessToken.key, accessToken)
    }),
    caughtBy: 'an unknown request token cannot be exchanged',
  },
  {
    name: 'uses up the request token without room for the access token',
    broken: ({ store, tables: { requestTokens } }) => ({
      exchangeRequestToken: async (key, exchange) => {
        const outcome = await store.exchangeRequestToken(key, exchange)
        const token = requestTokens.get(key)
        if (token && outcome === 'full') requestTokens.set(key, { ...token, state: 'used' })
        return outcome
      },
    }),
    caughtBy: 'an exchange for which there is no room changes nothing, and succeeds when there is',
  },
  {
    name: 'forgets the request token that was exchanged',
    broken: ({ store, tables: { requestTokens } }) => ({
      exchangeRequestToken: async (key, exchange) => {
        const outcome = await store.exchangeRequestToken(key, exchange)
        if (outcome === 'exchanged') requestTokens.delete(key)
        return outcome
      },
    }),
    caughtBy: 'an approved request token is exchanged: it is used, and the access token is there',
  },
  ...(['pending', 'denied', 'used', 'locked', 'revoked'] as const).map((state) => ({
    name: `exchanges what is ${state}`,
    broken: exchanging(
      (token, now) => (token.state === 'approved' || token.state === state) && isLive(token, now),
    ),
    caughtBy: `a request token that is ${state} cannot be exchanged`,
  })),
  {
    name: 'exchanges an expired request token',
    broken: exchanging((token) => token.state === 'approved'),
    caughtBy: 'a request token that has expired cannot be exchanged',
  },
  {
    name: 'exchanges nothing in the last second',
    broken: exchanging((token, now) => token.state === 'approved' && token.expiresAtSeconds > now),
    caughtBy: 'a request token can be exchanged until the end of its last second',
  },
  {
    name: 'replaces an access token',
    broken: exchanging((token, now) => token.state === 'approved' && isLive(token, now)),
    caughtBy: 'an exchange does not replace an access token that has its key already',
  },
  {
    name: 'replaces a request token with the access token of an exchange',
    broken: also('exchangeRequestToken', ({ tables: { requestTokens } }, [, { accessToken }]) => {
      requestTokens.delete(accessToken.key)
    }),
    caughtBy: 'an exchange does not replace a request token that has its key already',
  },
  {
    name: 'keeps a reference to the access token',
    broken: exchanging((token, now) => token.state === 'approved' && isLive(token, now)),
    caughtBy: 'the access token of an exchange is kept as a copy',
  },
]

const PURGES: Fault[] = [
  {
    name: 'does not purge',
    broken: () => ({ purge: async () => 0 }),
    caughtBy: 'a purge forgets a request token by its expiry, whatever its state',
  },
  {
    name: 'counts consumers, too',
    broken: ({ store, tables: { consumers } }) => ({
      purge: async (nowSeconds) => (await store.purge(nowSeconds)) + consumers.size,
    }),
    caughtBy: 'a purge of a store without expiring records returns 0',
  },
  ...(
    [
      ['requestTokens', 'request tokens'],
      ['accessTokens', 'access tokens'],
      ['nonces', 'nonces'],
    ] as const
  ).flatMap(([table, title]) => [
    {
      name: `purges ${title} a second early`,
      broken: ({ store }: PlainStore): Partial<Store> => ({
        purge: (nowSeconds) => store.purge(nowSeconds + 1),
      }),
      caughtBy: `a purge forgets ${title} whose last second has passed, and no others`,
    },
    {
      name: `purges ${title} a second late`,
      broken: ({ store }: PlainStore): Partial<Store> => ({
        purge: (nowSeconds) => store.purge(nowSeconds - 1),
      }),
      caughtBy: `a purge forgets ${title} whose last second has passed, and no others`,
    },
    {
      name: `purges all ${title}`,
      broken: also('purge', ({ tables }) => tables[table].clear()),
      caughtBy: `a purge forgets ${title} whose last second has passed, and no others`,
    },
    {
      name: `counts ${title} but keeps them`,
      broken: ({ store, tables }: PlainStore): Partial<Store> => ({
        purge: async (nowSeconds) => {
          const kept = [...(tables[table] as Map<string, never>)]
          const count = await store.purge(nowSeconds)
          for (const [key, record] of kept) (tables[table] as Map<string, never>).set(key, record)
          return count
        },
      }),
      caughtBy: `a purge forgets ${title} whose last second has passed, and no others`,
    },
  ]),
  {
    name: 'refuses a nonce in its last second after a purge',
    broken: ({ store, tables }) => ({
      recordNonce: async (nonce) =>
        nonce.expiresAtSeconds <= tables.purgedBySeconds ? 'used' : store.recordNonce(nonce),
    }),
    caughtBy: 'a purge leaves room for a new nonce in its last second, by any clock',
  },
  {
    name: 'purges used tokens at once',
    broken: also('purge', ({ tables: { requestTokens } }) => {
      for (const [key, { state }] of requestTokens) if (state === 'used') requestTokens.delete(key)
    }),
    caughtBy: 'a purge forgets a request token by its expiry, whatever its state',
  },
  {
    name: 'purges records that do not expire',
    broken: also('purge', ({ tables: { accessTokens } }) => {
      for (const [key, { expiresAtSeconds }] of accessTokens) {
        if (expiresAtSeconds === undefined) accessTokens.delete(key)
      }
    }),
    caughtBy: 'a purge never forgets a consumer, or an access token that does not expire',
  },
  {
    name: 'keeps access tokens of exchanges for ever',
    broken: ({ store }) => ({
      exchangeRequestToken: (key, exchange) =>
        store.exchangeRequestToken(key, {
          ...exchange,
          accessToken: { ...exchange.accessToken, keepUntilSeconds: undefined },
        }),
    }),
    caughtBy: 'a purge forgets the access token of an exchange in its time',
  },
  {
    name: 'finds purged records',
    broken: ({ store, tables: { requestTokens } }) => {
      const purged = new Set<string>()
      return {
        purge: (nowSeconds) => {
          for (const key of requestTokens.keys()) purged.add(key)
          return store.purge(nowSeconds)
        },
        denyRequestToken: async (key, denial) =>
          purged.has(key) ? 'denied' : store.denyRequestToken(key, denial),
      }
    },
    caughtBy: 'a request token that was purged is unknown to every operation',
  },
]

const BOUNDS: Fault[] = [
  {
    name: 'drops a consumer for another',
    broken: evicting('consumers', 'createConsumer'),
    caughtBy: 'a full store refuses a consumer and keeps those that it has',
  },
  {
    name: 'drops a request token for another',
    broken: evicting('requestTokens', 'createRequestToken'),
    caughtBy: 'a full store refuses a request token, and has room when one has expired',
  },
  {
    name: 'drops an access token for another',
    broken: evicting('accessTokens', 'createAccessToken'),
    caughtBy: 'a full store refuses an access token, and has room when one need not be kept',
  },
  {
    name: 'drops an access token for an exchange',
    broken: evicting('accessTokens', 'exchangeRequestToken'),
    caughtBy: 'an exchange for which there is no room changes nothing, and succeeds when there is',
  },
  {
    name: 'drops a nonce for another',
    broken: evicting('nonces', 'recordNonce'),
    caughtBy: 'a full store refuses a nonce, forgets none, and has room when they have expired',
  },
  {
    name: 'counts purged records against its limits',
    broken: ({ store, limits }) => ({
      purge: async (nowSeconds) => {
        const count = await store.purge(nowSeconds)
        Object.assign(limits, { maxNonces: limits.maxNonces - count })
        return count
      },
    }),
    caughtBy: 'a purge makes room for nonces and tokens',
  },
  {
    name: 'has no bounds',
    broken: ({ limits }) => {
      for (const name of Object.keys(limits)) Object.assign(limits, { [name]: Infinity })
      return {}
    },
    caughtBy: 'a nonce for which there is no room leaves the last use as it was',
  },
  ...(
    [
      [
        'maxNoncesPerConsumer',
        'a consumer that has used up its share of nonces is refused until they expire, and no other',
      ],
      [
        'maxRequestTokensPerConsumer',
        'a consumer that has used up its share of request tokens is refused until one expires, and no other',
      ],
      [
        'maxAccessTokensPerConsumer',
        'a consumer that has used up its share of access tokens gets none in any way, and others are not affected',
      ],
    ] as const
  ).flatMap(([limit, caughtBy]): Fault[] => [
    {
      name: `gives no consumer a share (${limit})`,
      broken: ({ limits }) => {
        Object.assign(limits, { [limit]: Infinity })
        return {}
      },
      caughtBy,
    },
    {
      name: `gives all Consumers one share (${limit})`,
      broken: ({ limits }) => {
        const whole = limit.replace('PerConsumer', '')
        Object.assign(limits, { [limit]: Infinity, [whole]: limits[limit] })
        return {}
      },
      caughtBy,
    },
  ]),
  {
    name: 'writes the last use before it counts the nonces of a consumer',
    broken: also('recordNonce', ({ tables: { accessTokens } }, [nonce]) => {
      const token = accessTokens.get(nonce.accessTokenKey ?? '')
      if (token) accessTokens.set(token.key, { ...token, lastUsedAtSeconds: nonce.nowSeconds })
    }),
    caughtBy: 'a nonce beyond the share of its consumer leaves the last use as it was',
  },
  {
    name: 'counts the nonces of a consumer and records the next in two steps',
    racy: ['recordNonce'],
    caughtBy: 'of 50 simultaneous nonces of a consumer as many are recorded as its share allows',
  },
  {
    name: 'counts expired records against its bounds',
    broken: ({ store, tables, limits }) => ({
      createRequestToken: async (token) =>
        tables.requestTokens.size >= limits.maxRequestTokens
          ? 'full'
          : store.createRequestToken(token),
    }),
    caughtBy: 'a full store refuses a request token, and has room when one has expired',
  },
]

/** Every way of breaking the contract that was thought of. */
export const FAULTS: readonly Fault[] = [
  ...RACES,
  ...RECORDS,
  ...NONCES,
  ...DECISIONS,
  ...VERIFIERS,
  ...EXCHANGES,
  ...PURGES,
  ...BOUNDS,
  ...MANAGEMENT_FAULTS,
  ...REFUSAL_FAULTS,
]

function shallowCopy<Kept extends AnyRecord>(record: Kept | undefined): Kept | undefined {
  return record && { ...record }
}
