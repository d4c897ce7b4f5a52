import type {
  AccessTokenFilter,
  AccessTokenRecord,
  ConsumerRecord,
  RevocationTarget,
  Store,
} from '@oauthplus/server'
import { also, evicting } from './fault.js'
import type { Broken, Fault } from './fault.js'
import type { PlainStore } from './plain-store.js'

type Renewal = Parameters<Store['renewAccessToken']>[1]

const REPLACED = 'a consumer is replaced, with every field, if its revision is one less'
const REMOVED = 'a consumer is removed once, with all its tokens'
const OTHERS_KEPT = 'a consumer that is removed takes no token of another with it'
const CONSUMER_PAGES = 'consumers are listed in the order of their keys, each once, page by page'
const CONSUMER_FILTERS = 'consumers are listed by owner, by status, by both, or all'
const AUDITED =
  'every change of a consumer can have an entry, which are listed newest first and whole'
const AUDIT_REFUSED = 'a change of a consumer that is not made leaves no entry'
const AUDIT_PAGES = 'an audit log is listed page by page, and contains no entry of another consumer'
const AUDIT_OUTLASTS =
  'an audit log outlasts its consumer, and goes on with the next one of the key'
const AUDIT_RACE = 'of 20 replacements at the same moment one leaves an entry'
const AUDIT_COPIES = 'an entry of an audit log is kept and listed as a copy'
const TOKEN_PAGES = 'access tokens are listed in one order, each once, page by page'
const TOKEN_FILTERS = 'access tokens are listed by consumer, by user, by both, or all'
const TOKEN_COPIES = 'access tokens are listed whole and as copies'
const VALID_LISTED = 'only valid access tokens are listed, expired ones until they are purged'
const RENEWED = 'an access token is renewed: it becomes replaced, and the new one is there'
const KEPT_WHILE_RENEWABLE =
  'a purge keeps an access token that has expired as long as it can be renewed'
const FULL_RENEWAL =
  'a full store refuses a renewal, changes nothing, and has room when one need not be kept'
const UNKNOWN_REVOKED = 'a revocation of an unknown token, consumer or user revokes nothing'
const MADE_BEFORE = 'a revocation affects tokens of an approval, an exchange or a renewal'
const REVOKED_UNTIL =
  'a revoked access token is kept until its new second, or its own if that is earlier'

const SECRET_REPLACED =
  'the secret of an access token is replaced, and nothing else of it, in whatever state'
const SECRET_KEPT = 'the secret of an access token is not replaced if the old secret differs'

const concerns = (title: string) => `a revocation of ${title} affects exactly its tokens`

/** Changes fields of an access token in place. */
function change({ tables }: PlainStore, key: string, fields: Partial<AccessTokenRecord>): void {
  const token = tables.accessTokens.get(key)
  if (token) tables.accessTokens.set(key, { ...token, ...fields })
}

/** Replaces another record than the given one, if there is a consumer to replace. */
function replacing(
  edit: (consumer: ConsumerRecord, current: ConsumerRecord) => ConsumerRecord,
): Broken {
  return ({ store, tables: { consumers } }) => ({
    replaceConsumer: (consumer) => {
      const current = consumers.get(consumer.key)
      return store.replaceConsumer(current ? edit(consumer, current) : consumer)
    },
  })
}

/** Removes a consumer without its tokens but those that are picked. */
function removing(
  isRemoved: (token: { kind: string; state: string; consumerKey: string }, key: string) => boolean,
): Broken {
  return ({ tables: { consumers, requestTokens, accessTokens } }) => ({
    removeConsumer: async (key) => {
      for (const table of [requestTokens, accessTokens]) {
        for (const token of [...table.values()]) {
          if (isRemoved(token, key)) table.delete(token.key)
        }
      }
      return consumers.delete(key) ? 'removed' : 'absent'
    },
  })
}

/** Lists consumers by a changed query. */
function listingConsumers(
  list: (consumers: ConsumerRecord[], after: string) => ConsumerRecord[],
): Broken {
  return ({ tables: { consumers } }) => ({
    listConsumers: async ({ after = '', limit }) =>
      structuredClone(list([...consumers.values()], after).slice(0, limit)),
  })
}

/** Lists access tokens, valid or not, by a changed query. */
function listingTokens(
  list: (tokens: AccessTokenRecord[], filter: AccessTokenFilter) => AccessTokenRecord[],
): Broken {
  return ({ tables: { accessTokens } }) => ({
    listAccessTokens: async (filter, { after = '', limit }) => {
      const tokens = list([...accessTokens.values()], filter)
      const sorted = tokens.sort((a, b) => (a.key < b.key ? -1 : 1))
      return structuredClone(sorted.filter(({ key }) => key > after).slice(0, limit))
    },
  })
}

/** Lists valid access tokens by another comparison. */
function filtering(isSame: (value: string, asked: string | undefined) => boolean): Broken {
  return listingTokens((tokens, { consumerKey, userId }) =>
    tokens.filter(
      (token) =>
        token.state === 'valid' &&
        isSame(token.consumerKey, consumerKey) &&
        isSame(token.userId, userId),
    ),
  )
}

/** Renews a token that must not be renewed, after making it look renewable. */
function renewingAnyway(
  makeUp: (token: AccessTokenRecord, renewal: Renewal) => Partial<AccessTokenRecord>,
): Broken {
  return (plain) => ({
    renewAccessToken: (key, renewal) => {
      const token = plain.tables.accessTokens.get(key)
      if (token) change(plain, key, makeUp(token, renewal))
      return plain.store.renewAccessToken(key, renewal)
    },
  })
}

/** Refuses a renewal that it must not refuse. */
function refusingRenewal(
  isRefused: (token: AccessTokenRecord, renewal: Renewal) => boolean,
): Broken {
  return ({ store, tables: { accessTokens } }) => ({
    renewAccessToken: async (key, renewal) => {
      const token = accessTokens.get(key)
      return token && isRefused(token, renewal) ? 'refused' : store.renewAccessToken(key, renewal)
    },
  })
}

/** Does something after a renewal that succeeded. */
function afterRenewal(act: (plain: PlainStore, key: string, renewal: Renewal) => void): Broken {
  return (plain) => ({
    renewAccessToken: async (key, renewal) => {
      const outcome = await plain.store.renewAccessToken(key, renewal)
      if (outcome === 'renewed') act(plain, key, renewal)
      return outcome
    },
  })
}

/** Revokes another target than the given one. */
function revoking(edit: (target: RevocationTarget, plain: PlainStore) => RevocationTarget): Broken {
  return (plain) => ({
    revokeTokens: (target, keepUntilSeconds) =>
      plain.store.revokeTokens(edit(target, plain), keepUntilSeconds),
  })
}

/** Leaves request tokens as they were. */
function sparing(
  isSpared: (token: { state: string }, target: RevocationTarget) => boolean,
): Broken {
  return ({ store, tables: { requestTokens } }) => ({
    revokeTokens: async (target, keepUntilSeconds) => {
      const spared = [...requestTokens].filter(([, token]) => isSpared(token, target))
      const count = await store.revokeTokens(target, keepUntilSeconds)
      for (const [key, token] of spared) requestTokens.set(key, token)
      return count
    },
  })
}

/** Revokes request tokens that it must not. */
function revokingToo(
  isRevoked: (token: { state: string; consumerKey: string }, target: RevocationTarget) => boolean,
): Broken {
  return also('revokeTokens', ({ tables: { requestTokens } }, [target]) => {
    for (const [key, token] of requestTokens) {
      if (isRevoked(token, target)) requestTokens.set(key, { ...token, state: 'revoked' })
    }
  })
}

const isOfPair = (target: RevocationTarget) =>
  !('tokenKey' in target) && target.consumerKey !== undefined && target.userId !== undefined
const isOfConsumer = (target: RevocationTarget) =>
  !('tokenKey' in target) && target.consumerKey !== undefined && target.userId === undefined
const isOfUser = (target: RevocationTarget) =>
  !('tokenKey' in target) && target.consumerKey === undefined

const RACES: Fault[] = [
  ...(
    [
      ['replaceConsumer', 'only one of 50 simultaneous replacements succeeds'],
      ['replaceConsumer', 'a replacement and a removal at the same moment leave no consumer'],
      ['removeConsumer', 'of 50 removals at the same moment one returns removed'],
      ['removeConsumer', 'an exchange and a removal at the same moment leave no token behind'],
      [
        'exchangeRequestToken',
        'an exchange and a removal at the same moment leave no token behind',
      ],
      ['removeConsumer', 'a renewal and a removal at the same moment leave no token behind'],
      ['renewAccessToken', 'a renewal and a removal at the same moment leave no token behind'],
      [
        'renewAccessToken',
        'of 50 renewals at the same moment one succeeds, and only its access token exists',
      ],
      [
        'renewAccessToken',
        'a renewal and a revocation of the pair at the same moment leave no valid token',
      ],
      [
        'revokeTokens',
        'a renewal and a revocation of the pair at the same moment leave no valid token',
      ],
      [
        'renewAccessToken',
        'only one of a simultaneous renewal and revocation of an access token succeeds',
      ],
      [
        'revokeTokens',
        'only one of a simultaneous renewal and revocation of an access token succeeds',
      ],
      [
        'renewAccessToken',
        'of 50 renewals at the same moment as many succeed as there is room for',
      ],
      [
        'revokeTokens',
        'of 50 revocations at the same moment each counts what it has revoked itself',
      ],
      ['revokeTokens', 'a revocation and an exchange at the same moment leave no valid token'],
      [
        'exchangeRequestToken',
        'a revocation and an exchange at the same moment leave no valid token',
      ],
      [
        'revokeTokens',
        'a revocation of a consumer and an approval at the same moment leave nothing to exchange',
      ],
      [
        'approveRequestToken',
        'a revocation of a consumer and an approval at the same moment leave nothing to exchange',
      ],
      ['replaceTokenSecret', 'only one of 50 simultaneous replacements of a secret succeeds'],
      ['replaceTokenSecret', 'a simultaneous replacement of a secret and revocation both succeed'],
      ['revokeTokens', 'a simultaneous replacement of a secret and revocation both succeed'],
    ] as const
  ).map(([operation, caughtBy]) => ({
    name: `takes two steps for ${operation} (${caughtBy})`,
    racy: [operation],
    caughtBy,
  })),
]

const REPLACEMENTS: Fault[] = [
  {
    name: 'keeps fields that a replacement lacks',
    broken: replacing((consumer, current) => ({ ...current, ...consumer })),
    caughtBy: REPLACED,
  },
  ...(
    [
      ['name', 'description', 'website', 'ownerId', 'status', 'secrets', 'publicKeys'],
      ['signatureMethods', 'callbacks', 'defaultCallback', 'addressRanges', 'createdAtSeconds'],
      ['allowXauth', 'allowTwoLegged', 'requireBodyHash', 'requestTokenLifetimeSeconds'],
      ['accessTokenLifetimeSeconds', 'sessionLifetimeSeconds', 'allowPlaintextInQuery'],
    ] as const
  ).flatMap((fields) =>
    fields.map((field) => ({
      name: `does not replace ${field}`,
      broken: replacing((consumer, current) => ({ ...consumer, [field]: current[field] })),
      caughtBy: REPLACED,
    })),
  ),
  {
    name: 'finds the consumer of a request as it was before it was replaced',
    broken: ({ store }) => {
      const cached = new Map<string, ConsumerRecord | undefined>()
      return {
        findCredentials: async (consumerKey, tokenKey) => {
          const found = await store.findCredentials(consumerKey, tokenKey)
          if (!cached.has(consumerKey)) cached.set(consumerKey, found.consumer)
          return { ...found, consumer: cached.get(consumerKey) }
        },
      }
    },
    caughtBy: REPLACED,
  },
  {
    name: 'replaces every consumer',
    broken: ({ store, tables: { consumers } }) => ({
      replaceConsumer: async (consumer) => {
        const outcome = await store.replaceConsumer(consumer)
        for (const key of consumers.keys()) consumers.set(key, { ...consumer, key })
        return outcome
      },
    }),
    caughtBy: REPLACED,
  },
  ...(
    [
      ['whatever the revision', () => true],
      ['where the revision is greater', (before: number, now: number) => now > before],
      ['where the revision is the same', (before: number, now: number) => now === before],
      ['where the revision is less', (before: number, now: number) => now < before],
    ] as const
  ).map(([name, isReplaced]) => ({
    name: `replaces ${name}`,
    broken: replacing((consumer, current) => {
      const { revision } = consumer
      // The stored record has the revision before this one.
      if (isReplaced(current.revision, revision)) {
        Object.assign(current, { revision: revision - 1 })
      }
      return consumer
    }),
    caughtBy: 'a consumer of another revision is not replaced',
  })),
  {
    name: 'changes the consumer and then finds a conflict',
    broken: ({ store, tables: { consumers } }) => ({
      replaceConsumer: async (consumer) => {
        const outcome = await store.replaceConsumer(consumer)
        if (outcome === 'conflict') consumers.set(consumer.key, structuredClone(consumer))
        return outcome
      },
    }),
    caughtBy: 'a consumer of another revision is not replaced',
  },
  {
    name: 'creates a consumer that it cannot replace',
    broken: ({ store }) => ({
      replaceConsumer: async (consumer) => {
        const outcome = await store.replaceConsumer(consumer)
        if (outcome === 'absent') await store.createConsumer(consumer)
        return outcome
      },
    }),
    caughtBy: 'a consumer that nobody saved is not replaced',
  },
  {
    name: 'reports a conflict if there is no consumer to replace',
    broken: ({ store }) => ({
      replaceConsumer: async (consumer) => {
        const outcome = await store.replaceConsumer(consumer)
        return outcome === 'absent' ? 'conflict' : outcome
      },
    }),
    caughtBy: 'a consumer that nobody saved is not replaced',
  },
  {
    name: 'keeps references to replacements',
    broken: ({ store, tables: { consumers } }) => ({
      replaceConsumer: async (consumer) => {
        const outcome = await store.replaceConsumer(consumer)
        if (outcome === 'replaced') consumers.set(consumer.key, consumer)
        return outcome
      },
    }),
    caughtBy: 'a replacement is kept as a copy',
  },
  {
    name: 'keeps references to the secrets of replacements',
    broken: ({ store, tables: { consumers } }) => ({
      replaceConsumer: async (consumer) => {
        const outcome = await store.replaceConsumer(consumer)
        const kept = { ...structuredClone(consumer), secrets: [...consumer.secrets] }
        if (outcome === 'replaced') consumers.set(consumer.key, kept)
        return outcome
      },
    }),
    caughtBy: 'a replacement is kept as a copy',
  },
  {
    name: 'replaces by removing',
    broken: ({ store, tables: { consumers } }) => ({
      replaceConsumer: async (consumer) => {
        const outcome = await store.replaceConsumer(consumer)
        if (outcome !== 'replaced') return outcome
        await store.removeConsumer(consumer.key)
        consumers.set(consumer.key, structuredClone(consumer))
        return outcome
      },
    }),
    caughtBy: 'a consumer that is replaced keeps its tokens',
  },
  {
    name: 'replaces no consumer if there is no room for another',
    broken: ({ store, tables: { consumers }, limits }) => ({
      replaceConsumer: async (consumer) =>
        consumers.size >= limits.maxConsumers ? 'conflict' : store.replaceConsumer(consumer),
    }),
    caughtBy: 'a full store still replaces a consumer, and has room when one is removed',
  },
  {
    name: 'counts consumers that were removed against its bounds',
    broken: also('removeConsumer', ({ limits }) => {
      Object.assign(limits, { maxConsumers: limits.maxConsumers - 1 })
    }),
    caughtBy: 'a full store still replaces a consumer, and has room when one is removed',
  },
]

const REMOVALS: Fault[] = [
  {
    name: 'removes a consumer and none of its tokens',
    broken: removing(() => false),
    caughtBy: 'a consumer that takes the key of a removed one has none of its tokens',
  },
  {
    name: 'keeps the tokens of a removed consumer, unfound until there is one again',
    broken: ({ tables: { consumers }, store }) => ({
      removeConsumer: async (key) => (consumers.delete(key) ? 'removed' : 'absent'),
      findRequestToken: async (key) => {
        const token = await store.findRequestToken(key)
        return token && consumers.has(token.consumerKey) ? token : undefined
      },
      findCredentials: async (...keys) => {
        const found = await store.findCredentials(...keys)
        const isOwned = found.token && consumers.has(found.token.consumerKey)
        return isOwned ? found : { ...found, token: undefined }
      },
      listAccessTokens: async (...query) =>
        (await store.listAccessTokens(...query)).filter(({ consumerKey }) =>
          consumers.has(consumerKey),
        ),
    }),
    caughtBy: 'a consumer that takes the key of a removed one has none of its tokens',
  },
  {
    name: 'leaves request tokens behind',
    broken: removing(({ kind, consumerKey }, key) => kind === 'access' && consumerKey === key),
    caughtBy: REMOVED,
  },
  {
    name: 'leaves access tokens behind',
    broken: removing(({ kind, consumerKey }, key) => kind === 'request' && consumerKey === key),
    caughtBy: REMOVED,
  },
  ...(['pending', 'approved', 'used', 'valid', 'replaced', 'revoked'] as const).map((state) => ({
    name: `leaves tokens behind that are ${state}`,
    broken: removing((token, key) => token.consumerKey === key && token.state !== state),
    caughtBy: REMOVED,
  })),
  {
    name: 'removes tokens and keeps their consumer',
    broken: ({ store, tables: { consumers } }) => ({
      removeConsumer: async (key) => {
        const consumer = consumers.get(key)
        const outcome = await store.removeConsumer(key)
        if (consumer) consumers.set(key, consumer)
        return outcome
      },
    }),
    caughtBy: REMOVED,
  },
  {
    name: 'returns removed for a record that did not exist',
    broken: ({ store }) => ({
      async removeConsumer(key) {
        await store.removeConsumer(key)
        return 'removed'
      },
    }),
    caughtBy: REMOVED,
  },
  ...(
    [
      ['whose key begins alike', (one: string, key: string) => one.startsWith(key)],
      ['whose key is the beginning', (one: string, key: string) => key.startsWith(one)],
      [
        'whose key differs in the case of a letter',
        (one: string, key: string) => one.toLowerCase() === key.toLowerCase(),
      ],
    ] as const
  ).map(([name, isSame]) => ({
    name: `removes the tokens of a consumer ${name}`,
    broken: removing(({ consumerKey }, key) => isSame(consumerKey, key)),
    caughtBy: OTHERS_KEPT,
  })),
  {
    name: 'removes the tokens of every consumer',
    broken: removing(() => true),
    caughtBy: OTHERS_KEPT,
  },
  {
    name: 'removes the tokens of the user whose id is the key',
    broken: also('removeConsumer', ({ tables: { accessTokens } }, [key]) => {
      for (const token of accessTokens.values()) {
        if (token.userId === key) accessTokens.delete(token.key)
      }
    }),
    caughtBy: OTHERS_KEPT,
  },
  {
    name: 'removes by pattern',
    broken: ({ store, tables: { consumers } }) => ({
      removeConsumer: async (key) => {
        const [first = ''] = consumers.keys()
        return store.removeConsumer(key === '%' ? first : key)
      },
    }),
    caughtBy: 'an unknown consumer cannot be removed',
  },
  {
    name: 'remembers the keys of tokens that it has removed with their consumer',
    broken: ({ store, tables: { accessTokens } }) => {
      const taken = new Set<string>()
      return {
        removeConsumer: (key) => {
          for (const tokenKey of accessTokens.keys()) taken.add(tokenKey)
          return store.removeConsumer(key)
        },
        createAccessToken: async (token) =>
          taken.has(token.key) ? 'exists' : store.createAccessToken(token),
      }
    },
    caughtBy: 'a consumer that takes the key of a removed one has none of its tokens',
  },
  ...(['maxRequestTokens', 'maxAccessTokens'] as const).map((limit) => ({
    name: `counts tokens of removed Consumers against ${limit}`,
    broken: also('removeConsumer', ({ limits }) => {
      Object.assign(limits, { [limit]: limits[limit] - 1 })
    }),
    caughtBy: 'the tokens of a removed consumer leave a full store room',
  })),
]

const LISTS: Fault[] = [
  {
    name: 'filters by the first 254 characters of a value',
    broken: filtering(
      (value, asked) => asked === undefined || value.slice(0, 254) === asked.slice(0, 254),
    ),
    caughtBy:
      'an access token whose key, consumer and user are of 255 bytes is listed, by each of them',
  },
  {
    name: 'lists consumers as they came',
    broken: listingConsumers((all, after) => all.filter(({ key }) => key > after)),
    caughtBy: CONSUMER_PAGES,
  },
  {
    name: 'lists consumers by the order of a language',
    broken: listingConsumers((all, after) =>
      all
        .sort((a, b) => a.key.localeCompare(b.key))
        .filter(({ key }) => after === '' || key.localeCompare(after) > 0),
    ),
    caughtBy: CONSUMER_PAGES,
  },
  {
    name: 'lists consumers without a limit',
    broken: ({ store }) => ({
      listConsumers: (page) => store.listConsumers({ ...page, limit: Infinity }),
    }),
    caughtBy: CONSUMER_PAGES,
  },
  {
    name: 'begins a page of consumers with the last of the one before',
    broken: listingConsumers((all, after) =>
      all.sort((a, b) => (a.key < b.key ? -1 : 1)).filter(({ key }) => key >= after),
    ),
    caughtBy: CONSUMER_PAGES,
  },
  {
    name: 'lists consumers from the first if the previous one was removed',
    broken: ({ store, tables: { consumers } }) => ({
      listConsumers: ({ after, limit }) =>
        store.listConsumers({ after: consumers.has(after ?? '') ? after : undefined, limit }),
    }),
    caughtBy: 'a page of consumers begins after a key, whether that is there or not',
  },
  {
    name: 'lists no consumers if the previous one was removed',
    broken: ({ store, tables: { consumers } }) => ({
      listConsumers: async (page) =>
        page.after === undefined || consumers.has(page.after) ? store.listConsumers(page) : [],
    }),
    caughtBy: 'a page of consumers begins after a key, whether that is there or not',
  },
  {
    name: 'lists consumers as they are kept',
    broken: ({ tables: { consumers } }) => ({
      listConsumers: async () => [...consumers.values()],
    }),
    caughtBy: 'consumers are listed whole and as copies, as they are now',
  },
  {
    name: 'lists consumers as they were created',
    broken: ({ store }) => {
      const created = new Map<string, ConsumerRecord>()
      return {
        createConsumer: (consumer) => {
          created.set(consumer.key, structuredClone(consumer))
          return store.createConsumer(consumer)
        },
        listConsumers: async (page) =>
          (await store.listConsumers(page)).map((found) => created.get(found.key) ?? found),
      }
    },
    caughtBy: 'consumers are listed whole and as copies, as they are now',
  },
  {
    name: 'begins a page of access tokens with the last of the one before',
    broken: ({ store, tables: { accessTokens } }) => ({
      listAccessTokens: async (filter, { after, limit }) => {
        const last = accessTokens.get(after ?? '')
        const page = await store.listAccessTokens(filter, { after, limit })
        return last ? [last, ...page].slice(0, limit) : page
      },
    }),
    caughtBy: TOKEN_PAGES,
  },
  {
    name: 'fills pages with all access tokens, and then leaves out invalid ones',
    broken: ({ tables: { accessTokens } }) => ({
      listAccessTokens: async (_filter, { after = '', limit }) =>
        [...accessTokens.values()]
          .sort((a, b) => (a.key < b.key ? -1 : 1))
          .filter(({ key }) => key > after)
          .slice(0, limit)
          .filter(({ state }) => state === 'valid'),
    }),
    caughtBy: TOKEN_PAGES,
  },
  {
    name: 'lists access tokens of one user in another order than all',
    broken: ({ store }) => ({
      listAccessTokens: async (filter, page) => {
        const found = await store.listAccessTokens(filter, page)
        return filter.userId === undefined ? found : [...found].reverse()
      },
    }),
    caughtBy: TOKEN_PAGES,
  },
  {
    name: 'lists access tokens as they came',
    broken: ({ tables: { accessTokens } }) => ({
      listAccessTokens: async (_filter, { after = '', limit }) =>
        [...accessTokens.values()]
          .filter(({ key, state }) => state === 'valid' && key > after)
          .slice(0, limit),
    }),
    caughtBy: TOKEN_PAGES,
  },
  {
    name: 'lists access tokens from the first if the previous one is not listed',
    broken: ({ store, tables: { accessTokens } }) => ({
      listAccessTokens: (filter, { after, limit }) => {
        const isListed = accessTokens.get(after ?? '')?.state === 'valid'
        return store.listAccessTokens(filter, { after: isListed ? after : undefined, limit })
      },
    }),
    caughtBy: 'a page of access tokens begins after a key, whether that is there or not',
  },
  ...(
    [
      ['of whoever begins alike', (value: string, asked = '') => value.startsWith(asked)],
      [
        'in any case of letters',
        (value: string, asked = value) => value.toLowerCase() === asked.toLowerCase(),
      ],
      ['by pattern', (value: string, asked = '%') => asked === '%' || value === asked],
      [
        'of everyone for an empty text',
        (value: string, asked = '') => asked === '' || value === asked,
      ],
    ] as const
  ).map(([name, isSame]) => ({
    name: `lists access tokens ${name}`,
    broken: filtering(isSame),
    caughtBy: TOKEN_FILTERS,
  })),
  {
    name: 'lists access tokens of the consumer from every user',
    broken: ({ store }) => ({
      listAccessTokens: ({ consumerKey, userId }, page) =>
        store.listAccessTokens(consumerKey === undefined ? { userId } : { consumerKey }, page),
    }),
    caughtBy: TOKEN_FILTERS,
  },
  {
    name: 'lists access tokens of the user for every consumer',
    broken: ({ store }) => ({
      listAccessTokens: ({ consumerKey, userId }, page) =>
        store.listAccessTokens(userId === undefined ? { consumerKey } : { userId }, page),
    }),
    caughtBy: TOKEN_FILTERS,
  },
  {
    name: 'lists access tokens of the consumer or of the user',
    broken: listingTokens((tokens, { consumerKey, userId }) =>
      tokens.filter(
        (token) =>
          (consumerKey === undefined && userId === undefined) ||
          token.consumerKey === consumerKey ||
          token.userId === userId,
      ),
    ),
    caughtBy: TOKEN_FILTERS,
  },
  {
    name: 'lists access tokens as they are kept',
    broken: ({ tables: { accessTokens } }) => ({
      listAccessTokens: async () => [...accessTokens.values()],
    }),
    caughtBy: TOKEN_COPIES,
  },
  {
    name: 'lists access tokens as copies with the lists that are kept',
    broken: ({ tables: { accessTokens } }) => ({
      listAccessTokens: async () => [...accessTokens.values()].map((token) => ({ ...token })),
    }),
    caughtBy: TOKEN_COPIES,
  },
  ...(['secret', 'scopes', 'grantedBy', 'sessionHandleDigest', 'lastUsedAtSeconds'] as const).map(
    (field) => ({
      name: `lists access tokens without ${field}`,
      broken: ({ store }: PlainStore): Partial<Store> => ({
        listAccessTokens: async (...query) =>
          (await store.listAccessTokens(...query)).map((token) => ({
            ...token,
            [field]: undefined,
          })),
      }),
      caughtBy: TOKEN_COPIES,
    }),
  ),
  ...(['replaced', 'revoked'] as const).map((state) => ({
    name: `lists access tokens that are ${state}`,
    broken: listingTokens((tokens) =>
      tokens.filter((token) => token.state === 'valid' || token.state === state),
    ),
    caughtBy: VALID_LISTED,
  })),
  {
    name: 'lists no access tokens that expire',
    broken: listingTokens((tokens) =>
      tokens.filter(
        ({ state, expiresAtSeconds }) => state === 'valid' && expiresAtSeconds === undefined,
      ),
    ),
    caughtBy: VALID_LISTED,
  },
  {
    name: 'lists access tokens that were purged',
    broken: ({ store, tables: { accessTokens } }) => {
      const everSeen = new Map<string, AccessTokenRecord>()
      return {
        listAccessTokens: async (...query) => {
          for (const token of await store.listAccessTokens(...query)) everSeen.set(token.key, token)
          return [...everSeen.values()]
            .filter(({ key }) => (accessTokens.get(key)?.state ?? 'valid') === 'valid')
            .sort((a, b) => (a.key < b.key ? -1 : 1))
        },
      }
    },
    caughtBy: VALID_LISTED,
  },
]

const RENEWALS: Fault[] = [
  {
    name: 'deletes the token that it renews',
    broken: afterRenewal(({ tables }, key) => tables.accessTokens.delete(key)),
    caughtBy: RENEWED,
  },
  {
    name: 'forgets the handle of the token that it renews',
    broken: afterRenewal((plain, key) => {
      change(plain, key, { sessionHandleDigest: undefined })
    }),
    caughtBy: RENEWED,
  },
  {
    name: 'marks the token that it renews as revoked',
    broken: afterRenewal((plain, key) => {
      change(plain, key, { state: 'revoked' })
    }),
    caughtBy: RENEWED,
  },
  {
    name: 'purges the token that it renews when it expires',
    broken: afterRenewal((plain, key) => {
      const { expiresAtSeconds } = plain.tables.accessTokens.get(key) ?? {}
      change(plain, key, { keepUntilSeconds: expiresAtSeconds })
    }),
    caughtBy: RENEWED,
  },
  {
    name: 'saves the new access token with the scopes of the old one',
    broken: afterRenewal((plain, key, { accessToken }) => {
      const { scopes = [] } = plain.tables.accessTokens.get(key) ?? {}
      change(plain, accessToken.key, { scopes })
    }),
    caughtBy: RENEWED,
  },
  {
    name: 'renews any token that has the handle',
    broken: afterRenewal((plain, _key, { sessionHandleDigest }) => {
      for (const token of plain.tables.accessTokens.values()) {
        if (token.sessionHandleDigest === sessionHandleDigest) {
          change(plain, token.key, { state: 'replaced' })
        }
      }
    }),
    caughtBy: RENEWED,
  },
  {
    name: 'leaves the token that it renews valid',
    broken: afterRenewal((plain, key) => {
      change(plain, key, { state: 'valid' })
    }),
    caughtBy: 'an access token is renewed once, and the new one with its own handle',
  },
  {
    name: 'gives the new access token the handle of the old one',
    broken: afterRenewal((plain, _key, { accessToken, sessionHandleDigest }) => {
      change(plain, accessToken.key, { sessionHandleDigest })
    }),
    caughtBy: 'an access token is renewed once, and the new one with its own handle',
  },
  {
    name: 'renews without looking at the handle',
    broken: renewingAnyway((token, { sessionHandleDigest }) =>
      token.sessionHandleDigest === undefined ? {} : { sessionHandleDigest },
    ),
    caughtBy: 'an access token that has another handle is not renewed',
  },
  {
    name: 'ignores the letter case of the handle',
    broken: renewingAnyway(({ sessionHandleDigest: kept }, { sessionHandleDigest }) =>
      kept?.toLowerCase() === sessionHandleDigest.toLowerCase() ? { sessionHandleDigest } : {},
    ),
    caughtBy:
      'an access token that has a handle that differs in the case of a letter is not renewed',
  },
  {
    name: 'renews a token without a handle',
    broken: renewingAnyway((token, { sessionHandleDigest }) =>
      token.sessionHandleDigest === undefined ? { sessionHandleDigest } : {},
    ),
    caughtBy: 'an access token that has no handle is not renewed',
  },
  {
    name: 'treats a missing handle as an empty one',
    broken: renewingAnyway(({ sessionHandleDigest = '' }) => ({ sessionHandleDigest })),
    caughtBy: 'an access token without a handle is not renewed with an empty one',
  },
  {
    name: 'renews a renewed token again',
    broken: renewingAnyway(({ state }) => ({ state: state === 'replaced' ? 'valid' : state })),
    caughtBy: 'an access token that was renewed before is not renewed',
  },
  {
    name: 'renews a revoked token',
    broken: renewingAnyway(({ state }) => ({ state: state === 'revoked' ? 'valid' : state })),
    caughtBy: 'an access token that was revoked is not renewed',
  },
  {
    name: 'renews an unknown token',
    broken: ({ store, tables: { requestTokens, accessTokens } }) => ({
      renewAccessToken: async (key, renewal) => {
        if (accessTokens.has(key) || requestTokens.has(key)) {
          return store.renewAccessToken(key, renewal)
        }
        await store.createAccessToken(renewal.accessToken)
        return 'renewed'
      },
    }),
    caughtBy: 'an unknown access token, and a request token, are not renewed',
  },
  {
    name: 'renews a request token',
    broken: ({ store, tables: { requestTokens } }) => ({
      renewAccessToken: async (key, renewal) => {
        if (!requestTokens.has(key)) return store.renewAccessToken(key, renewal)
        await store.createAccessToken(renewal.accessToken)
        return 'renewed'
      },
    }),
    caughtBy: 'an unknown access token, and a request token, are not renewed',
  },
  {
    name: 'renews no longer than the token is valid',
    broken: refusingRenewal(
      ({ expiresAtSeconds = Infinity }, { nowSeconds }) => expiresAtSeconds < nowSeconds,
    ),
    caughtBy:
      'an access token is renewed in the last second in which it is kept, though it has expired',
  },
  {
    name: 'renews nothing in the last second',
    broken: refusingRenewal(
      ({ keepUntilSeconds = Infinity }, { nowSeconds }) => keepUntilSeconds <= nowSeconds,
    ),
    caughtBy:
      'an access token is renewed in the last second in which it is kept, though it has expired',
  },
  {
    name: 'renews after the session',
    broken: renewingAnyway(() => ({ keepUntilSeconds: undefined })),
    caughtBy: 'an access token that need not be kept any more is not renewed',
  },
  {
    name: 'renews a second too late',
    broken: ({ store }) => ({
      renewAccessToken: (key, renewal) =>
        store.renewAccessToken(key, { ...renewal, nowSeconds: renewal.nowSeconds - 1 }),
    }),
    caughtBy: 'an access token that need not be kept any more is not renewed',
  },
  {
    name: 'removes a token that it does not renew',
    broken: ({ store, tables: { accessTokens } }) => ({
      renewAccessToken: async (key, renewal) => {
        const { keepUntilSeconds = Infinity } = accessTokens.get(key) ?? {}
        if (keepUntilSeconds < renewal.nowSeconds) accessTokens.delete(key)
        return store.renewAccessToken(key, renewal)
      },
    }),
    caughtBy: 'an access token that need not be kept any more is not renewed',
  },
  {
    name: 'renews nothing that is kept without end',
    broken: refusingRenewal(
      ({ keepUntilSeconds, expiresAtSeconds }) =>
        keepUntilSeconds === undefined && expiresAtSeconds !== undefined,
    ),
    caughtBy: 'an access token that is kept without end can be renewed without end',
  },
  ...(['accessTokens', 'requestTokens'] as const).map((table) => ({
    name: `replaces what has the key by a renewal (${table})`,
    broken: also('renewAccessToken', ({ tables }, [, { accessToken }]) => {
      tables[table].delete(accessToken.key)
    }),
    caughtBy:
      table === 'accessTokens'
        ? 'a renewal does not replace an access token that has the new key already'
        : 'a renewal does not replace a request token that has the new key already',
  })),
  {
    name: 'marks as replaced before it finds that the key is taken',
    broken: (plain) => ({
      renewAccessToken: async (key, renewal) => {
        const isTaken = plain.tables.accessTokens.has(renewal.accessToken.key)
        const outcome = await plain.store.renewAccessToken(key, renewal)
        if (isTaken) change(plain, key, { state: 'replaced' })
        return outcome
      },
    }),
    caughtBy: 'a renewal does not replace an access token that has the new key already',
  },
  {
    name: 'saves the new access token under the key of a request token',
    broken: ({ store, tables: { requestTokens } }) => ({
      renewAccessToken: async (key, renewal) => {
        const before = requestTokens.get(renewal.accessToken.key)
        requestTokens.delete(renewal.accessToken.key)
        const outcome = await store.renewAccessToken(key, renewal)
        if (before) requestTokens.set(before.key, before)
        return outcome
      },
    }),
    caughtBy: 'a renewal does not replace a request token that has the new key already',
  },
  {
    name: 'keeps a reference to the access token of a renewal',
    broken: afterRenewal(({ tables }, _key, { accessToken }) =>
      tables.accessTokens.set(accessToken.key, accessToken),
    ),
    caughtBy: 'the access token of a renewal is kept as a copy',
  },
  {
    name: 'drops an access token for a renewal',
    broken: ({ store, tables: { accessTokens }, limits }) => ({
      renewAccessToken: (key, renewal) => {
        if (accessTokens.size >= limits.maxAccessTokens) accessTokens.delete('passing')
        return store.renewAccessToken(key, renewal)
      },
    }),
    caughtBy: FULL_RENEWAL,
  },
  {
    name: 'puts the new access token in the place of the old one',
    broken: evicting('accessTokens', 'renewAccessToken'),
    caughtBy: FULL_RENEWAL,
  },
  {
    name: 'marks as replaced before it finds that it is full',
    broken: (plain) => ({
      renewAccessToken: async (key, renewal) => {
        const outcome = await plain.store.renewAccessToken(key, renewal)
        if (outcome === 'full') change(plain, key, { state: 'replaced' })
        return outcome
      },
    }),
    caughtBy: FULL_RENEWAL,
  },
  {
    name: 'refuses a renewal without saying that it is full',
    broken: ({ store }) => ({
      renewAccessToken: async (key, renewal) => {
        const outcome = await store.renewAccessToken(key, renewal)
        return outcome === 'full' ? 'refused' : outcome
      },
    }),
    caughtBy: FULL_RENEWAL,
  },
  {
    name: 'forgets expired tokens that can be renewed',
    broken: ({ store, tables: { accessTokens } }) => ({
      purge: async (nowSeconds) => {
        let count = await store.purge(nowSeconds)
        for (const { key, expiresAtSeconds = Infinity } of [...accessTokens.values()]) {
          if (expiresAtSeconds < nowSeconds && accessTokens.delete(key)) count++
        }
        return count
      },
    }),
    caughtBy: KEPT_WHILE_RENEWABLE,
  },
  {
    name: 'removes expired tokens that must be kept, to make room',
    broken: also('createAccessToken', ({ tables: { accessTokens }, limits }, [token]) => {
      if (accessTokens.size < limits.maxAccessTokens) return
      for (const { key, expiresAtSeconds = Infinity } of [...accessTokens.values()]) {
        if (expiresAtSeconds < token.createdAtSeconds) accessTokens.delete(key)
      }
    }),
    caughtBy: 'a full store refuses an access token, and has room when one need not be kept',
  },
]

const REVOCATIONS: Fault[] = [
  {
    name: 'revokes all of the pair for one token',
    broken: revoking((target, { tables: { accessTokens } }) => {
      const token = 'tokenKey' in target && accessTokens.get(target.tokenKey)
      return token ? { consumerKey: token.consumerKey, userId: token.userId } : target
    }),
    caughtBy: concerns('one access token'),
  },
  {
    name: 'leaves the request tokens of the pair to be exchanged for one token',
    broken: sparing((_token, target) => 'tokenKey' in target),
    caughtBy: concerns('one access token'),
  },
  {
    name: 'revokes undecided request tokens for one token',
    broken: revokingToo(({ state }, target) => state === 'pending' && 'tokenKey' in target),
    caughtBy: concerns('one access token'),
  },
  {
    name: 'revokes all tokens of a consumer for one of its users',
    broken: revoking((target) =>
      isOfPair(target) ? { consumerKey: (target as { consumerKey: string }).consumerKey } : target,
    ),
    caughtBy: concerns('the grants of a user to a consumer'),
  },
  {
    name: 'revokes all tokens of a user for one of the consumers',
    broken: revoking((target) =>
      isOfPair(target) ? { userId: (target as { userId: string }).userId } : target,
    ),
    caughtBy: concerns('the grants of a user to a consumer'),
  },
  {
    name: 'leaves the request tokens of the pair to be exchanged',
    broken: sparing((_token, target) => isOfPair(target)),
    caughtBy: concerns('the grants of a user to a consumer'),
  },
  {
    name: 'revokes undecided request tokens for the pair',
    broken: revokingToo(({ state }, target) => state === 'pending' && isOfPair(target)),
    caughtBy: concerns('the grants of a user to a consumer'),
  },
  {
    name: 'keeps undecided request tokens of a revoked consumer',
    broken: sparing(({ state }) => state === 'pending'),
    caughtBy: concerns('a consumer as a whole'),
  },
  {
    name: 'keeps approved request tokens of a revoked consumer',
    broken: sparing(({ state }, target) => state === 'approved' && isOfConsumer(target)),
    caughtBy: concerns('a consumer as a whole'),
  },
  ...(['denied', 'used', 'locked'] as const).map((state) => ({
    name: `revokes request tokens that are ${state}`,
    broken: revokingToo((token) => token.state === state),
    caughtBy: concerns('a consumer as a whole'),
  })),
  {
    name: 'revokes undecided request tokens of every consumer',
    broken: revokingToo(({ state }, target) => state === 'pending' && isOfConsumer(target)),
    caughtBy: concerns('a consumer as a whole'),
  },
  {
    name: 'revokes only the tokens that a user has granted to one consumer',
    broken: revoking((target, { tables: { consumers } }) => {
      const [consumerKey = ''] = consumers.keys()
      return isOfUser(target) ? { ...(target as { userId: string }), consumerKey } : target
    }),
    caughtBy: concerns('a user'),
  },
  {
    name: 'leaves the request tokens of a user to be exchanged',
    broken: sparing((_token, target) => isOfUser(target)),
    caughtBy: concerns('a user'),
  },
  {
    name: 'revokes undecided request tokens for a user',
    broken: revokingToo(({ state }, target) => state === 'pending' && isOfUser(target)),
    caughtBy: concerns('a user'),
  },
  {
    name: 'counts request tokens as revoked tokens',
    broken: ({ store, tables: { requestTokens } }) => ({
      revokeTokens: async (target, keepUntilSeconds) => {
        const count = () =>
          [...requestTokens.values()].filter((it) => it.state === 'revoked').length
        const before = count()
        return (await store.revokeTokens(target, keepUntilSeconds)) + count() - before
      },
    }),
    caughtBy: 'a revocation affects tokens that can still be exchanged, without an access token',
  },
  {
    name: 'ignores request tokens if there are no access tokens',
    broken: ({ store, tables: { requestTokens } }) => ({
      revokeTokens: async (target, keepUntilSeconds) => {
        const before = [...requestTokens]
        const count = await store.revokeTokens(target, keepUntilSeconds)
        if (count === 0) for (const [key, token] of before) requestTokens.set(key, token)
        return count
      },
    }),
    caughtBy: 'a revocation affects tokens that can still be exchanged, without an access token',
  },
  {
    name: 'finds a revoked token as it was before',
    broken: ({ store }) => {
      const cached = new Map<string, Awaited<ReturnType<Store['findCredentials']>>['token']>()
      return {
        findCredentials: async (consumerKey, tokenKey = '') => {
          const { consumer, token } = await store.findCredentials(consumerKey, tokenKey)
          const known = cached.get(tokenKey) ?? token
          cached.set(tokenKey, known)
          return { consumer, token: known }
        },
      }
    },
    caughtBy: concerns('one access token'),
  },
  {
    name: 'forgets the user of an approved request token',
    broken: ({ store, tables: { requestTokens } }) => {
      const approved = new Set<string>()
      return {
        approveRequestToken: (key, approval) => {
          approved.add(key)
          return store.approveRequestToken(key, approval)
        },
        revokeTokens: async (target, keepUntilSeconds) => {
          const unknown = [...requestTokens].filter(([key]) => approved.has(key))
          const count = await store.revokeTokens(target, keepUntilSeconds)
          for (const [key, token] of unknown) requestTokens.set(key, token)
          return count
        },
      }
    },
    caughtBy: MADE_BEFORE,
  },
  ...(['exchangeRequestToken', 'renewAccessToken'] as const).map((operation) => ({
    name: `does not know whose the access token is of ${operation}`,
    broken: (plain: PlainStore): Partial<Store> => {
      const made = new Set<string>()
      return {
        ...also(operation, (_plain, [, { accessToken }]) => made.add(accessToken.key))(plain),
        revokeTokens: async (target, keepUntilSeconds) => {
          const before = [...plain.tables.accessTokens].filter(([key]) => made.has(key))
          const count = await plain.store.revokeTokens(target, keepUntilSeconds)
          for (const [key, token] of before) plain.tables.accessTokens.set(key, token)
          return count
        },
      }
    },
    caughtBy:
      operation === 'renewAccessToken'
        ? MADE_BEFORE
        : 'a revocation and an exchange at the same moment leave no valid token',
  })),
  {
    name: 'revokes all later tokens of the pair',
    broken: (plain) => {
      let isRevoked = false
      return {
        revokeTokens: (target, keepUntilSeconds) => {
          isRevoked = true
          return plain.store.revokeTokens(target, keepUntilSeconds)
        },
        exchangeRequestToken: async (key, exchange) => {
          const outcome = await plain.store.exchangeRequestToken(key, exchange)
          if (isRevoked) change(plain, exchange.accessToken.key, { state: 'revoked' })
          return outcome
        },
      }
    },
    caughtBy: 'a revocation does not affect later tokens',
  },
  {
    name: 'revokes everything for an unknown token',
    broken: ({ store, tables: { accessTokens } }) => ({
      revokeTokens: async (target, keepUntilSeconds) => {
        const count = await store.revokeTokens(target, keepUntilSeconds)
        if (count === 0) accessTokens.clear()
        return count
      },
    }),
    caughtBy: UNKNOWN_REVOKED,
  },
  {
    name: 'revokes the grants of all users for an empty id',
    broken: revoking((target) =>
      isOfPair(target) && (target as { userId: string }).userId === ''
        ? { consumerKey: (target as { consumerKey: string }).consumerKey }
        : target,
    ),
    caughtBy: UNKNOWN_REVOKED,
  },
  {
    name: 'revokes by the key of a request token',
    broken: revoking((target, { tables: { requestTokens } }) => {
      const token = 'tokenKey' in target && requestTokens.get(target.tokenKey)
      return token ? { consumerKey: token.consumerKey, userId: token.userId } : target
    }),
    caughtBy: UNKNOWN_REVOKED,
  },
  {
    name: 'keeps a revoked token as long as an active one',
    broken: ({ store }) => ({
      revokeTokens: (target) => store.revokeTokens(target, Infinity),
    }),
    caughtBy: REVOKED_UNTIL,
  },
  {
    name: 'keeps a revoked token longer than an active one',
    broken: (plain) => ({
      revokeTokens: async (target, keepUntilSeconds) => {
        const valid = [...plain.tables.accessTokens.values()].filter((it) => it.state === 'valid')
        const count = await plain.store.revokeTokens(target, keepUntilSeconds)
        for (const { key } of valid) {
          if (plain.tables.accessTokens.get(key)?.state === 'revoked') {
            change(plain, key, { keepUntilSeconds })
          }
        }
        return count
      },
    }),
    caughtBy: REVOKED_UNTIL,
  },
  {
    name: 'purges a revoked token at the time that was set when it was issued',
    broken: ({ store, tables: { accessTokens } }) => {
      const ownSeconds = new Map<string, number | undefined>()
      return {
        createAccessToken: (token) => {
          ownSeconds.set(token.key, token.keepUntilSeconds)
          return store.createAccessToken(token)
        },
        purge: async (nowSeconds) => {
          const kept = [...accessTokens].filter(
            ([key]) => (ownSeconds.get(key) ?? Infinity) >= nowSeconds,
          )
          const count = await store.purge(nowSeconds)
          for (const [key, token] of kept) accessTokens.set(key, token)
          return count
        },
      }
    },
    caughtBy: REVOKED_UNTIL,
  },
  {
    name: 'revokes a revoked token again',
    broken: also('revokeTokens', (plain) => {
      for (const { key, state } of plain.tables.accessTokens.values()) {
        if (state === 'revoked') change(plain, key, { state: 'valid' })
      }
    }),
    caughtBy: 'a revocation does not change tokens that were renewed or revoked before',
  },
  {
    name: 'revokes a renewed token',
    broken: also('revokeTokens', (plain) => {
      for (const { key, state } of plain.tables.accessTokens.values()) {
        if (state === 'replaced') change(plain, key, { state: 'valid' })
      }
    }),
    caughtBy: 'a revocation does not change tokens that were renewed or revoked before',
  },
  {
    name: 'deletes the tokens that it revokes',
    broken: ({ store, tables: { accessTokens } }) => ({
      revokeTokens: async (...values) => {
        const count = await store.revokeTokens(...values)
        for (const [key, { state }] of accessTokens) {
          if (state === 'revoked') accessTokens.delete(key)
        }
        return count
      },
    }),
    caughtBy: 'a full store still revokes, and has room after the new second',
  },
  {
    name: 'counts revoked tokens against its bounds',
    broken: ({ store, tables: { accessTokens } }) => ({
      createAccessToken: async (token) =>
        [...accessTokens.values()].some(({ state }) => state === 'revoked')
          ? 'full'
          : store.createAccessToken(token),
    }),
    caughtBy: 'a full store still revokes, and has room after the new second',
  },
]

const SECRETS: Fault[] = [
  {
    name: 'replaces only the secrets of valid access tokens',
    broken: ({ store, tables: { accessTokens } }) => ({
      replaceTokenSecret: async (key, change) =>
        accessTokens.get(key)?.state === 'valid'
          ? store.replaceTokenSecret(key, change)
          : 'conflict',
    }),
    caughtBy: SECRET_REPLACED,
  },
  {
    name: 'writes a last use with a new secret',
    broken: (plain) => ({
      replaceTokenSecret: async (key, secrets) => {
        const outcome = await plain.store.replaceTokenSecret(key, secrets)
        if (outcome === 'replaced') change(plain, key, { lastUsedAtSeconds: undefined })
        return outcome
      },
    }),
    caughtBy: SECRET_REPLACED,
  },
  ...(
    [
      ['without looking at the old one', () => true],
      ['in any case of letters', (a: string, b: string) => a.toLowerCase() === b.toLowerCase()],
      ['by the beginning of the old one', (a: string, b: string) => a.startsWith(b)],
    ] as const
  ).map(([name, isSame]) => ({
    name: `replaces a secret ${name}`,
    broken: (plain: PlainStore): Partial<Store> => ({
      replaceTokenSecret: async (key, { secret, newSecret }) => {
        const token = plain.tables.accessTokens.get(key)
        if (!token || !isSame(token.secret, secret)) return 'conflict'
        change(plain, key, { secret: newSecret })
        return 'replaced'
      },
    }),
    caughtBy: SECRET_KEPT,
  })),
  {
    name: 'replaces the secret of a request token',
    broken: ({ store, tables: { requestTokens } }) => ({
      replaceTokenSecret: async (key, secrets) => {
        const token = requestTokens.get(key)
        if (!token) return store.replaceTokenSecret(key, secrets)
        requestTokens.set(key, { ...token, secret: secrets.newSecret })
        return 'replaced'
      },
    }),
    caughtBy: 'the secret of an unknown access token, and of a request token, is not replaced',
  },
]

/** Ways of breaking what the contract says of management: Consumers, lists, renewal, revocation. */
export const MANAGEMENT_FAULTS: readonly Fault[] = [
  {
    name: 'ignores the owner in a list of consumers',
    broken: ({ store }) => ({
      listConsumers: (page) => store.listConsumers({ ...page, ownerId: undefined }),
    }),
    caughtBy: CONSUMER_FILTERS,
  },
  {
    name: 'filters a page of consumers after it was cut',
    broken: ({ store }) => ({
      listConsumers: async ({ status, ...page }) => {
        const found = await store.listConsumers(page)
        return found.filter((consumer) => status === undefined || consumer.status === status)
      },
    }),
    caughtBy: CONSUMER_FILTERS,
  },
  {
    name: 'lists an audit log oldest first',
    broken: ({ store }) => ({
      listAuditEntries: async (...values) =>
        [...(await store.listAuditEntries(...values))].reverse(),
    }),
    caughtBy: AUDITED,
  },
  {
    name: 'writes no entry for a removal',
    broken: ({ store }) => ({ removeConsumer: (key) => store.removeConsumer(key) }),
    caughtBy: AUDITED,
  },
  {
    name: 'writes an entry before it knows whether the change is made',
    broken: ({ store, tables }) => ({
      replaceConsumer: (consumer, entry) => {
        if (entry) tables.audit.push(entry)
        return store.replaceConsumer(consumer)
      },
    }),
    caughtBy: AUDIT_REFUSED,
  },
  {
    name: 'finds an audit log by the beginning of a key',
    broken: ({ tables }) => ({
      listAuditEntries: async (key, { before = '~', limit }) =>
        structuredClone(
          tables.audit.filter(({ consumerKey, id }) => consumerKey.startsWith(key) && id < before),
        )
          .reverse()
          .slice(0, limit),
    }),
    caughtBy: AUDIT_PAGES,
  },
  {
    name: 'removes an audit log with its consumer',
    broken: also('createConsumer', ({ tables }, [{ key }]) => {
      tables.audit = tables.audit.filter(({ consumerKey }) => consumerKey !== key)
    }),
    caughtBy: AUDIT_OUTLASTS,
  },
  {
    name: 'writes an entry for each of several replacements',
    racy: ['replaceConsumer'],
    caughtBy: AUDIT_RACE,
  },
  {
    name: 'lists the entries themselves',
    broken: ({ tables }) => ({
      listAuditEntries: async (key) =>
        tables.audit.filter(({ consumerKey }) => consumerKey === key),
    }),
    caughtBy: AUDIT_COPIES,
  },
  ...RACES,
  ...REPLACEMENTS,
  ...REMOVALS,
  ...LISTS,
  ...RENEWALS,
  ...REVOCATIONS,
  ...SECRETS,
]
