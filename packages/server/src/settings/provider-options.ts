import type { ParameterList, SignatureMethod } from '@oauthplus/core'

import type { DebugReport } from './debug-report.js'
import type { Diagnose } from './diagnose.js'
import type { LanguagePreference } from '../language-preference.js'
import type { PageWords } from '../pages/page-words.js'
import type { PortalOptions } from './portal-options.js'
import type { Pages } from '../pages.js'
import type { Theme } from '../pages/theme.js'
import type { ProviderEvent } from './provider-event.js'
import type { ProviderRequest } from '../request.js'
import type { ConsumerInfo } from '../results.js'
import type { Store } from '../store/store.js'
import type { Throttle } from './throttle.js'

/** The description of a scope. */
export interface ScopeOptions {
  /** The permission that the user grants, in the words of the consent page: 'See your photos'. */
  readonly description: string
  /** Whether it allows requests with methods other than GET, HEAD and OPTIONS. True by default. */
  readonly allowWrites?: boolean | undefined
}

/** How often something may be tried. Each limit is in the memory of one process by default; `false` removes it. */
export interface Limits {
  /**
   * Wrong xAuth passwords, counted by consumer, username and address. 10 in five minutes by default;
   * a correct password resets the count.
   */
  readonly passwords?: Throttle | false | undefined
  /**
   * Wrong xAuth passwords, counted by consumer and username, from all addresses. 100 in an hour by
   * default. A user who has logged in from an address before is not refused there by this limit.
   */
  readonly passwordsByUsername?: Throttle | false | undefined
  /**
   * Wrong xAuth passwords, counted by consumer and IPv4 address or IPv6 network (/48), for all
   * usernames. 100 in five minutes by default. A user who has logged in from an address before is
   * not refused there by this limit.
   */
  readonly passwordsByAddress?: Throttle | false | undefined
  /**
   * Request tokens, counted by consumer and address. 1000 in a minute by default. Requests from the
   * address of a proxy that does not name its client, or is not trusted, are not counted, because one sender
   * could lock the others out.
   */
  readonly requestTokens?: Throttle | false | undefined
  /**
   * Invalid signatures, counted by address and group of consumer keys. 1000 in a minute by default.
   * After that, further invalid signatures receive 503. A valid signature never does.
   */
  readonly invalidSignatures?: Throttle | false | undefined
  /** Diagnoses of invalid signatures, all consumers together. 10 in a minute by default. */
  readonly diagnoses?: Throttle | false | undefined
  /** Changes on the pages for developers and reviewers, counted by user. 60 in an hour by default. */
  readonly portalChanges?: Throttle | false | undefined
}

/** The options of `createProvider`. */
export interface ProviderOptions<User> {
  /** The store of all records. */
  readonly store: Store
  /**
   * The public URL of the application, as consumers see it: origin and, if a proxy strips one,
   * the path prefix. A function for several tenants. Without it, only loopback hosts are accepted.
   */
  readonly publicUrl?: string | ((request: ProviderRequest) => string) | undefined
  /**
   * The IP addresses and ranges (CIDR) of the proxies whose `Forwarded` and `X-Forwarded-…` headers
   * are used; they must overwrite the ones of their clients. None by default. Without `publicUrl`,
   * this option requires `allowedHosts`.
   */
  readonly trustedProxies?: readonly string[] | undefined
  /**
   * Whether `X-Forwarded-Prefix` of trusted proxies is used. Many proxies forward the value of their
   * client: set this only if yours overwrites or removes it. False by default.
   */
  readonly allowForwardedPrefix?: boolean | undefined
  /**
   * The hosts, with their ports if those are not the usual ones, that this server serves.
   * Without it, and without `publicUrl`, only loopback hosts are accepted.
   */
  readonly allowedHosts?: readonly string[] | undefined
  /** Finds a user by id; nothing if the user does not exist (any more). */
  readonly findUser: (userId: string) => User | undefined | null | Promise<User | undefined | null>
  /**
   * Returns whether consumers may act for a user; called at consent, exchange and every request. Everyone by
   * default.
   */
  readonly isUserActive?: ((user: User) => boolean | Promise<boolean>) | undefined
  /** The scopes that consumers may request, by name. */
  readonly scopes?: Readonly<Record<string, ScopeOptions>> | undefined
  /** The scopes of a request token that requests none. None by default. */
  readonly defaultScopes?: readonly string[] | undefined
  /** The realm of the challenge. `OAuth` by default. */
  readonly realm?: string | undefined
  /**
   * The signature methods that consumers can be registered for: names or custom methods. By
   * default the six of HMAC and RSA; PLAINTEXT only if you name it here.
   */
  readonly signatureMethods?: readonly (string | SignatureMethod)[] | undefined
  /** The maximum difference between a timestamp and the current time. 300 by default. */
  readonly timestampWindowSeconds?: number | undefined
  /** The lifetime of a request token. 600 by default. */
  readonly requestTokenLifetimeSeconds?: number | undefined
  /** The lifetime of an access token. Unlimited by default. */
  readonly accessTokenLifetimeSeconds?: number | undefined
  /**
   * The time during which an access token can be renewed, from its first issue (the Session extension).
   * It requires `accessTokenLifetimeSeconds`, and must be longer. Without it, tokens cannot be renewed.
   */
  readonly sessionLifetimeSeconds?: number | undefined
  /**
   * Whether to skip the consent page for a user who has granted the consumer at least the requested scopes
   * before ("sign in with", RFC 5849 section 4.15). Only for callbacks that are registered exactly,
   * with https. False by default.
   */
  readonly skipRepeatedConsent?: boolean | undefined
  /** Hosts that callbacks must not have, including their subdomains. None by default. */
  readonly blockedCallbackHosts?: readonly string[] | undefined
  /**
   * Schemes of native applications (`myapp`) that callbacks may have although they are not reversed domain
   * names. Any application on a device can claim such a scheme: RFC 8252 section 7.1 recommends
   * `com.example.app`, which needs no entry here. None by default.
   */
  readonly nativeSchemes?: readonly string[] | undefined
  /**
   * Whether `X-Oauth1-Authorization` is read if there is no Authorization header: for hosts that
   * remove that header. False by default.
   */
  readonly allowAlternativeAuthorizationHeader?: boolean | undefined
  /** Whether the token endpoints accept GET, which older clients send. True by default. */
  readonly allowTokenRequestsByGet?: boolean | undefined
  /**
   * Whether resources may be requested over http; never the token endpoints, or with PLAINTEXT.
   * False by default.
   */
  readonly allowPlainHttpResources?: boolean | undefined
  /**
   * Whether consumers with `allowPlaintextInQuery` may send PLAINTEXT in the query. Use it only during a
   * migration, because every log, history and Referer with such a URL contains the secrets. Only with
   * PLAINTEXT among `signatureMethods`. False by default.
   */
  readonly allowPlaintextInQuery?: boolean | undefined
  /**
   * Enables xAuth: checks a username and a password, and returns the user's id if they are valid, 255 bytes
   * at most (UTF-8). Without it, xAuth is disabled.
   */
  readonly verifyPassword?:
    | ((attempt: {
        readonly username: string
        readonly password: string
        readonly consumer: ConsumerInfo
      }) => string | undefined | null | Promise<string | undefined | null>)
    | undefined
  /** Limits against guessing and exhaustion (RFC 5849 sections 4.10 and 4.12). */
  readonly limits?: Limits | undefined
  /** Adds parameters (`user_id`, `screen_name`) to the response that carries an access token. */
  readonly tokenParameters?:
    | ((granted: {
        readonly user: User
        readonly userId: string
        readonly consumer: ConsumerInfo
      }) => ParameterList | Promise<ParameterList>)
    | undefined
  /** Returns the name of a user on pages, such as an email address. The user's id by default. */
  readonly getUserName?: ((user: User) => string) | undefined
  /**
   * Returns the URL of your page that explains a problem code, or nothing. It is added to the advice of
   * refusals (`oauth_problem_advice`) and linked on error pages. It receives only the code, and must be an
   * `http` or `https` URL. By default, no URL is sent.
   */
  readonly getProblemUrl?: ((code: string) => string | undefined) | undefined
  /** The appearance of the default pages, and the site that they belong to. */
  readonly theme?: Theme | undefined
  /** Your own pages, in place of the default ones. */
  readonly pages?: Partial<Pages<User>> | undefined
  /**
   * Your own words for the default pages, or a function that returns them for the languages that a
   * user prefers. By default the pages are in one of `PAGE_LANGUAGES`, chosen by `xoauth_lang_pref` or
   * Accept-Language. Words that you omit are in the `language` of yours; if a function returns no
   * `language`, in the language of the user.
   */
  readonly words?:
    | Partial<PageWords>
    | ((preference: LanguagePreference) => Partial<PageWords> | undefined)
    | undefined
  /**
   * Pages on which developers register applications and reviewers accept them. Without this option
   * there are none.
   */
  readonly portal?: PortalOptions<User> | undefined
  /**
   * How much a refused consumer learns: the `problem` (the Problem Reporting extension), or with
   * `status` only the status 401. `problem` by default.
   */
  readonly disclosure?: 'problem' | 'status' | undefined
  /** Called with an event for every outcome, without secrets. Its errors are ignored. */
  readonly on?: ((event: ProviderEvent) => void) | undefined
  /**
   * Called with the correct base string when a signature is wrong, with secrets masked. For development;
   * PLAINTEXT is never repeated.
   */
  readonly debug?: ((report: DebugReport) => void) | undefined
  /**
   * Finds out why a signature is wrong: `diagnose` of `@oauthplus/doctor`. Its result is reported in
   * the event `signature_diagnosed`, as often as `limits.diagnoses` allows, only of
   * consumers and tokens that are known, and never of PLAINTEXT. One diagnosis runs at a time, and
   * at most ten wait for it; other wrong signatures are refused without one. Without this option
   * nothing is diagnosed.
   */
  readonly diagnose?: Diagnose | undefined
  /**
   * Whether the consumer receives the summary of the diagnosis as the advice of the problem. For
   * development: it also helps attackers who guess. False by default.
   */
  readonly sendDiagnosis?: boolean | undefined
  /** The maximum length of a form, or of a hashed body. 1 MiB by default. */
  readonly bodyLimitBytes?: number | undefined
  /** The maximum number of parameters in a query or a form. 1000 by default. */
  readonly parameterLimit?: number | undefined
  /** The time, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined
  /** Random bytes from a cryptographic source. The platform's by default. */
  readonly randomBytes?: ((count: number) => Uint8Array) | undefined
}
