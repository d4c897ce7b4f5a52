/** The flags of the program by the arguments of the packages. Several arguments may have one flag. */
const FLAGS: Readonly<Record<string, string>> = {
  // Client and signing.
  'provider.requestTokenUrl': '--request-token-url',
  'provider.authorizeUrl': '--authorize-url',
  'provider.accessTokenUrl': '--access-token-url',
  'provider.signatureMethod': '--signature-method',
  'provider.transmission': '--transmission',
  'provider.realm': '--realm',
  'provider.sendBodyHash': '--body-hash',
  'credentials.consumer.privateKey': '--private-key',
  'consumer.privateKey': '--private-key',
  'consumer.secret': 'the consumer secret',
  'consumer.key': '--consumer-key',
  'request.url': 'the URL',
  'request.method': '-X',
  'request.headers': '-H',
  'request.body': 'the body',
  userAgent: '--user-agent',
  timeoutSeconds: '--timeout-seconds',
  authorizeParameters: '--authorize-parameter',
  // Presets.
  accountId: '--site',
  baseUrl: '--site',
  indexUrl: '--site',
  storeUrl: '--site',
  // Consumers and tokens.
  callbacks: '--callback',
  nativeSchemes: '--native-scheme',
  defaultCallback: '--default-callback',
  signatureMethods: '--method',
  addressRanges: '--address',
  ownerId: '--owner',
  publicKeys: '--public-key',
  publicKey: '--public-key',
  allowXauth: '--xauth',
  allowTwoLegged: '--two-legged',
  requireBodyHash: '--body-hash',
  allowPlaintextInQuery: '--plaintext-in-query',
  accessTokenLifetimeSeconds: '--token-lifetime-seconds',
  overlapSeconds: '--overlap-seconds',
  consumerKey: '--consumer',
  userId: '--user',
  tokenKey: '<token>',
  // Stores.
  poolOrUrl: '--store',
  clientOrUrl: '--store',
  'keys.encryption': 'encryption of --keys',
  'keys.lookup': 'lookup of --keys',
}

/** The same for words that are arguments only at the start of a message. */
const FIRST_WORDS: Readonly<Record<string, string>> = {
  database: '--store',
  description: '--description',
  host: '--site',
  hosts: '--host',
  key: '--key',
  name: '<name>',
  parameters: '--parameter',
  path: '--path',
  port: '--port',
  prefix: '--store-prefix',
  prefixes: '--prefix',
  realm: '--realm',
  secret: 'the consumer secret',
  status: '--status',
  website: '--website',
  iconUrl: '--icon',
  scopes: '--scope',
  reason: '--reason',
}

/** Flags that depend on the function that reports them. */
const FLAGS_OF_FUNCTIONS: Readonly<Record<string, string>> = {
  // `token issue` sets the lifetime of its tokens through the provider.
  'createProvider: accessTokenLifetimeSeconds': '--lifetime-seconds',
}

/** Advice of the packages for which the program has no flag. */
const FOREIGN_ADVICE =
  /\. Set allowInsecure to allow plain http|, or give it in parameters|, or set allowPlaintextInQuery[^.]*| Use the option realm/g

const FUNCTION_AND_ARGUMENT = /^[\w.]{1,60}: \w+/
const FUNCTION = /^[\w.]{1,60}: /
const FIRST_WORD = /^[a-z]+\b/
// A name, optionally with a path before it and an index.
const NAME = /[A-Za-z]+(?:\.[A-Za-z]+){0,20}(?:\[\d+\])?/g

/**
 * Rewrites an argument error of the packages for the user of the program: removes the function, and
 * replaces options with flags.
 */
export function describeArgumentError(message: string): string {
  return message
    .replace(FOREIGN_ADVICE, '')
    .replace('among those of createProvider', 'one of')
    .replace(FUNCTION_AND_ARGUMENT, (start) => FLAGS_OF_FUNCTIONS[start] ?? start)
    .replace(FUNCTION, '')
    .replace(NAME, (name) => FLAGS[name.replace(/\[\d+\]$/, '')] ?? name)
    .replace(FIRST_WORD, (word) => FIRST_WORDS[word] ?? word)
    .replace(/^--body-hash must not be true\b/, '--body-hash must not be given')
}
