import type { ParameterList, SignatureMethod } from '@oauthplus/core'

import type { Pages } from './pages.js'
import type { ProviderRequest } from './request.js'
import type { ConsumerInfo } from './results.js'
import type { Store } from './store.js'

/** What a scope allows, in words. */
export interface ScopeOptions {
  /** What the User grants, as the consent page says it: 'See your photos'. */
  readonly description: string
}

/** How a Provider is made. */
export interface ProviderOptions<User> {
  /** Where everything is kept. */
  readonly store: Store
  /**
   * The public URL of the application, as Consumers see it: origin and, where a proxy strips one,
   * the path prefix. A function for several tenants. Without it only loopback hosts are believed.
   */
  readonly publicUrl?: string | ((request: ProviderRequest) => string) | undefined
  /** Finds a User by id; nothing where there is none (any more). */
  readonly findUser: (userId: string) => User | undefined | null | Promise<User | undefined | null>
  /**
   * Whether a User may be acted for; asked at consent, exchange and every call. Everyone by
   * default.
   */
  readonly isUserActive?: ((user: User) => boolean | Promise<boolean>) | undefined
  /** The scopes that Consumers may ask for, by name. */
  readonly scopes?: Readonly<Record<string, ScopeOptions>> | undefined
  /** The scopes of a Request Token that asks for none. None by default. */
  readonly defaultScopes?: readonly string[] | undefined
  /** The realm of the challenge. `OAuth` by default. */
  readonly realm?: string | undefined
  /**
   * The signature methods that Consumers can be registered for, by name, or methods of your own. By
   * default the six of HMAC and RSA; PLAINTEXT only where it is named here.
   */
  readonly signatureMethods?: readonly (string | SignatureMethod)[] | undefined
  /** How far a timestamp may be from now, either way. 300 by default. */
  readonly timestampWindowSeconds?: number | undefined
  /** How long a Request Token lives. 600 by default. */
  readonly requestTokenLifetimeSeconds?: number | undefined
  /** How long an Access Token lives. Without end by default. */
  readonly accessTokenLifetimeSeconds?: number | undefined
  /** Whether the token endpoints take GET, as older clients send it. True by default. */
  readonly tokenRequestsByGet?: boolean | undefined
  /**
   * Whether resources, never the token endpoints nor PLAINTEXT, may be called over plain http.
   * False by default.
   */
  readonly plainHttpResources?: boolean | undefined
  /**
   * xAuth: checks a username and a password, and gives the User's id where they are right. Without
   * it: no xAuth.
   */
  readonly verifyPassword?:
    | ((attempt: {
        readonly username: string
        readonly password: string
        readonly consumer: ConsumerInfo
      }) => string | undefined | null | Promise<string | undefined | null>)
    | undefined
  /** Adds parameters (`user_id`, `screen_name`) to the answer that carries an Access Token. */
  readonly tokenParameters?:
    | ((granted: {
        readonly user: User
        readonly userId: string
        readonly consumer: ConsumerInfo
      }) => ParameterList | Promise<ParameterList>)
    | undefined
  /** Pages of your own, in place of the default ones. */
  readonly pages?: Partial<Pages> | undefined
  /** The longest form, or hashed body, that is read. 1 MiB by default. */
  readonly bodyLimitBytes?: number | undefined
  /** How many parameters a query or a form may hold. 1000 by default. */
  readonly parameterLimit?: number | undefined
  /** The time, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined
  /** Random bytes from a cryptographic source. The platform's by default. */
  readonly randomBytes?: ((count: number) => Uint8Array) | undefined
}
