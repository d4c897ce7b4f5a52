import { assertOptions } from '@oauthplus/core/internal'

import { MEMORY_STORE_OPTIONS } from './memory-store-options.js'
import type { MemoryStoreOptions } from './memory-store-options.js'
import { createAuditMemory } from './audit-memory.js'
import { createNonceMemory } from './nonce-memory.js'
import { createRefusalMemory } from './refusal-memory.js'
import { selectPage } from '../store/select-page.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import type { AccessTokenFilter, RevocationTarget, Store } from '../store/store.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'
import { createTokenMemory } from './token-memory.js'
import { createAccessTokenPacking, REQUEST_TOKEN_PACKING } from './token-packing.js'

// A last use is written at most once a minute.
const LAST_USE_SECONDS = 60

/**
 * Creates a {@link Store} in the memory of one process: for tests, for development, and for an
 * application that may forget everything when it ends. It needs no timer and reads no clock; time
 * is what calls say.
 *
 * One consumer takes no more than its share, so that it cannot lock the others out.
 *
 * At a bound it drops what has expired; if that is not enough it refuses (`full`). It never
 * drops a consumer, a live token or a live nonce. Nonces are forgotten as time goes on, tokens when
 * `purge` is called or their room is needed. After a clock was ahead by mistake, nonces are refused
 * until the time has caught up: those that were forgotten meanwhile could be replays.
 *
 * @example
 *
 * ```ts
 * const store = memoryStore({ maxNonces: 2_000_000 })
 * const provider = createProvider({ publicUrl, findUser, store })
 * ```
 *
 * @param options The bounds.
 *
 * @returns The store, empty.
 *
 * @throws `TypeError` when a bound is not an integer from 1 to 16,777,216.
 *
 * @see [RFC 5849, section 4.10](https://www.rfc-editor.org/rfc/rfc5849#section-4.10), on exhaustion
 *   of resources
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  assertOptions('memoryStore', options, MEMORY_STORE_OPTIONS)
  const {
    maxConsumers = 100_000,
    maxRequestTokens = 100_000,
    maxAccessTokens = 1_000_000,
    maxNonces = 500_000,
    maxRequestTokensPerConsumer = halve(maxRequestTokens),
    maxAccessTokensPerConsumer = halve(maxAccessTokens),
    maxNoncesPerConsumer = halve(maxNonces),
  } = options
  const consumers = new Map<string, ConsumerRecord>()
  const requestTokens = createTokenMemory(
    { maxTokens: maxRequestTokens, maxTokensPerConsumer: maxRequestTokensPerConsumer },
    { packing: REQUEST_TOKEN_PACKING, getLastSecond: (token) => token.expiresAtSeconds },
  )
  const accessTokens = createTokenMemory(
    { maxTokens: maxAccessTokens, maxTokensPerConsumer: maxAccessTokensPerConsumer },
    { packing: createAccessTokenPacking(), getLastSecond: (token) => token.keepUntilSeconds },
  )
  const audit = createAuditMemory(maxConsumers)
  const refusals = createRefusalMemory(maxConsumers)
  const nonces = createNonceMemory(maxNonces, maxNoncesPerConsumer)

  function findConsumer(key: string): ConsumerRecord | undefined {
    return consumers.get(key)
  }

  // A request names a token only by its key, so the two kinds share their keys.
  function isTokenKeyTaken(key: string): boolean {
    return requestTokens.has(key) || accessTokens.has(key)
  }

  function findInState(
    key: string,
    state: RequestTokenRecord['state'],
    nowSeconds: number,
  ): RequestTokenRecord | undefined {
    const token = requestTokens.find(key)
    return token?.state === state && token.expiresAtSeconds >= nowSeconds ? token : undefined
  }

  /** Finds what a revocation concerns: valid access tokens, and whose request tokens. */
  function findRevocable(target: RevocationTarget): {
    readonly revoked: readonly AccessTokenRecord[]
    readonly owners: AccessTokenFilter | undefined
  } {
    if (!('tokenKey' in target)) {
      const revoked = accessTokens.listIssuedTo(target).filter(({ state }) => state === 'valid')
      return { revoked, owners: target }
    }
    const token = accessTokens.find(target.tokenKey)
    return { revoked: token?.state === 'valid' ? [token] : [], owners: token }
  }

  // Each operation is atomic because nothing in it waits: never put an `await` between a check and
  // its change.
  return {
    async createConsumer(consumer, entry) {
      if (consumers.has(consumer.key)) return 'exists'
      if (consumers.size >= maxConsumers) return 'full'
      consumers.set(consumer.key, freezeConsumer(consumer))
      audit.add(entry)
      return 'created'
    },

    async findConsumer(key) {
      return findConsumer(key)
    },

    async listConsumers({ ownerId, status, ...page }) {
      const listed = [...consumers.values()].filter(
        (consumer) =>
          (ownerId === undefined || consumer.ownerId === ownerId) &&
          (status === undefined || consumer.status === status),
      )
      return selectPage(listed, page)
    },

    async replaceConsumer(consumer, entry) {
      const current = consumers.get(consumer.key)
      if (!current) return 'absent'
      if (current.revision !== consumer.revision - 1) return 'conflict'
      consumers.set(consumer.key, freezeConsumer(consumer))
      audit.add(entry)
      return 'replaced'
    },

    async removeConsumer(key, entry) {
      for (const tokens of [requestTokens, accessTokens]) {
        for (const token of tokens.listIssuedTo({ consumerKey: key })) tokens.remove(token.key)
      }
      if (!consumers.delete(key)) return 'absent'
      audit.add(entry)
      return 'removed'
    },

    async listAuditEntries(consumerKey, page) {
      return audit.list(consumerKey, page)
    },

    async addRefusals(counts) {
      refusals.add(counts)
      return 'added'
    },

    async listRefusals(consumerKey, sinceDay) {
      return refusals.list(consumerKey, sinceDay)
    },

    async findCredentials(consumerKey, tokenKey) {
      return {
        consumer: findConsumer(consumerKey),
        token:
          tokenKey === undefined
            ? undefined
            : (requestTokens.find(tokenKey) ?? accessTokens.find(tokenKey)),
      }
    },

    async recordNonce(nonce) {
      const outcome = nonces.record(nonce)
      const token =
        outcome === 'recorded' && nonce.accessTokenKey !== undefined
          ? accessTokens.find(nonce.accessTokenKey)
          : undefined
      const { lastUsedAtSeconds = -Infinity } = token ?? {}
      if (token && nonce.nowSeconds - lastUsedAtSeconds >= LAST_USE_SECONDS) {
        accessTokens.change(token.key, { lastUsedAtSeconds: nonce.nowSeconds })
      }
      return outcome
    },

    async createRequestToken(token) {
      if (isTokenKeyTaken(token.key)) return 'exists'
      return requestTokens.add(token, token.createdAtSeconds)
    },

    async findRequestToken(key) {
      return requestTokens.find(key)
    },

    async approveRequestToken(key, { userId, verifierDigest, nowSeconds }) {
      if (!findInState(key, 'pending', nowSeconds)) return 'refused'
      requestTokens.change(key, { state: 'approved', userId, verifierDigest })
      return 'approved'
    },

    async denyRequestToken(key, { userId, nowSeconds }) {
      if (!findInState(key, 'pending', nowSeconds)) return 'refused'
      requestTokens.change(key, { state: 'denied', userId })
      return 'denied'
    },

    async countWrongVerifier(key, limit) {
      const token = requestTokens.find(key)
      if (!token) return 0
      const wrongVerifiers = token.wrongVerifiers + 1
      const isLocked = token.state === 'approved' && wrongVerifiers >= limit
      requestTokens.change(key, { wrongVerifiers, state: isLocked ? 'locked' : token.state })
      return wrongVerifiers
    },

    async exchangeRequestToken(key, { accessToken, nowSeconds }) {
      if (!findInState(key, 'approved', nowSeconds)) return 'refused'
      if (isTokenKeyTaken(accessToken.key)) return 'refused'
      const added = accessTokens.add(accessToken, nowSeconds)
      if (added !== 'created') return added
      requestTokens.change(key, { state: 'used' })
      return 'exchanged'
    },

    async createAccessToken(token) {
      if (isTokenKeyTaken(token.key)) return 'exists'
      return accessTokens.add(token, token.createdAtSeconds)
    },

    async listAccessTokens(filter, page) {
      return accessTokens.list({ ...filter, ...page }, ({ state }) => state === 'valid')
    },

    async renewAccessToken(key, { sessionHandleDigest, accessToken, nowSeconds }) {
      const token = accessTokens.find(key)
      if (!isRenewable(token, nowSeconds)) return 'refused'
      if (token.sessionHandleDigest !== sessionHandleDigest) return 'refused'
      if (isTokenKeyTaken(accessToken.key)) return 'refused'
      const added = accessTokens.add(accessToken, nowSeconds)
      if (added !== 'created') return added
      accessTokens.change(key, { state: 'replaced' })
      return 'renewed'
    },

    async revokeTokens(target, keepUntilSeconds) {
      const { revoked, owners } = findRevocable(target)
      for (const { key, keepUntilSeconds: kept = Infinity } of revoked) {
        const earlier = Math.min(kept, keepUntilSeconds)
        accessTokens.change(key, { state: 'revoked', keepUntilSeconds: earlier })
      }
      for (const { key, state } of owners ? requestTokens.listIssuedTo(owners) : []) {
        const isUndecided = state === 'pending' && owners?.userId === undefined
        if (state === 'approved' || isUndecided) requestTokens.change(key, { state: 'revoked' })
      }
      return revoked.length
    },

    async replaceTokenSecret(key, { secret, newSecret }) {
      const token = accessTokens.find(key)
      if (token?.secret !== secret) return 'conflict'
      accessTokens.change(key, { secret: newSecret })
      return 'replaced'
    },

    async purge(nowSeconds) {
      refusals.purge(nowSeconds)
      return (
        nonces.purge(nowSeconds) + requestTokens.purge(nowSeconds) + accessTokens.purge(nowSeconds)
      )
    },
  }
}

function isRenewable(
  token: AccessTokenRecord | undefined,
  nowSeconds: number,
): token is AccessTokenRecord & { readonly sessionHandleDigest: string } {
  if (token?.state !== 'valid' || token.sessionHandleDigest === undefined) return false
  return token.keepUntilSeconds === undefined || token.keepUntilSeconds >= nowSeconds
}

function halve(bound: number): number {
  return Math.ceil(bound / 2)
}

// Frozen, so that what is kept can be returned as it is: a copy for each request costs half an HMAC.
function freezeConsumer(consumer: ConsumerRecord): ConsumerRecord {
  return Object.freeze({
    ...consumer,
    secrets: freezeAll(consumer.secrets),
    publicKeys: freezeAll(consumer.publicKeys),
    signatureMethods: Object.freeze([...consumer.signatureMethods]),
    callbacks: Object.freeze([...consumer.callbacks]),
    ...(consumer.scopes && { scopes: Object.freeze([...consumer.scopes]) }),
    addressRanges: Object.freeze([...consumer.addressRanges]),
  })
}

function freezeAll<Item extends object>(items: readonly Item[]): readonly Item[] {
  return Object.freeze(items.map((item) => Object.freeze({ ...item })))
}
