import { keepLatest } from '@oauthplus/core/internal'

import { createTag } from './digests.js'

/** How many names are kept. */
const KEPT = 1000

/** The names of the keys that a consumer's records have: all in one slot of a Cluster. */
export interface ConsumerKeys {
  /** A hash: the consumer's record, and its revision. */
  readonly consumer: string
  /** A list: the entries of the consumer's audit log as JSON, the newest first. */
  readonly audit: string
  /** A hash: counts of refusals, each by its day and its code. */
  readonly refusals: string
  /** A string that is there while the consumer's tokens are being removed. */
  readonly removing: string
  /** A sorted set: digests of nonces, each by its last second. */
  readonly nonces: string
  /** A string: the second before which nonces were forgotten. */
  readonly forgotten: string
  /**
   * The indexes of tokens, in the order in which scripts take them: all of them by their last
   * second, the valid access tokens by their keys, and by their users, the request tokens that are
   * pending, and those that are approved with their users.
   */
  readonly indexes: readonly [
    expiry: string,
    valid: string,
    grants: string,
    pending: string,
    approved: string,
  ]
  /** Returns the name of a token's hash. */
  token(tokenKey: string): string
}

/** The names of all keys of a store. */
export interface KeyNames {
  /** A sorted set: the keys of all consumers. */
  readonly consumers: string
  /** A string: the version of this layout. */
  readonly version: string
  /** Returns the tag of a consumer, or of a user: a digest, for names of a fixed length. */
  tag(text: string): string
  /** Returns the names for the consumer that has a tag. */
  consumer(consumerTag: string): ConsumerKeys
  /** Returns the name of a string that leads from a token to the tag of its consumer. */
  pointer(tokenKey: string): string
  /** Returns the name of a sorted set: the tags of the consumers that a user has dealt with. */
  user(userTag: string): string
  /** A pattern that matches the names of the nonces of all consumers. */
  readonly allNonces: string
  /** Returns the tag of the consumer in the name of its nonces. */
  parseNonces(name: string): string
  /** Returns the parts before and after the consumer's tag in the name of a token's hash. */
  aroundTag(tokenKey: string): readonly [before: string, after: string]
}

/** Creates the names of the keys of a store whose names begin with a prefix. */
export function createKeyNames(prefix: string): KeyNames {
  return {
    consumers: `${prefix}consumers`,
    version: `${prefix}version`,
    // Each request asks twice for both.
    tag: keepLatest(createTag, KEPT),
    consumer: keepLatest((consumerTag) => {
      // Only the part in braces decides the slot of a key in a Cluster.
      const slot = `${prefix}{${consumerTag}}`
      return {
        consumer: `${slot}:consumer`,
        audit: `${slot}:audit`,
        refusals: `${slot}:refusals`,
        removing: `${slot}:removing`,
        nonces: `${slot}:nonces`,
        forgotten: `${slot}:forgotten`,
        indexes: [
          `${slot}:expiry`,
          `${slot}:valid`,
          `${slot}:grants`,
          `${slot}:pending`,
          `${slot}:approved`,
        ],
        token: (tokenKey: string) => `${slot}:token:${tokenKey}`,
      }
    }, KEPT),
    allNonces: `${prefix.replaceAll(/[*?[\]\\]/g, '\\$&')}{*}:nonces`,
    parseNonces: (name) => name.slice(prefix.length + 1, name.lastIndexOf('}')),
    pointer: (tokenKey) => `${prefix}pointer:${tokenKey}`,
    user: (userTag) => `${prefix}user:${userTag}`,
    aroundTag: (tokenKey) => [`${prefix}{`, `}:token:${tokenKey}`],
  }
}
