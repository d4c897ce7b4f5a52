/** The status of a consumer. Only an accepted consumer can send requests. */
export type ConsumerStatus = 'pending' | 'accepted' | 'rejected' | 'canceled'

/** A secret or a public key of a consumer. */
export interface ConsumerCredential {
  /** The secret, or the public key as SPKI PEM. */
  readonly value: string
  /** The last second in which it is valid, if a newer one is taking its place. */
  readonly expiresAtSeconds?: number | undefined
}

/** A consumer: an application that requests access. */
export interface ConsumerRecord {
  /** The consumer key. */
  readonly key: string
  /** Counts the changes of this record, from 0. */
  readonly revision: number
  /** The name that the consent page shows. */
  readonly name: string
  /** The purpose of the application, for the consent page; may be empty. */
  readonly description: string
  /** The application's site, http or https. */
  readonly website?: string | undefined
  /** The icon of the application, an https URL. */
  readonly iconUrl?: string | undefined
  /** The id of the user who owns it, as the application defines ids. */
  readonly ownerId?: string | undefined
  /** Its state. */
  readonly status: ConsumerStatus
  /** The reason for this state, which a reviewer wrote for the developer. */
  readonly statusReason?: string | undefined
  /** The secrets, the newest first; none for a consumer that signs with RSA. */
  readonly secrets: readonly ConsumerCredential[]
  /** The RSA public keys, the newest first; none for a consumer that signs with a secret. */
  readonly publicKeys: readonly ConsumerCredential[]
  /** The names of the signature methods that it may use: all of one family. */
  readonly signatureMethods: readonly string[]
  /** The callbacks that it may use: URLs, patterns, `oob`. */
  readonly callbacks: readonly string[]
  /** The scopes that it may request; absent for all. */
  readonly scopes?: readonly string[] | undefined
  /** The callback of an out-of-band flow of this consumer, which replaces the page with the verifier. */
  readonly defaultCallback?: string | undefined
  /** Whether it may exchange a username and a password (xAuth). */
  readonly allowXauth: boolean
  /** Whether it may send requests without a token, for itself (two-legged). */
  readonly allowTwoLegged: boolean
  /** Whether its requests to resources must carry `oauth_body_hash`, forms excepted. */
  readonly requireBodyHash: boolean
  /** Whether its PLAINTEXT requests may carry the secrets in the query. */
  readonly allowPlaintextInQuery: boolean
  /** The addresses and ranges (CIDR) that it may send from; from anywhere if there are none. */
  readonly addressRanges: readonly string[]
  /** The lifetime of its request tokens, if that differs from the provider's. */
  readonly requestTokenLifetimeSeconds?: number | undefined
  /** The lifetime of its access tokens, if that differs from the provider's. */
  readonly accessTokenLifetimeSeconds?: number | undefined
  /** How long its access tokens can be renewed, if that differs from the provider's. */
  readonly sessionLifetimeSeconds?: number | undefined
  /** When it was registered, in seconds since 1970. */
  readonly createdAtSeconds: number
}
