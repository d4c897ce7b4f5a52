import type { AuditEntry, AuditPageRequest } from './audit-entry.js'
import type { ConsumerRecord, ConsumerStatus } from './consumer-record.js'
import type { RefusalCount } from './refusal-count.js'
import type { AccessTokenRecord, RequestTokenRecord } from './token-records.js'

/** The records found under the keys of a request. */
export interface FoundCredentials {
  /** The consumer; `undefined` if its key is unknown. */
  readonly consumer: ConsumerRecord | undefined
  /** The token, whichever consumer owns it; `undefined` if its key is unknown. */
  readonly token: RequestTokenRecord | AccessTokenRecord | undefined
}

/** A nonce to be recorded. */
export interface NonceRecord {
  /** The digest of consumer, token, timestamp and nonce. */
  readonly digest: string
  /**
   * The key of the consumer that signed, always the same for one digest, so that a store may keep the records
   * of one consumer together.
   */
  readonly consumerKey: string
  /**
   * The last second in which the nonce's timestamp can be accepted: until it ends, the store must keep the
   * nonce.
   */
  readonly expiresAtSeconds: number
  /** The access token whose last use this is; absent if the request used none. */
  readonly accessTokenKey?: string | undefined
  /** The time of the call, in seconds since 1970. */
  readonly nowSeconds: number
}

/** The page of a list to return. */
export interface PageRequest {
  /** The key after which it begins; absent for the first page. */
  readonly after?: string | undefined
  /** The maximum number of records. */
  readonly limit: number
}

/** The consumers to list: all, or those of an owner, with a status, or both. */
export interface ConsumerPageRequest extends PageRequest {
  /** The id of the user who owns the consumers. */
  readonly ownerId?: string | undefined
  /** The status of the consumers. */
  readonly status?: ConsumerStatus | undefined
}

/** The access tokens to list: those of a consumer, of a user, of both, or all. */
export interface AccessTokenFilter {
  /** The key of the consumer that they were issued to. */
  readonly consumerKey?: string | undefined
  /** The id of the user who granted them. */
  readonly userId?: string | undefined
}

/**
 * The tokens to revoke: one access token, or all that a user granted to a consumer, or all of one of the
 * two.
 */
export type RevocationTarget =
  | {
      /** The key of the access token. */
      readonly tokenKey: string
    }
  | {
      /** The key of the consumer that the tokens were issued to. */
      readonly consumerKey: string
      /** The id of the user who granted them; everyone's if absent. */
      readonly userId?: string | undefined
    }
  | {
      /** The id of the user who granted them. */
      readonly userId: string
      /** Absent: those of all consumers. */
      readonly consumerKey?: undefined
    }

/**
 * The storage interface. Seconds are integers. Keys, digests and the ids of users have at
 * most 255 bytes (UTF-8), so that they fit into an index. Operations that decide something are
 * atomic: if any number of processes call one at the same time, exactly one call succeeds.
 * A store returns copies or frozen records, so that callers cannot change its records. A call that fails rejects, and
 * the provider then refuses the request. `store-contract` tests these rules.
 *
 * Every write returns a string, or a count if it concerns any number of records. The participle of
 * the operation (`created`, `approved`, …) means that it was done. Every other string means that
 * nothing was changed:
 *
 * - `exists`: the key is taken.
 * - `absent`: there is no record with this key.
 * - `conflict`: the record is not the one that the caller has read.
 * - `refused`: the token is not in a state that allows the operation.
 * - `used`: the nonce was recorded before, or can no longer be recorded.
 * - `full`: there is no room.
 * - `consumer_full`: the consumer has used up its share, if the store gives each consumer one.
 *   Other consumers are not affected.
 *
 * A request to a protected resource calls `findCredentials` and `recordNonce` and nothing else:
 * each should cost one round trip. A store may keep the records of each consumer in a separate
 * place. It then reads and revokes the tokens of a user of several consumers consumer by
 * consumer, each atomically.
 */
export interface Store {
  /**
   * Saves a new consumer and, atomically with it, an entry in its audit log. `exists`: its key is taken,
   * and nothing was changed.
   */
  createConsumer(
    consumer: ConsumerRecord,
    entry?: AuditEntry,
  ): Promise<'created' | 'exists' | 'full'>

  /** Finds a consumer by its key. */
  findConsumer(key: string): Promise<ConsumerRecord | undefined>

  /** Lists consumers in the order of their keys, which are ASCII. */
  listConsumers(page: ConsumerPageRequest): Promise<readonly ConsumerRecord[]>

  /**
   * Replaces the consumer with the same key, atomically with an entry in its audit
   * log, if the revision of the old record is one less. `conflict`: the revision differs. `absent`: no
   * consumer has the key. In both cases nothing was changed.
   */
  replaceConsumer(
    consumer: ConsumerRecord,
    entry?: AuditEntry,
  ): Promise<'replaced' | 'conflict' | 'absent'>

  /**
   * Removes a consumer, and with it, atomically, every token that was issued to it. Its audit log stays,
   * with another entry. `absent`: no consumer has the key, and nothing was changed.
   */
  removeConsumer(key: string, entry?: AuditEntry): Promise<'removed' | 'absent'>

  /**
   * Lists the audit log of a consumer, the newest entries first: at least the latest 1,000, also after
   * the consumer was removed.
   */
  listAuditEntries(consumerKey: string, page: AuditPageRequest): Promise<readonly AuditEntry[]>

  /**
   * Adds to the counts of refusals, each atomically; a call that rejects may have added some of them. Several
   * may be for the same consumer, day and code, and a consumer need not exist.
   */
  addRefusals(counts: readonly RefusalCount[]): Promise<'added'>

  /**
   * Lists the counts of refusals of a consumer for `sinceDay` and the days after it, in the order of their days,
   * then of their codes. A store keeps at least the counts of the 14 days before the newest.
   */
  listRefusals(consumerKey: string, sinceDay: number): Promise<readonly RefusalCount[]>

  /**
   * Finds a consumer and a token of either kind, by their keys, in one read. Without `tokenKey` no
   * token.
   */
  findCredentials(consumerKey: string, tokenKey: string | undefined): Promise<FoundCredentials>

  /**
   * Records a nonce, atomically, and with it the last use of its access token, if none is recorded or
   * one that is 60 seconds older or more. `used`: its digest was recorded before, by any process;
   * or its last second lies before `nowSeconds` or before the latest purge, after which nobody can
   * know. `full`: there is no room; a nonce that may still be needed is never dropped to make
   * some.
   */
  recordNonce(nonce: NonceRecord): Promise<'recorded' | 'used' | 'full' | 'consumer_full'>

  /**
   * Saves a new request token. `exists`: its key is taken, by a token of either kind, and nothing
   * was changed.
   */
  createRequestToken(
    token: RequestTokenRecord,
  ): Promise<'created' | 'exists' | 'full' | 'consumer_full'>

  /**
   * Finds a request token by its key, in whatever state, until it was purged or, once expired, its
   * room was needed.
   */
  findRequestToken(key: string): Promise<RequestTokenRecord | undefined>

  /**
   * Approves a request token, atomically: `pending` and not expired becomes `approved`, with the
   * user and the verifier's digest. `refused`: the token was in another state, and nothing was changed.
   */
  approveRequestToken(
    key: string,
    approval: {
      readonly userId: string
      readonly verifierDigest: string
      readonly nowSeconds: number
    },
  ): Promise<'approved' | 'refused'>

  /**
   * Denies a request token, atomically: `pending` and not expired becomes `denied`. `refused`: it
   * was in another state, and nothing was changed.
   */
  denyRequestToken(
    key: string,
    denial: { readonly userId: string; readonly nowSeconds: number },
  ): Promise<'denied' | 'refused'>

  /**
   * Counts one wrong verifier, atomically; if the count is `limit` or more, an `approved` token
   * becomes `locked`. Returns the count, or 0 if the token does not exist.
   */
  countWrongVerifier(key: string, limit: number): Promise<number>

  /**
   * Exchanges a request token, atomically: `approved` and not expired becomes `used`, and the
   * access token is saved; both or neither. `refused`: it was anything else, or the access token's
   * key is taken. `full`: there is no room.
   */
  exchangeRequestToken(
    key: string,
    exchange: { readonly accessToken: AccessTokenRecord; readonly nowSeconds: number },
  ): Promise<'exchanged' | 'refused' | 'full' | 'consumer_full'>

  /**
   * Saves a new access token. `exists`: its key is taken, by a token of either kind, and nothing
   * was changed.
   */
  createAccessToken(
    token: AccessTokenRecord,
  ): Promise<'created' | 'exists' | 'full' | 'consumer_full'>

  /**
   * Lists access tokens that are `valid`, expired ones included, in an order that follows from
   * only their keys and is always the same. A page may begin after a key that does not exist (any
   * more).
   */
  listAccessTokens(
    filter: AccessTokenFilter,
    page: PageRequest,
  ): Promise<readonly AccessTokenRecord[]>

  /**
   * Renews an access token, atomically: if it is `valid`, has this session handle and may still
   * be kept, it becomes `replaced`, and the new one is saved; both or neither. `refused`: it was
   * anything else, or the new one's key is taken. `full`: there is no room.
   */
  renewAccessToken(
    key: string,
    renewal: {
      readonly sessionHandleDigest: string
      readonly accessToken: AccessTokenRecord
      readonly nowSeconds: number
    },
  ): Promise<'renewed' | 'refused' | 'full' | 'consumer_full'>

  /**
   * Revokes, atomically: the access tokens of the target that are `valid` become `revoked` and are
   * kept until `keepUntilSeconds`, or until they would have been if that is earlier. With them die
   * the request tokens that could still become such access tokens; they become `revoked`. Those
   * are, of a user (and a consumer), the `approved` ones; of a consumer as a whole, the `pending`
   * ones too; of one access token, the `approved` ones of its consumer and user. Returns how many
   * access tokens were revoked.
   */
  revokeTokens(target: RevocationTarget, keepUntilSeconds: number): Promise<number>

  /**
   * Replaces the secret of an access token, atomically and in any state,
   * if its secret is `secret`: for an encrypting store that wraps this one. `conflict`: its secret
   * differs, or the token does not exist, and nothing was changed.
   */
  replaceTokenSecret(
    key: string,
    change: { readonly secret: string; readonly newSecret: string },
  ): Promise<'replaced' | 'conflict'>

  /**
   * Deletes nonces, request tokens and access tokens whose last second (`expiresAtSeconds`, of
   * access tokens `keepUntilSeconds`) has passed. Returns their number. Also deletes the counts of refusals of days
   * that are more than 14 days before the day of `nowSeconds`, which the returned number does not include; and
   * nothing else.
   */
  purge(nowSeconds: number): Promise<number>
}

/**
 * A persistent store. Creating one does not connect to a server, so an unreachable server is detected
 * by the first call.
 */
export interface DurableStore extends Store {
  /**
   * Creates the tables that the store needs, or brings those of an earlier version up to date, and
   * then checks as `check` does. Any number of processes may call it at once, each time they start.
   * Rejects if a later version has made them.
   */
  migrate(): Promise<void>

  /**
   * Checks that the store is usable: that it is reachable, that `migrate` was called, and
   * that no setting of the server breaks a guarantee. Rejects with the problem and its fix.
   */
  check(): Promise<void>

  /**
   * Returns warnings, a sentence each, about guarantees that the store does not give, such as data that a loss of
   * power would lose. Absent if there are no warnings.
   */
  warnings?(): Promise<readonly string[]>

  /**
   * Stops the store's timer and closes the connections that it opened itself. Calls from then
   * on reject; closing again does nothing.
   */
  close(): Promise<void>
}
