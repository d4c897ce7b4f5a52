import type { ParameterList, Problem } from '@oauthplus/core'

import type { LanguagePreference } from './language-preference.js'
import type { ProviderResponse } from './response.js'
import type { ConsumerRecord } from './store/consumer-record.js'

/** A refused request. Refusals are returned, never thrown. */
export interface Refusal {
  /** The request is refused. */
  readonly ok: false
  /** The reason. Contains no secret. */
  readonly problem: Problem
  /** The response to send. */
  readonly response: ProviderResponse
  /**
   * The underlying error, if the store or a function of the application failed: for your log, never
   * for the response.
   */
  readonly cause?: unknown
}

/** A request that succeeded, with its response. */
export interface EndpointSuccess {
  /** The request succeeded. */
  readonly ok: true
  /** The response to send. */
  readonly response: ProviderResponse
}

/** The properties of a consumer that handlers of its requests receive: never its secrets. */
export type ConsumerInfo = Pick<
  ConsumerRecord,
  'key' | 'name' | 'description' | 'website' | 'iconUrl' | 'status'
>

/** The signed content of a verified request. */
export interface SignedContent {
  /** The realm that its Authorization header names. It is not signed. */
  readonly realm: string | undefined
  /**
   * The query's parameters, decoded, in the order sent, without those of the protocol (`oauth_*`).
   */
  readonly query: ParameterList
  /** A form body's parameters, decoded, in the order sent, without those of the protocol. */
  readonly form: ParameterList
  /** The body as received, if it had to be read: a form, or a body whose hash is signed. */
  readonly body: Uint8Array | undefined
}

/** The grant of a verified request: its user, consumer, token and content. */
export interface Grant<User> extends SignedContent {
  /** The user who granted access, as `findUser` returned it. */
  readonly user: User
  /** The user's id. */
  readonly userId: string
  /** The consumer that sent the request. */
  readonly consumer: ConsumerInfo
  /** The key of the access token. */
  readonly tokenKey: string
  /** The names of the scopes granted. */
  readonly scopes: readonly string[]
}

/** The grant of a verified request without a token (two-legged): a consumer, and no user. */
export interface ConsumerGrant extends SignedContent {
  /** There is no user, whatever parameters such as `xoauth_requestor_id` say. */
  readonly user?: undefined
  /** There is no user. */
  readonly userId?: undefined
  /** The consumer that sent the request. */
  readonly consumer: ConsumerInfo
  /** There is no token. */
  readonly tokenKey?: undefined
  /** Always empty, because only users grant scopes. */
  readonly scopes: readonly []
}

/** The outcome of `provider.authenticate`. */
export type AuthenticateResult<User> = Authenticated<Grant<User>> | Refusal

/** The outcome of `provider.authenticate` if a consumer may send requests without a token. */
export type TwoLeggedResult<User> = Authenticated<Grant<User> | ConsumerGrant> | Refusal

/** The result for an accepted request. */
export interface Authenticated<Carried> {
  /** The request is accepted. */
  readonly ok: true
  /** The grant of the request. */
  readonly grant: Carried
  /**
   * Headers of the response, to be set before a handler that may replace them: `Vary`, and
   * `Cache-Control: no-store` if the credentials are not in the Authorization header, because
   * caches would not recognise the response as private.
   */
  readonly headers: ProviderResponse['headers']
}

/** A scope and its description. */
export interface NamedScope {
  /** Its name. */
  readonly name: string
  /** The permission that it gives, in the words of the consent page. */
  readonly description: string
  /** Whether it allows requests with methods other than GET, HEAD and OPTIONS. */
  readonly allowWrites?: boolean | undefined
}

/** The data of a consent page. */
export interface Consent {
  /** The consumer that requests access. */
  readonly consumer: ConsumerInfo
  /** The requested scopes. */
  readonly scopes: readonly NamedScope[]
  /**
   * The value that the decision must contain: random, and valid only for this user and this request
   * token.
   */
  readonly csrf: string
}

/** The user and the request token of a decision. */
export interface AuthorizationInput {
  /** The `oauth_token` of the page's query or form. A value that is not one string of a token is refused. */
  readonly tokenKey: string
  /** The id of the user who is logged in, 255 bytes at most (UTF-8). */
  readonly userId: string
  /** The language preferences of the user. */
  readonly language?: LanguagePreference | undefined
}

/** A decision, with the value that proves that it was made on the consent page. */
export interface AuthorizationDecision extends AuthorizationInput {
  /** The `csrf` of {@link Consent}, from the form. Any other value is refused. */
  readonly csrf: string
}

/** The visitor of a page, as the application knows them. */
export interface Visitor {
  /**
   * Returns the id of the user who is logged in, 255 bytes at most (UTF-8), or nothing if nobody
   * is.
   */
  getUserId(): string | undefined | null | Promise<string | undefined | null>
  /**
   * Returns the URL of the login page, which redirects back to `returnTo`, a path of this application.
   */
  getLoginUrl(returnTo: string): string
  /**
   * Returns the URL that logs the user out and asks for another account, which redirects back to
   * `returnTo`. Pages show it as "Not you?". Without it, they show no such link.
   */
  getSwitchUserUrl?: ((returnTo: string) => string | undefined) | undefined
  /** The URL of the page of connected applications, which the consent page links to. */
  readonly applicationsUrl?: string | undefined
  /** The URL of the pages for developers, which the pages of the portal link to. */
  readonly developerUrl?: string | undefined
  /** The URL of the pages for reviewers, which the pages of the portal link to. */
  readonly reviewerUrl?: string | undefined
}
