/** A Consumer that the provider knows. */
export interface ConfiguredConsumer {
  /** The Consumer key. */
  readonly key: string
  /** The Consumer secret; without it the Consumer signs by RSA. */
  readonly secret?: string | undefined
  /** Its RSA private key, PKCS#8 PEM. */
  readonly privateKey?: string | undefined
  /** How it signs. HMAC-SHA1 by default, RSA-SHA1 without a secret. */
  readonly signatureMethod?: string | undefined
}

/** A Consumer that may use xAuth, and an account for it. */
export interface XauthConsumer extends ConfiguredConsumer {
  /** The name of a User. */
  readonly username: string
  /** Their password. */
  readonly password: string
}

/** How the User's decision comes about. Texts may hold `{oauth_token}` and `{decision}` (approve or deny). */
export interface Approval {
  /**
   * A shell command that decides and prints the URL that the User was sent back to, or the verifier.
   * It finds `AUTHORIZE_URL`, `OAUTH_TOKEN` and `DECISION` in its environment.
   */
  readonly command?: string | undefined
  /** A URL that decides: it answers with the redirect to the callback, or with the verifier. */
  readonly url?: string | undefined
  /** A person at the keyboard decides, and pastes where they were sent. */
  readonly person?: boolean | undefined
}

/** What a provider offers and how it is reached: what the configuration file holds. */
export interface ProviderConfig {
  /** Where Request Tokens are asked for. */
  readonly requestTokenUrl: string
  /** Where the User decides. */
  readonly authorizeUrl: string
  /** Where Access Tokens are asked for. */
  readonly accessTokenUrl: string
  /** A protected resource that answers GET and POST, whatever their parameters. */
  readonly resourceUrl: string
  /** A URL beneath which any path is a protected resource. */
  readonly anyPathUrl?: string | undefined
  /** The callback to register and to send. */
  readonly callback?: string | undefined
  /** How the User decides. */
  readonly approve: Approval
  /** The Consumer that signs by a shared secret. */
  readonly consumer: ConfiguredConsumer
  /** Another one. */
  readonly otherConsumer?: ConfiguredConsumer | undefined
  /** One that signs by RSA. */
  readonly rsaConsumer?: ConfiguredConsumer | undefined
  /** One that may use PLAINTEXT. */
  readonly plaintextConsumer?: ConfiguredConsumer | undefined
  /** A resource for requests without a token; `resourceUrl` by default. */
  readonly twoLeggedUrl?: string | undefined
  /** One that may send requests without a token. */
  readonly twoLeggedConsumer?: ConfiguredConsumer | undefined
  /** One that may use xAuth, and an account for it. */
  readonly xauth?: XauthConsumer | undefined
  /** What the provider does beyond the least: see {@link PROVIDER_FEATURES}. */
  readonly features?: readonly string[] | undefined
  /** Headers with which the authorization page takes the suite for a User who is logged in. */
  readonly userHeaders?: Readonly<Record<string, string>> | undefined
  /** A URL that moves the provider's clock forward by `{seconds}`. */
  readonly clockUrl?: string | undefined
  /** How long a Request Token lives; with `clockUrl`. */
  readonly requestTokenLifetimeSeconds?: number | undefined
}

/** What a provider may declare beyond what its configuration shows. */
export const PROVIDER_FEATURES: readonly string[] = [
  'hmac-sha256',
  'hmac-sha512',
  'form-transmission',
  'query-transmission',
  'form-methods',
  'registered-callbacks',
  'out-of-band',
  'problem-reporting',
  'body-hash',
  'session',
]

/** Lists everything that a configuration declares, of what checks may need. */
export function getProviderFeatures(config: ProviderConfig): ReadonlySet<string> {
  const features = new Set(
    config.features ?? ['form-transmission', 'query-transmission', 'out-of-band'],
  )
  const shown = {
    otherConsumer: config.otherConsumer,
    rsaConsumer: config.rsaConsumer,
    plaintextConsumer: config.plaintextConsumer,
    twoLeggedConsumer: config.twoLeggedConsumer,
    xauth: config.xauth,
    anyPathUrl: config.anyPathUrl,
    userHeaders: config.userHeaders,
    clockUrl: config.clockUrl,
    requestTokenLifetimeSeconds: config.requestTokenLifetimeSeconds,
  }
  for (const [name, value] of Object.entries(shown)) if (value !== undefined) features.add(name)
  if (/[a-z]/i.test(new URL(config.resourceUrl).hostname))
    features.add('resourceUrl with a host name')
  return features
}
