import { testProvider } from '../../packages/testkit/src/index.js'
import type { ProviderConfig, Report, RunOptions } from '../../packages/testkit/src/index.js'
import { vectors } from '../../packages/testkit/src/vectors.js'
import {
  startAuthlibProvider,
  startOauthGemProvider,
  startOauthlibProvider,
  startOauthorizeProvider,
  startPhpProvider,
} from '../interop/start-foreign-provider.js'
import type { ForeignEndpoints, StartForeignProvider } from '../interop/start-foreign-provider.js'

/** A provider made with a library of others. */
export interface ScoredProvider {
  readonly name: string
  /** The parts of the library and of the application, for the page. */
  readonly usedAs: string
  readonly start: StartForeignProvider
  /** The documented features of the library, and the other consumers of the program. */
  readonly declared: Partial<ProviderConfig>
  /** Its known faults: the ids of checks that it fails. */
  readonly known: readonly string[]
}

const PLACES = ['form-transmission', 'query-transmission', 'form-methods', 'out-of-band']
const KEPT_BY_APPLICATION =
  'the application keeps Consumers, tokens and nonces in memory, each with the Consumer it belongs to'
const { privateKey = '', publicKey = '' } = vectors.keys.generated ?? {}

/** The key of the consumers that sign by RSA, for providers to read from a file. */
export const RSA_PUBLIC_KEY: string = publicKey

/** The providers of others that are scored. */
export const SCORED_PROVIDERS: readonly ScoredProvider[] = [
  {
    name: 'oauthlib',
    usedAs: `WebApplicationServer with a RequestValidator; ${KEPT_BY_APPLICATION}. A Consumer that signs by RSA has an empty secret. Body hashes are asked for, because its own client sends them`,
    start: (file) => startOauthlibProvider(file, ['--bare']),
    declared: {
      otherConsumer: { key: 'OtherConsumer4oauthlib', secret: 'another secret' },
      rsaConsumer: { key: 'RsaConsumer4oauthlib', privateKey },
      features: [...PLACES, 'hmac-sha256', 'hmac-sha512', 'body-hash'],
    },
    known: [
      'tampered.query-realm',
      'body-hash.tampered',
      'base-string.brackets-raw',
      'header.other-scheme-basic',
      'header.malformed-garbage',
      'method.rsa-consumer-by-hmac',
      'nonce.not-burnt-by-strangers',
      'refusal.challenge',
      'request-token.no-store',
    ],
  },
  {
    name: 'Authlib',
    usedAs: `AuthorizationServer and ResourceProtector on Flask, with its hooks for a cache; ${KEPT_BY_APPLICATION}, but Request Tokens and nonces, which the hooks keep. A Consumer that signs by RSA has an empty secret`,
    start: startAuthlibProvider,
    declared: {
      otherConsumer: { key: 'other consumer of Authlib', secret: 'another secret' },
      rsaConsumer: { key: 'rsa consumer of Authlib', privateKey },
      features: PLACES,
    },
    known: [
      'timestamp.far-future',
      'tampered.query-realm',
      'method.rsa-exchange-of-another',
      'request-token.callback-confirmed',
      'verify.signature-not-ascii',
      'header.malformed-garbage',
      'header.other-scheme-bearer',
      'version.2.0',
      'duplicate.oauth_nonce.status',
      'form.duplicates',
      'refusal.challenge',
      'nonce.not-burnt-by-strangers',
    ],
  },
  {
    name: 'PHP’s OAuthProvider',
    usedAs: `the handlers of the extension on PHP’s own web server; ${KEPT_BY_APPLICATION}, in a file`,
    start: startPhpProvider,
    declared: {
      features: [...PLACES, 'hmac-sha256', 'problem-reporting'],
    },
    known: [
      'base-string.duplicates',
      'base-string.sort-names-after-encoding',
      'base-string.brackets-encoded',
      'form.duplicates',
      'form.put',
      'form.patch',
      'form.delete',
    ],
  },
  {
    name: 'Ruby’s oauth gem',
    usedAs: `OAuth::Signature.verify on Rack and WEBrick; ${KEPT_BY_APPLICATION}. The order of checks, the window of five minutes and the answers are the application’s, too. A Consumer that signs by RSA has an empty secret`,
    start: startOauthGemProvider,
    declared: {
      otherConsumer: { key: 'other consumer of Ruby', secret: 'another secret' },
      rsaConsumer: { key: 'rsa consumer of Ruby', privateKey },
      features: PLACES,
    },
    known: [
      'base-string.duplicates',
      'form.duplicates',
      'form.and-query',
      'base-string.sort-names-after-encoding',
      'base-string.brackets-encoded',
      'base-string.semicolon',
    ],
  },
  {
    name: 'oauthorize with passport-http-oauth',
    usedAs:
      'the middleware and strategies on Express 4, as their READMEs show them; the application keeps Consumers, tokens and nonces in memory. An exception that nobody catches ends every connection, as the end of the process would',
    start: startOauthorizeProvider,
    declared: {
      otherConsumer: { key: 'other consumer of oauthorize', secret: 'another secret' },
      features: [...PLACES, 'hmac-sha256', 'problem-reporting'],
    },
    known: [
      'base-string.prototype-names',
      'base-string.duplicates',
      'method.plaintext',
      'method.plaintext-request-token',
      'request-token.content-type',
      'nonce.other-consumer',
      'header.malformed-malformed-escape',
      'header.other-scheme-signed',
      'verify.token-of-another',
    ],
  },
]

/** Tests a provider of others with a key for its RSA Consumer; says what is missing if it cannot be run. */
export async function scoreProvider(
  { start, declared }: ScoredProvider,
  rsaPublicKeyFile: string,
  options: RunOptions = {},
): Promise<Report | { readonly missing: string }> {
  const provider = await start(rsaPublicKeyFile)
  if ('missing' in provider) return provider
  const { endpoints } = provider
  try {
    const report = await testProvider(configOf(endpoints, declared), {
      subject: endpoints.library,
      ...options,
    })
    assertApplicationRan(report)
    return report
  } finally {
    await provider.stop()
  }
}

/** Throws if the application around the library has crashed, which is not the library's fault. */
function assertApplicationRan({ subject, results }: Report): void {
  for (const { id, exchanges } of results) {
    const crash = exchanges.find(({ response }) => response.includes('\nThe application raised '))
    if (crash !== undefined) {
      throw new Error(`${subject}: the application crashed in ${id}: ${crash.response}`)
    }
  }
}

function configOf(endpoints: ForeignEndpoints, declared: Partial<ProviderConfig>): ProviderConfig {
  const { requestTokenUrl, authorizeUrl, accessTokenUrl, echoUrl, consumer } = endpoints
  return {
    requestTokenUrl,
    authorizeUrl,
    accessTokenUrl,
    resourceUrl: echoUrl,
    anyPathUrl: `${endpoints.origin}/api/any/`,
    callback: 'http://127.0.0.1:9/ready',
    approve: { url: `${authorizeUrl}?oauth_token={oauth_token}&decision={decision}` },
    consumer,
    plaintextConsumer: { ...consumer, signatureMethod: 'PLAINTEXT' },
    ...(endpoints.twoLeggedUrl === undefined
      ? {}
      : { twoLeggedConsumer: consumer, twoLeggedUrl: endpoints.twoLeggedUrl }),
    ...declared,
  }
}
