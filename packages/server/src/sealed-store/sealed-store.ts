import { constantTimeEqual } from '@oauthplus/core'
import { assertArgument, digestWithKey, isObjectOf } from '@oauthplus/core/internal'

import { isStore } from '../settings/provider-checks.js'
import { isDurable } from '../store/is-durable.js'
import type {
  AccessTokenFilter,
  DurableStore,
  FoundCredentials,
  NonceRecord,
  Store,
} from '../store/store.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'
import { makeUrlSafe, toBase64Url, toKeyBytes } from './base64.js'
import { createDummyRecords } from './dummy-records.js'
import { rekey } from './rekey.js'
import type { RekeyResult } from './rekey.js'
import { createOpenError, createSeal } from './seal.js'
import { createSealedRecords } from './sealed-records.js'
import type { DigestForLookup } from './sealed-records.js'
import { SEALED_STORE_KEYS } from './sealed-store-keys.js'
import type { SealedStoreKeys } from './sealed-store-keys.js'

/** A {@link Store} whose database contains no secret and no token. */
export interface SealedStore extends Store {
  /**
   * Encrypts with the first key what is encrypted with others: Consumers, and access tokens that
   * are valid. It may run alongside everything else, and more than once. Rejects if something
   * cannot be decrypted; another call continues there.
   */
  rekey(): Promise<RekeyResult>
}

/**
 * Wraps a store of any kind. A database that is stolen then signs nothing, and one that somebody
 * writes to without the keys grants nothing new.
 *
 * Against theft: secrets are encrypted (AES-256-GCM). Token keys, session handles and nonces are
 * looked up by keyed digests; the keys themselves are encrypted with the secrets. Names, consumer
 * keys, public keys, user ids, scopes, states and times stay readable.
 *
 * Against writing: an encrypted value can be opened only with the rest of its record unchanged. A
 * consumer is protected as a whole, including its public keys, callbacks and status; of a request token
 * the consumer, callback, scopes and times, and who has approved it with which verifier; of an access
 * token the consumer, user, scopes, origin, session handle and times. A record that was changed, or
 * put in the place of another, is refused: the provider responds with 503, and the `cause` of the event
 * `request_refused` names the kind of record.
 *
 * Not protected is what the underlying store changes by itself: the `state` of a token that was once
 * approved or valid, `wrongVerifiers`, `lastUsedAtSeconds`. It also does not detect that a whole row was
 * restored to an earlier state or removed, including a nonce: an attacker who can write to the database
 * can undo a revocation or the rotation of a secret, and replay a request.
 *
 * Keys are changed in three steps: add the new one behind the old one, everywhere; put it first,
 * everywhere; call `rekey()`. Request tokens are not re-encrypted: drop the old key when those of
 * before have expired. An access token that was renewed or revoked before is unknown from then on.
 * Change a key before it has encrypted 2^32 records, each new token, approval and change of a
 * consumer being one.
 *
 * It begins with an empty store: records that were saved without it are refused.
 *
 * @example
 *
 * ```ts
 * const store = sealedStore(postgresStore(databaseUrl), {
 *   encryption: [newKey, oldKey],
 *   lookup: lookupKey,
 * })
 * await store.migrate()
 * ```
 *
 * @param store The store that keeps the records.
 * @param keys The keys.
 *
 * @returns The store, with `migrate`, `check`, `warnings` and `close` if the underlying one has them. The
 *   first two also check that the keys are those with which the store was filled.
 *
 * @throws `TypeError` without a key, or if a key is not of 32 bytes.
 *
 * @see [NIST SP 800-38D](https://csrc.nist.gov/pubs/sp/800/38/d/final), Galois/Counter Mode
 */
export function sealedStore(store: DurableStore, keys: SealedStoreKeys): SealedStore & DurableStore
/**
 * Wraps a store that does not outlast the process.
 *
 * @param store The store that keeps the records.
 * @param keys The keys.
 *
 * @returns The store.
 */
export function sealedStore(store: Store, keys: SealedStoreKeys): SealedStore
export function sealedStore(store: Store, keys: SealedStoreKeys) {
  assertArgument('sealedStore', { store }, isStore)
  assertArgument('sealedStore', { keys }, isObjectOf(SEALED_STORE_KEYS))
  const { encryption, lookup: key } = keys
  const lookupKey = toBase64Url(toKeyBytes(key))
  const lookup: DigestForLookup = async (kind, text) =>
    makeUrlSafe(await digestWithKey(`${kind} ${text}`, lookupKey))
  const seal = createSeal(encryption)
  const records = createSealedRecords(seal, lookup)
  const dummies = createDummyRecords(records)

  async function openRequestToken(token: RequestTokenRecord): Promise<RequestTokenRecord> {
    if (token.verifierDigest !== undefined) return records.openRequestToken(token)
    const [opened] = await Promise.all([records.openRequestToken(token), dummies.openApproval()])
    return opened
  }

  // As much work for each, so that the time shows nobody without a signature what there is.
  async function openToken(
    token: RequestTokenRecord | AccessTokenRecord,
  ): Promise<RequestTokenRecord | AccessTokenRecord | undefined> {
    if (token.kind === 'request') return openRequestToken(token)
    // A token that is no longer valid is not re-encrypted, so it may outlast its key.
    if (token.state !== 'valid' && !(await seal.isKnown(token.secret))) return dummies.openToken()
    const [opened] = await Promise.all([records.openAccessToken(token), dummies.openApproval()])
    return opened
  }

  function openFoundToken({ token }: FoundCredentials, digest: string) {
    return token ? openToken({ ...token, key: digest }) : dummies.openToken()
  }

  async function openListed(
    token: AccessTokenRecord,
    { consumerKey, userId }: AccessTokenFilter,
  ): Promise<AccessTokenRecord> {
    const opened = await records.openAccessToken(token)
    const isRequested =
      opened.consumerKey === (consumerKey ?? opened.consumerKey) &&
      opened.userId === (userId ?? opened.userId)
    if (isRequested) return opened
    throw createOpenError(['access token'], 'it is listed for another user or consumer')
  }

  async function findToken(digest: string) {
    const { token } = await store.findCredentials('', digest)
    return token?.kind === 'access' ? { ...token, key: digest } : undefined
  }

  async function checkKeys(): Promise<void> {
    await sealed.listConsumers({ limit: 1 })
    const [token] = await store.listAccessTokens({}, { limit: 1 })
    const opened = token && (await records.openAccessToken(token))
    if (opened && (await lookup('token', opened.key)) !== token.key) {
      throw new Error('The key for lookups is not the one with which the store was filled')
    }
  }

  const sealed: SealedStore = {
    createConsumer: async (consumer, entry) =>
      store.createConsumer(await records.sealConsumer(consumer), entry),

    async findConsumer(consumerKey) {
      const found = await store.findConsumer(consumerKey)
      return found ? records.openConsumer({ ...found, key: consumerKey }) : dummies.openConsumer()
    },

    async listConsumers(page) {
      return Promise.all((await store.listConsumers(page)).map(records.openConsumer))
    },

    replaceConsumer: async (consumer, entry) =>
      store.replaceConsumer(await records.sealConsumer(consumer), entry),

    removeConsumer: (consumerKey, entry) => store.removeConsumer(consumerKey, entry),

    listAuditEntries: (consumerKey, page) => store.listAuditEntries(consumerKey, page),

    addRefusals: (counts) => store.addRefusals(counts),

    listRefusals: (consumerKey, sinceDay) => store.listRefusals(consumerKey, sinceDay),

    async findCredentials(consumerKey, tokenKey) {
      const digest = tokenKey === undefined ? undefined : await lookup('token', tokenKey)
      const found = await store.findCredentials(consumerKey, digest)
      // By the keys that were asked for: a record that was saved under another key does not open.
      const [consumer, token] = await Promise.all([
        found.consumer
          ? records.openConsumer({ ...found.consumer, key: consumerKey })
          : dummies.openConsumer(),
        digest === undefined ? undefined : openFoundToken(found, digest),
      ])
      return { consumer, token }
    },

    async recordNonce(nonce) {
      const hidden: NonceRecord = { ...nonce, digest: await lookup('nonce', nonce.digest) }
      const { accessTokenKey } = nonce
      if (accessTokenKey === undefined) return store.recordNonce(hidden)
      return store.recordNonce({
        ...hidden,
        accessTokenKey: await lookup('token', accessTokenKey),
      })
    },

    createRequestToken: async (token) =>
      store.createRequestToken(await records.sealRequestToken(token)),

    async findRequestToken(tokenKey) {
      const digest = await lookup('token', tokenKey)
      const found = await store.findRequestToken(digest)
      return found ? openRequestToken({ ...found, key: digest }) : dummies.openToken()
    },

    async approveRequestToken(tokenKey, approval) {
      const digest = await lookup('token', tokenKey)
      const verifierDigest = await records.sealApproval({ ...approval, key: digest })
      return store.approveRequestToken(digest, { ...approval, verifierDigest })
    },

    denyRequestToken: async (tokenKey, denial) =>
      store.denyRequestToken(await lookup('token', tokenKey), denial),

    countWrongVerifier: async (tokenKey, limit) =>
      store.countWrongVerifier(await lookup('token', tokenKey), limit),

    exchangeRequestToken: async (tokenKey, { accessToken, nowSeconds }) =>
      store.exchangeRequestToken(await lookup('token', tokenKey), {
        accessToken: await records.sealAccessToken(accessToken),
        nowSeconds,
      }),

    createAccessToken: async (token) =>
      store.createAccessToken(await records.sealAccessToken(token)),

    async listAccessTokens(filter, { after, limit }) {
      const digest = after === undefined ? undefined : await lookup('token', after)
      const found = await store.listAccessTokens(filter, { after: digest, limit })
      return Promise.all(found.map((token) => openListed(token, filter)))
    },

    renewAccessToken: async (tokenKey, { sessionHandleDigest, accessToken, nowSeconds }) =>
      store.renewAccessToken(await lookup('token', tokenKey), {
        sessionHandleDigest: await lookup('session', sessionHandleDigest),
        accessToken: await records.sealAccessToken(accessToken),
        nowSeconds,
      }),

    revokeTokens: async (target, keepUntilSeconds) =>
      'tokenKey' in target
        ? store.revokeTokens({ tokenKey: await lookup('token', target.tokenKey) }, keepUntilSeconds)
        : store.revokeTokens(target, keepUntilSeconds),

    async replaceTokenSecret(tokenKey, { secret, newSecret }) {
      const digest = await lookup('token', tokenKey)
      let token = await findToken(digest)
      while (token) {
        const opened = await records.openAccessToken(token)
        if (!constantTimeEqual(opened.secret, secret)) return 'conflict'
        const resealed = await records.sealAccessToken({ ...opened, secret: newSecret })
        const change = { secret: token.secret, newSecret: resealed.secret }
        if ((await store.replaceTokenSecret(digest, change)) === 'replaced') return 'replaced'
        // Somebody else has replaced it meanwhile, perhaps with the same one, re-sealed.
        token = await findToken(digest)
      }
      return 'conflict'
    },

    purge: (nowSeconds) => store.purge(nowSeconds),

    rekey: () => rekey({ store, seal, records }),
  }

  if (!isDurable(store)) return sealed
  return {
    ...sealed,
    async migrate(): Promise<void> {
      await store.migrate()
      await checkKeys()
    },
    async check(): Promise<void> {
      await store.check()
      await checkKeys()
    },
    ...(store.warnings && { warnings: store.warnings.bind(store) }),
    close: () => store.close(),
  }
}
