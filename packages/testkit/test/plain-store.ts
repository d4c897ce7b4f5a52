import type {
  AccessTokenRecord,
  AuditEntry,
  ConsumerRecord,
  NonceRecord,
  PageRequest,
  RefusalCount,
  RequestTokenRecord,
  RevocationTarget,
  Store,
} from '@oauthplus/server'
import type { StoreLimits } from '../src/store-contract.js'

/** The contents of a plain store, accessible to tests that break it. */
export interface Tables {
  readonly consumers: Map<string, ConsumerRecord>
  audit: AuditEntry[]
  /** The counts of refusals by consumer, day and code. */
  readonly refusals: Map<string, RefusalCount>
  readonly requestTokens: Map<string, RequestTokenRecord>
  readonly accessTokens: Map<string, AccessTokenRecord>
  readonly nonces: Map<string, NonceRecord>
  purgedBySeconds: number
}

/** The fields by which a revocation selects tokens. */
interface Concerned {
  readonly valid: readonly AccessTokenRecord[]
  readonly exchangeable: readonly RequestTokenRecord[]
}

export interface PlainStore {
  readonly store: Store
  readonly tables: Tables
  readonly limits: Record<keyof StoreLimits, number>
}

/** A record that expires: an access token by the second until which it is kept. */
type Expiring =
  | AccessTokenRecord
  | {
      readonly kind?: 'request'
      readonly consumerKey: string
      readonly expiresAtSeconds?: number | undefined
    }

/**
 * A second store, as plain as can be, for breaking. The operations named in `racy` let others in
 * between their checks and their writes; nothing else of them is different.
 */
export function plainStore(
  limits: StoreLimits = {},
  racy: readonly (keyof Store)[] = [],
): PlainStore {
  const most = {
    maxConsumers: limits.maxConsumers ?? Infinity,
    maxRequestTokens: limits.maxRequestTokens ?? Infinity,
    maxAccessTokens: limits.maxAccessTokens ?? Infinity,
    maxNonces: limits.maxNonces ?? Infinity,
    maxRequestTokensPerConsumer: limits.maxRequestTokensPerConsumer ?? Infinity,
    maxAccessTokensPerConsumer: limits.maxAccessTokensPerConsumer ?? Infinity,
    maxNoncesPerConsumer: limits.maxNoncesPerConsumer ?? Infinity,
  }
  const tables: Tables = {
    consumers: new Map(),
    audit: [],
    refusals: new Map(),
    requestTokens: new Map(),
    accessTokens: new Map(),
    nonces: new Map(),
    purgedBySeconds: -Infinity,
  }
  const { consumers, requestTokens, accessTokens, nonces } = tables

  function log(entry: AuditEntry | undefined) {
    if (entry) tables.audit.push(structuredClone(entry))
  }

  function markPurge(now: number) {
    tables.purgedBySeconds = Math.max(tables.purgedBySeconds, now)
  }

  /** Checks and writes: in one go, or with a gap between. */
  async function change<Checked, Outcome>(
    operation: keyof Store,
    check: () => { checked: Checked } | { refused: Outcome },
    write: (checked: Checked) => Outcome,
  ): Promise<Outcome> {
    const result = check()
    if ('refused' in result) return result.refused
    if (racy.includes(operation)) await Promise.resolve()
    return write(result.checked)
  }

  function expired(table: Map<string, Expiring>, now: number) {
    return [...table].filter(([, record]) => lastSecondOf(record) < now)
  }

  /**
   * Reports whether a table would have no room for one more of a consumer, even without the records that have
   * expired, and removes those if necessary.
   */
  function fullness(
    name: 'RequestTokens' | 'AccessTokens' | 'Nonces',
    { consumerKey, now }: { readonly consumerKey: string; readonly now: number },
  ): 'full' | 'consumer_full' | undefined {
    const table: Map<string, Expiring> = {
      RequestTokens: requestTokens,
      AccessTokens: accessTokens,
      Nonces: nonces,
    }[name]
    const judge = () => {
      if (table.size >= most[`max${name}`]) return 'full'
      const own = [...table.values()].filter((record) => record.consumerKey === consumerKey)
      return own.length >= most[`max${name}PerConsumer`] ? 'consumer_full' : undefined
    }
    if (judge() === undefined) return undefined
    for (const [key] of expired(table, now)) table.delete(key)
    return judge()
  }

  const isTokenKeyTaken = (key: string) => requestTokens.has(key) || accessTokens.has(key)

  function create<Saved extends { readonly key: string }>(
    operation: keyof Store,
    {
      table,
      isTaken = (key) => table.has(key),
      fullness,
    }: {
      table: Map<string, Saved>
      isTaken?: (key: string) => boolean
      fullness: () => 'full' | 'consumer_full' | undefined
    },
    saved: Saved,
  ) {
    return change<undefined, 'created' | 'exists' | 'full' | 'consumer_full'>(
      operation,
      () => {
        if (isTaken(saved.key)) return { refused: 'exists' }
        const refused = fullness()
        return refused ? { refused } : { checked: undefined }
      },
      () => {
        table.set(saved.key, structuredClone(saved))
        return 'created'
      },
    )
  }

  function inState(key: string, state: RequestTokenRecord['state'], now: number) {
    const token = requestTokens.get(key)
    return token?.state === state && token.expiresAtSeconds >= now ? token : undefined
  }

  function decide<State extends 'approved' | 'denied'>(
    operation: keyof Store,
    { key, now }: { key: string; now: number },
    fields: Partial<RequestTokenRecord> & { state: State },
  ) {
    return change<RequestTokenRecord, State | 'refused'>(
      operation,
      () => {
        const token = inState(key, 'pending', now)
        return token ? { checked: token } : { refused: 'refused' }
      },
      (token) => {
        requestTokens.set(key, { ...token, ...fields })
        return fields.state
      },
    )
  }

  /** Finds what a revocation concerns. */
  function concernedBy(target: RevocationTarget): Concerned {
    const named = 'tokenKey' in target ? accessTokens.get(target.tokenKey) : undefined
    const owners = 'tokenKey' in target ? named : target
    if (!owners) return { valid: [], exchangeable: [] }
    const isTheirs = (token: { consumerKey: string; userId?: string | undefined }) =>
      (owners.consumerKey === undefined || token.consumerKey === owners.consumerKey) &&
      (owners.userId === undefined || token.userId === owners.userId)
    const valid = named ? [named] : [...accessTokens.values()].filter(isTheirs)
    return {
      valid: valid.filter(({ state }) => state === 'valid'),
      exchangeable: [...requestTokens.values()].filter(
        (token) =>
          isTheirs(token) &&
          (token.state === 'approved' ||
            (token.state === 'pending' && owners.userId === undefined)),
      ),
    }
  }

  const store: Store = {
    createConsumer: async (consumer, entry) => {
      const outcome = (await create(
        'createConsumer',
        {
          table: consumers,
          fullness: () => (consumers.size >= most.maxConsumers ? 'full' : undefined),
        },
        consumer,
      )) as Awaited<ReturnType<Store['createConsumer']>>
      if (outcome === 'created') log(entry)
      return outcome
    },

    findConsumer: async (key) => structuredClone(consumers.get(key)),

    listConsumers: async ({ ownerId, status, ...page }) =>
      structuredClone(
        pageOf(
          [...consumers.values()].filter(
            (consumer) =>
              (ownerId === undefined || consumer.ownerId === ownerId) &&
              (status === undefined || consumer.status === status),
          ),
          page,
        ),
      ),

    listAuditEntries: async (consumerKey, { before, limit }) =>
      structuredClone(
        tables.audit
          .filter((entry) => entry.consumerKey === consumerKey)
          .filter(({ id }) => before === undefined || id < before)
          .reverse()
          .slice(0, limit),
      ),

    addRefusals: (counts) =>
      change<readonly number[], 'added'>(
        'addRefusals',
        () => ({
          checked: counts.map((count) => tables.refusals.get(toRefusalKey(count))?.count ?? 0),
        }),
        (before) => {
          const isAlone = new Set(counts.map(toRefusalKey)).size === counts.length
          for (const [index, added] of counts.entries()) {
            const key = toRefusalKey(added)
            const sum = (isAlone ? before[index] : tables.refusals.get(key)?.count) ?? 0
            tables.refusals.set(key, { ...added, count: sum + added.count })
          }
          return 'added'
        },
      ),

    listRefusals: async (consumerKey, sinceDay) =>
      structuredClone(
        [...tables.refusals.values()]
          .filter((count) => count.consumerKey === consumerKey && count.day >= sinceDay)
          .sort((a, b) => a.day - b.day || (a.code < b.code ? -1 : 1)),
      ),

    replaceConsumer: (consumer, entry) =>
      change<undefined, 'replaced' | 'conflict' | 'absent'>(
        'replaceConsumer',
        () => {
          const current = consumers.get(consumer.key)
          if (!current) return { refused: 'absent' }
          const isNext = current.revision === consumer.revision - 1
          return isNext ? { checked: undefined } : { refused: 'conflict' }
        },
        () => {
          consumers.set(consumer.key, structuredClone(consumer))
          log(entry)
          return 'replaced'
        },
      ),

    removeConsumer: (key, entry) =>
      change<readonly [Map<string, unknown>, string][], 'removed' | 'absent'>(
        'removeConsumer',
        () => {
          const tokens = [requestTokens, accessTokens].flatMap((table) =>
            [...table.values()]
              .filter(({ consumerKey }) => consumerKey === key)
              .map((token): [Map<string, unknown>, string] => [table, token.key]),
          )
          return consumers.has(key) ? { checked: tokens } : { refused: 'absent' }
        },
        (tokens) => {
          for (const [table, tokenKey] of tokens) table.delete(tokenKey)
          consumers.delete(key)
          log(entry)
          return 'removed'
        },
      ),

    findCredentials: async (consumerKey, tokenKey = '') =>
      structuredClone({
        consumer: consumers.get(consumerKey),
        token: requestTokens.get(tokenKey) ?? accessTokens.get(tokenKey),
      }),

    recordNonce: (nonce) =>
      change<undefined, 'recorded' | 'used' | 'full' | 'consumer_full'>(
        'recordNonce',
        () => {
          const { expiresAtSeconds, nowSeconds } = nonce
          const knownFrom = Math.max(nowSeconds, tables.purgedBySeconds)
          if (expiresAtSeconds < knownFrom) return { refused: 'used' }
          if (nonces.has(nonce.digest)) return { refused: 'used' }
          const sizeBefore = nonces.size
          const refused = fullness('Nonces', { ...nonce, now: nonce.nowSeconds })
          if (nonces.size < sizeBefore) markPurge(nonce.nowSeconds)
          return refused ? { refused } : { checked: undefined }
        },
        () => {
          nonces.set(nonce.digest, nonce)
          const token = accessTokens.get(nonce.accessTokenKey ?? '')
          if (token && nonce.nowSeconds - (token.lastUsedAtSeconds ?? -Infinity) >= 60) {
            accessTokens.set(token.key, { ...token, lastUsedAtSeconds: nonce.nowSeconds })
          }
          return 'recorded'
        },
      ),

    createRequestToken: (token) =>
      create(
        'createRequestToken',
        {
          table: requestTokens,
          isTaken: isTokenKeyTaken,
          fullness: () => fullness('RequestTokens', { ...token, now: token.createdAtSeconds }),
        },
        token,
      ),

    findRequestToken: async (key) => structuredClone(requestTokens.get(key)),

    approveRequestToken: (key, { userId, verifierDigest, nowSeconds }) =>
      decide(
        'approveRequestToken',
        { key, now: nowSeconds },
        { state: 'approved', userId, verifierDigest },
      ),

    denyRequestToken: (key, { userId, nowSeconds }) =>
      decide('denyRequestToken', { key, now: nowSeconds }, { state: 'denied', userId }),

    countWrongVerifier: (key, limit) =>
      change(
        'countWrongVerifier',
        () => {
          const token = requestTokens.get(key)
          return token ? { checked: token } : { refused: 0 }
        },
        (token) => {
          const wrongVerifiers = token.wrongVerifiers + 1
          const isLocked = token.state === 'approved' && wrongVerifiers >= limit
          const state = isLocked ? 'locked' : token.state
          requestTokens.set(key, { ...token, wrongVerifiers, state })
          return wrongVerifiers
        },
      ),

    exchangeRequestToken: (key, { accessToken, nowSeconds }) =>
      change<RequestTokenRecord, 'exchanged' | 'refused' | 'full' | 'consumer_full'>(
        'exchangeRequestToken',
        () => {
          const token = inState(key, 'approved', nowSeconds)
          if (!token || isTokenKeyTaken(accessToken.key)) return { refused: 'refused' }
          const refused = fullness('AccessTokens', { ...accessToken, now: nowSeconds })
          return refused ? { refused } : { checked: token }
        },
        (token) => {
          accessTokens.set(accessToken.key, structuredClone(accessToken))
          requestTokens.set(key, { ...token, state: 'used' })
          return 'exchanged'
        },
      ),

    createAccessToken: (token) =>
      create(
        'createAccessToken',
        {
          table: accessTokens,
          isTaken: isTokenKeyTaken,
          fullness: () => fullness('AccessTokens', { ...token, now: token.createdAtSeconds }),
        },
        token,
      ),

    listAccessTokens: async ({ consumerKey, userId }, page) => {
      const found = [...accessTokens.values()].filter(
        (token) =>
          token.state === 'valid' &&
          (consumerKey === undefined || token.consumerKey === consumerKey) &&
          (userId === undefined || token.userId === userId),
      )
      return structuredClone(pageOf(found, page))
    },

    renewAccessToken: (key, { sessionHandleDigest, accessToken, nowSeconds }) =>
      change<AccessTokenRecord, 'renewed' | 'refused' | 'full' | 'consumer_full'>(
        'renewAccessToken',
        () => {
          const token = accessTokens.get(key)
          const isRenewable =
            token?.state === 'valid' &&
            token.sessionHandleDigest === sessionHandleDigest &&
            lastSecondOf(token) >= nowSeconds
          if (!isRenewable || isTokenKeyTaken(accessToken.key)) return { refused: 'refused' }
          const refused = fullness('AccessTokens', { ...accessToken, now: nowSeconds })
          return refused ? { refused } : { checked: token }
        },
        (token) => {
          accessTokens.set(accessToken.key, structuredClone(accessToken))
          accessTokens.set(key, { ...token, state: 'replaced' })
          return 'renewed'
        },
      ),

    revokeTokens: (target, keepUntilSeconds) =>
      change<Concerned, number>(
        'revokeTokens',
        () => ({ checked: concernedBy(target) }),
        ({ valid, exchangeable }) => {
          for (const token of valid) {
            const earlier = Math.min(lastSecondOf(token), keepUntilSeconds)
            const revoked = { state: 'revoked', keepUntilSeconds: earlier } as const
            accessTokens.set(token.key, { ...token, ...revoked })
          }
          for (const token of exchangeable) {
            requestTokens.set(token.key, { ...token, state: 'revoked' })
          }
          return valid.length
        },
      ),

    replaceTokenSecret: (key, { secret, newSecret }) =>
      change<AccessTokenRecord, 'replaced' | 'conflict'>(
        'replaceTokenSecret',
        () => {
          const token = accessTokens.get(key)
          return token?.secret === secret ? { checked: token } : { refused: 'conflict' }
        },
        (token) => {
          accessTokens.set(key, { ...token, secret: newSecret })
          return 'replaced'
        },
      ),

    purge: (now) =>
      change<[Map<string, unknown>, string][], number>(
        'purge',
        () => ({
          checked: [nonces, requestTokens, accessTokens].flatMap((table) =>
            expired(table, now).map(([key]): [Map<string, unknown>, string] => [table, key]),
          ),
        }),
        (found) => {
          for (const [table, key] of found) table.delete(key)
          for (const [key, { day }] of tables.refusals) {
            if (day < Math.floor(now / 86_400) - 14) tables.refusals.delete(key)
          }
          markPurge(now)
          return found.length
        },
      ),
  }
  return { store, tables, limits: most }
}

function toRefusalKey({ consumerKey, day, code }: RefusalCount): string {
  return JSON.stringify([consumerKey, day, code])
}

function lastSecondOf(record: Expiring): number {
  return (record.kind === 'access' ? record.keepUntilSeconds : record.expiresAtSeconds) ?? Infinity
}

function pageOf<Saved extends { readonly key: string }>(
  records: readonly Saved[],
  { after = '', limit }: PageRequest,
): Saved[] {
  const sorted = [...records].sort((a, b) => (a.key < b.key ? -1 : 1))
  return sorted.filter(({ key }) => key > after).slice(0, limit)
}
