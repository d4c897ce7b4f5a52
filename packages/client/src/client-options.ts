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

/** A Consumer that signs with a secret. */
export interface SecretConsumer {
  /** The key; on the wire `oauth_consumer_key`. */
  readonly key: string
  /** The secret. */
  readonly secret: string
}

/** A Consumer that signs with a private key. */
export interface RsaConsumer {
  /** The key; on the wire `oauth_consumer_key`. */
  readonly key: string
  /** The private key: PEM, DER, PKCS#12, a `KeyObject`, a `CryptoKey`, or `{ key, passphrase }`. */
  readonly privateKey: RsaPrivateKey
}

/** The Consumer, as the Provider knows it. */
export interface Consumer {
  /** The key; on the wire `oauth_consumer_key`. */
  readonly key: string
  /** The secret, for every method but the RSA ones. */
  readonly secret?: string | undefined
  /** The private key, for RSA methods. */
  readonly privateKey?: RsaPrivateKey | undefined
}

/** What a Consumer must have for the signature method of a Provider. */
export type ConsumerFor<Provider extends ServiceProvider> = Provider extends RsaServiceProvider
  ? RsaConsumer
  : Provider extends CustomServiceProvider
    ? Consumer
    : SecretConsumer

/** An Access Token that has taken the place of another. */
export interface RenewedToken {
  /** The new token: keep this one. */
  readonly token: Token
  /** The token that does not work any more. */
  readonly previous: Token
}

/** How a client is made. */
export interface ClientOptions<Provider extends ServiceProvider = ServiceProvider> {
  /** The Service Provider. */
  readonly provider: Provider
  /** The Consumer, with what the Provider's signature method needs. */
  readonly consumer: ConsumerFor<Provider>
  /** Where the Provider sends the User back to. `oob` by default: the User carries the verifier. */
  readonly callbackUrl?: string | undefined
  /** Where Request Tokens wait for their User. In memory by default. */
  readonly pending?: PendingStore | SealedPendingStore | undefined
  /** How long a Request Token waits, and its cookie lives. 600 by default. */
  readonly pendingLifetimeSeconds?: number | undefined
  /**
   * Keeps the Access Token that has taken the place of another, which does not work any more. Where
   * it is given, an Access Token with a session handle is renewed as soon as it has expired;
   * requests wait until what it returns is fulfilled. If it throws or rejects, so does the request,
   * and the next use of the client calls it again with the same token. Until it has succeeded, the
   * new token is only in the memory of this process, and the session handle is used up: if the
   * process ends first, the token is lost, and the User has to approve again. So wait in it until
   * the token is stored durably, try again in it what may succeed later, and let it finish before a
   * shutdown.
   */
  readonly onRenew?: ((renewal: RenewedToken) => void | Promise<void>) | undefined
  /**
   * What to do if the response to a signed request redirects to another origin: `refuse` by
   * default; `unsigned` follows it without credentials. Redirects from https to http are never
   * followed, nor those of token endpoints to elsewhere.
   */
  readonly redirectCrossOrigin?: 'refuse' | 'unsigned' | undefined
  /**
   * Whether the Provider's URLs, the callback and PLAINTEXT may use plain http beyond this machine.
   * False by default: secrets would travel in the open.
   */
  readonly allowInsecure?: boolean | undefined
  /** How long one request may take, its response's headers included. No limit by default. */
  readonly timeoutSeconds?: number | undefined
  /** The User-Agent of every request that has none. The platform's by default. */
  readonly userAgent?: string | undefined
  /** The `fetch` to send with. By default `globalThis.fetch`, looked up at every call. */
  readonly fetch?: FetchFunction | undefined
  /** The time, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined
  /** Gives each request's nonce. By default 128 random bits. */
  readonly nonce?: (() => string) | undefined
}
