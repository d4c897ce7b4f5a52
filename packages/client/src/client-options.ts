import type { RsaKey } from '@oauthplus/core'

import type { FetchFunction } from './fetch/fetch-function.js'
import type { PendingStore } from './pending/pending-store.js'
import type { ServiceProvider } from './service-provider.js'

/** The Consumer, as the Provider knows it. */
export interface Consumer {
  /** The key; on the wire `oauth_consumer_key`. */
  readonly key: string
  /** The secret, for every method but the RSA ones. */
  readonly secret?: string | undefined
  /** The private key, for RSA methods. */
  readonly privateKey?: RsaKey | undefined
}

/** How a client is made. */
export interface ClientOptions {
  /** The Service Provider. */
  readonly provider: ServiceProvider
  /** The Consumer. */
  readonly consumer: Consumer
  /** Where the Provider sends the User back to. `oob` by default: the User carries the verifier. */
  readonly callbackUrl?: string | undefined
  /** Where Request Tokens wait for their User. In memory by default. */
  readonly pending?: PendingStore | undefined
  /** How long a Request Token waits, and its cookie lives. 600 by default. */
  readonly pendingLifetimeSeconds?: number | undefined
  /**
   * What to do where the answer to a signed request redirects to another origin: `refuse` by
   * default; `unsigned` follows it without credentials. Redirects from https to http are never
   * followed, nor those of token endpoints to elsewhere.
   */
  readonly redirectCrossOrigin?: 'refuse' | 'unsigned' | undefined
  /**
   * Whether the Provider's URLs, the callback and PLAINTEXT may use plain http beyond this machine.
   * False by default: secrets would travel in the open.
   */
  readonly allowInsecure?: boolean | undefined
  /** The `fetch` to send with. By default `globalThis.fetch`, looked up at every call. */
  readonly fetch?: FetchFunction | undefined
  /** The time, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined
  /** Gives each request's nonce. By default 128 random bits. */
  readonly nonce?: (() => string) | undefined
}
