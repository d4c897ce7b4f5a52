import type { RsaPrivateKey } from '@oauthplus/core'

import type { FetchFunction } from './settings/fetch-function.js'
import type { PendingStore } from './pending/pending-store.js'
import type { SealedPendingStore } from './pending/sealed-pending-store.js'
import type {
  CustomServiceProvider,
  RsaServiceProvider,
  ServiceProvider,
} from './service-provider.js'
import type { Token } from './token.js'

/** A consumer that signs with a secret. */
export interface SecretConsumer {
  /** The consumer key, sent as `oauth_consumer_key`. */
  readonly key: string
  /** The consumer secret. */
  readonly secret: string
}

/** A consumer that signs with a private key. */
export interface RsaConsumer {
  /** The consumer key, sent as `oauth_consumer_key`. */
  readonly key: string
  /** The private key: PEM, DER, PKCS#12, a `KeyObject`, a `CryptoKey`, or `{ key, passphrase }`. */
  readonly privateKey: RsaPrivateKey
}

/** The consumer, as registered with the provider. */
export interface Consumer {
  /** The consumer key, sent as `oauth_consumer_key`. */
  readonly key: string
  /** The consumer secret. Required by all signature methods except RSA. */
  readonly secret?: string | undefined
  /** The private key. Required by the RSA methods. */
  readonly privateKey?: RsaPrivateKey | undefined
}

/** The credentials that a consumer needs for the signature method of a provider. */
export type ConsumerFor<Provider extends ServiceProvider> = Provider extends RsaServiceProvider
  ? RsaConsumer
  : Provider extends CustomServiceProvider
    ? Consumer
    : SecretConsumer

/** An access token that replaces an older one. */
export interface RenewedToken {
  /** The new token. Store this one. */
  readonly token: Token
  /** The old token, which no longer works. */
  readonly previous: Token
}

/** The options of {@link createClient}. */
export interface ClientOptions<Provider extends ServiceProvider = ServiceProvider> {
  /** The service provider. */
  readonly provider: Provider
  /** The consumer, with the credentials that the provider's signature method needs. */
  readonly consumer: ConsumerFor<Provider>
  /**
   * The URL to which the provider redirects the user. Defaults to `oob`: the user copies the
   * verifier by hand.
   */
  readonly callbackUrl?: string | undefined
  /** Stores request tokens until the user returns. Defaults to a store in memory. */
  readonly pending?: PendingStore | SealedPendingStore | undefined
  /** The lifetime of a pending request token and its cookie. Defaults to 600. */
  readonly pendingLifetimeSeconds?: number | undefined
  /**
   * Stores a renewed access token. With this option, `fetch` renews an expired access token that
   * has a session handle. Requests wait until the returned promise resolves. If the function throws
   * or rejects, the request rejects too, and the next call runs the function again with the same
   * token. Until it succeeds, the new token exists only in the memory of this process, and the
   * session handle is used up: if the process exits first, the token is lost and the user has to
   * approve again. Resolve only after the token is stored durably, retry temporary failures inside
   * the function, and let it finish before a shutdown.
   */
  readonly onRenew?: ((renewal: RenewedToken) => void | Promise<void>) | undefined
  /**
   * The behavior if the response to a signed request redirects to another origin: `refuse` (the
   * default), or `unsigned`, which follows the redirect without credentials. The client never
   * follows a redirect from https to http, or a redirect of a token request to another origin.
   */
  readonly redirectCrossOrigin?: 'refuse' | 'unsigned' | undefined
  /**
   * Whether the provider's URLs, the callback and PLAINTEXT may use plain http to other machines.
   * Defaults to false, because plain http exposes secrets.
   */
  readonly allowInsecure?: boolean | undefined
  /** The time limit for one request, including the response headers. Defaults to no limit. */
  readonly timeoutSeconds?: number | undefined
  /** The User-Agent header for requests that do not set one. Defaults to the platform's. */
  readonly userAgent?: string | undefined
  /**
   * The `fetch` function that sends requests. Defaults to `globalThis.fetch`, which is looked up at
   * every call.
   */
  readonly fetch?: FetchFunction | undefined
  /** Returns the time, in milliseconds since 1970. Defaults to `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Returns the nonce for a request. Defaults to 128 random bits. */
  readonly nonce?: (() => string) | undefined
}
