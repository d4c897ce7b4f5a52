/** A Consumer that the provider knows. */
export interface ConfiguredConsumer {
  /** The consumer key. */
  readonly key: string
  /** The consumer secret; without it the consumer signs with RSA. */
  readonly secret?: string | undefined
  /** Its RSA private key, PKCS#8 PEM. */
  readonly privateKey?: string | undefined
  /** Its signature method. HMAC-SHA1 by default, RSA-SHA1 without a secret. */
  readonly signatureMethod?: string | undefined
  /**
   * The signature methods that it is registered for. The provider must refuse any other. By default the ones that the
   * configuration uses with its key, and others may be accepted.
   */
  readonly methods?: readonly string[] | undefined
  /**
   * Whether it may act for itself: send requests to `resourceUrl` without a token. `false` by default.
   *
   * @see [RFC 5849, section 3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.1)
   */
  readonly allowsTwoLegged?: boolean | undefined
  /** Whether it may use xAuth. `false` by default, except for `xauth`. */
  readonly allowsXauth?: boolean | undefined
  /** A callback that is registered for it and for no other consumer. */
  readonly callback?: string | undefined
}

/** A Consumer that may use xAuth, and an account for it. */
export interface XauthConsumer extends ConfiguredConsumer {
  /** The username of the account. */
  readonly username: string
  /** The password of the account. */
  readonly password: string
}

/** How the user decides. The URL may contain `{oauth_token}` and `{decision}` (approve or deny). */
export interface Approval {
  /**
   * A shell command that decides and prints the callback URL with its query, or the verifier. The
   * environment variables `AUTHORIZE_URL`, `OAUTH_TOKEN` and `DECISION` are set.
   */
  readonly command?: string | undefined
  /** A URL that decides. Its response is the redirect to the callback, or the verifier. */
  readonly url?: string | undefined
  /** A person at the terminal decides and pastes the callback URL. */
  readonly person?: boolean | undefined
}

/** The configuration of a provider: its endpoints, consumers and features. */
export interface ProviderConfig {
  /** The URL that issues request tokens. */
  readonly requestTokenUrl: string
  /** The authorization page. */
  readonly authorizeUrl: string
  /** The URL that issues access tokens. */
  readonly accessTokenUrl: string
  /** A protected resource that accepts GET and POST with any parameters. */
  readonly resourceUrl: string
  /** A URL under which every path is a protected resource. */
  readonly anyPathUrl?: string | undefined
  /** The callback to register and to send. */
  readonly callback?: string | undefined
  /** How the user decides. */
  readonly approve: Approval
  /** The consumer that signs with a shared secret. */
  readonly consumer: ConfiguredConsumer
  /** Another consumer. */
  readonly otherConsumer?: ConfiguredConsumer | undefined
  /** A Consumer that signs with RSA. */
  readonly rsaConsumer?: ConfiguredConsumer | undefined
  /** A Consumer that may use PLAINTEXT. */
  readonly plaintextConsumer?: ConfiguredConsumer | undefined
  /** A Consumer that the owner of the provider has disabled. */
  readonly disabledConsumer?: ConfiguredConsumer | undefined
  /** A protected resource that the access tokens of `consumer` do not cover. */
  readonly forbiddenUrl?: string | undefined
  /** A URL that revokes the access token `{oauth_token}`. */
  readonly revokeUrl?: string | undefined
  /** The HTTP method of both token requests. POST by default. */
  readonly tokenMethod?: 'GET' | 'POST' | undefined
  /** A resource for requests without a token; `resourceUrl` by default. */
  readonly twoLeggedUrl?: string | undefined
  /** A Consumer that may send requests without a token. */
  readonly twoLeggedConsumer?: ConfiguredConsumer | undefined
  /** A Consumer that may use xAuth, and an account for it. */
  readonly xauth?: XauthConsumer | undefined
  /** The optional features of the provider, see {@link PROVIDER_FEATURES}. */
  readonly features?: readonly string[] | undefined
  /** Headers that log a user in at the authorization page, such as a cookie. */
  readonly userHeaders?: Readonly<Record<string, string>> | undefined
  /** A URL that moves the clock of the provider forward by `{seconds}`. */
  readonly clockUrl?: string | undefined
  /** The lifetime of request tokens; needs `clockUrl`. */
  readonly requestTokenLifetimeSeconds?: number | undefined
  /** The lifetime of access tokens; needs `clockUrl`. */
  readonly accessTokenLifetimeSeconds?: number | undefined
}

/** The optional features that a provider may declare. */
export const PROVIDER_FEATURES: readonly string[] = [
  'hmac-sha256',
  'hmac-sha512',
  'form-transmission',
  'query-transmission',
  'form-methods',
  'registered-callbacks',
  'out-of-band',
  'repeat-authorizations',
  'problem-reporting',
  'body-hash',
  'session',
]
