import type { ProviderConfig } from '../../src/index.js'
import { vectors } from '../../src/vectors.js'
import { BASE_CONSUMERS } from './base-provider.js'
import type { BaseConsumers } from './base-provider.js'
import type { Transport } from './start-transport.js'

/** A provider that RFC 5849 permits, and its configuration. */
export interface ProviderVariant {
  /** Its behaviors: names of the base. */
  readonly behaviors?: readonly string[]
  readonly consumers?: BaseConsumers
  readonly transport?: Transport
  readonly configure?: (config: ProviderConfig) => ProviderConfig
  /** The checks that advise against it: warnings and notes. */
  readonly advised?: readonly string[]
  /** Checks that pass, and checks that do not apply. */
  readonly passed?: readonly string[]
  readonly notApplicable?: readonly string[]
}

const { privateKey = '', publicKey = '' } = vectors.keys.generated ?? {}
const SHA256 = { signatureMethod: 'HMAC-SHA256' }
const ALL_METHODS = ['HMAC-SHA1', 'HMAC-SHA256', 'RSA-SHA1', 'PLAINTEXT']
const MAIN = BASE_CONSUMERS.main ?? { key: 'main', methods: [] }

const isHmacOrPlaintext = (method: string): boolean => !method.startsWith('RSA-')

function allowTwoLegged(config: ProviderConfig): ProviderConfig {
  return { ...config, consumer: { ...config.consumer, allowsTwoLegged: true } }
}

function signBySha256({ consumer, otherConsumer, ...config }: ProviderConfig): ProviderConfig {
  return {
    ...config,
    rsaConsumer: undefined,
    plaintextConsumer: undefined,
    consumer: { ...consumer, ...SHA256 },
    otherConsumer: otherConsumer && { ...otherConsumer, ...SHA256 },
    twoLeggedConsumer: config.twoLeggedConsumer && { ...config.twoLeggedConsumer, ...SHA256 },
    xauth: config.xauth && { ...config.xauth, ...SHA256 },
  }
}

function withoutFeatures(config: ProviderConfig, ...removed: readonly string[]): ProviderConfig {
  return { ...config, features: config.features?.filter((name) => !removed.includes(name)) }
}

/** The checks of the status 401, which is a SHOULD. */
const UNAUTHORIZED_CHECKS = [
  'access-token.used-twice-status',
  'verify.wrong-consumer-secret.status',
  'verify.wrong-token-secret.status',
  'verify.unknown-consumer.status',
  'verify.unknown-token.status',
  'nonce.replayed-status',
  'header.no-credentials',
  'xauth.wrong-password-status',
]
/** The checks of the status 400, which is a SHOULD. */
const BAD_REQUEST_CHECKS = [
  ...['consumer_key', 'signature_method', 'timestamp', 'nonce', 'signature'].map(
    (name) => `absent.oauth_${name}.status`,
  ),
  'version.status',
  'method.unknown.status',
  'transmission.header-and-query.status',
  'transmission.header-and-form.status',
  ...['token', 'consumer_key', 'nonce', 'timestamp', 'signature_method'].map(
    (name) => `duplicate.oauth_${name}.status`,
  ),
]

/** Correct variants of the base: description and variant. */
export const PROVIDER_VARIANTS: readonly (readonly [what: string, variant: ProviderVariant])[] = [
  [
    'lets the first Consumer act for itself',
    {
      behaviors: ['token-optional'],
      configure: allowTwoLegged,
      notApplicable: ['verify.token-absent', 'verify.token-empty'],
    },
  ],
  [
    'lets the Consumer of the two-legged requests use the resource without a token',
    {
      behaviors: ['token-optional'],
      configure: (config) => ({
        ...config,
        consumer: { ...config.consumer, allowsTwoLegged: undefined },
        twoLeggedConsumer: config.consumer,
        twoLeggedUrl: undefined,
      }),
      notApplicable: ['verify.token-absent', 'verify.token-empty'],
    },
  ],
  [
    'knows only HMAC-SHA256',
    {
      consumers: Object.fromEntries(
        Object.entries(BASE_CONSUMERS).map(([key, consumer]) => [
          key,
          { ...consumer, methods: ['HMAC-SHA256'] },
        ]),
      ),
      configure: signBySha256,
      passed: ['method.hmac-sha256', 'method.hmac-sha256-mislabelled', 'body-hash.right'],
    },
  ],
  [
    'registers one Consumer for every method',
    {
      consumers: {
        ...BASE_CONSUMERS,
        main: { ...MAIN, publicKey, methods: ALL_METHODS },
      },
      configure: ({ consumer, ...config }) => ({
        ...config,
        otherConsumer: undefined,
        consumer,
        rsaConsumer: { ...consumer, privateKey, signatureMethod: 'RSA-SHA1' },
        plaintextConsumer: { ...consumer, signatureMethod: 'PLAINTEXT' },
      }),
      passed: ['method.rsa-sha1', 'method.plaintext'],
      notApplicable: [
        'method.rsa-token-of-another',
        'method.rsa-exchange-of-another',
        'method.plaintext-not-declared',
      ],
    },
  ],
  [
    'registers the first Consumer for PLAINTEXT, too',
    {
      consumers: {
        ...BASE_CONSUMERS,
        main: { ...MAIN, methods: ALL_METHODS.filter(isHmacOrPlaintext) },
      },
      configure: ({ consumer, ...config }) => ({
        ...config,
        consumer: { ...consumer, methods: ['HMAC-SHA1', 'PLAINTEXT'] },
      }),
      notApplicable: ['method.plaintext-not-declared'],
    },
  ],
  [
    'shows the verifier in a page, escaped',
    { behaviors: ['out-of-band-markup'], passed: ['authorization.out-of-band'] },
  ],
  [
    'returns the verifier as a form',
    { behaviors: ['out-of-band-form'], passed: ['authorization.out-of-band'] },
  ],
  [
    'takes the host of the Host header, as section 3.4.1.2 says',
    { behaviors: ['host-believed'], advised: ['tampered.host-believed'] },
  ],
  [
    'escapes the line break of a callback',
    {
      behaviors: ['callback-line-break-escaped'],
      advised: ['request-token.callback-line-break'],
      passed: ['request-token.callback-header-injection'],
    },
  ],
  ['answers after 50 ms', { behaviors: ['slow'] }],
  ['issues long tokens and secrets with + / = & % and é', { behaviors: ['long-tokens'] }],
  [
    'issues tokens of digits',
    { behaviors: ['numeric-tokens'], notApplicable: ['verify.token-case'] },
  ],
  [
    'issues the same Access Token again',
    {
      behaviors: ['access-token-again'],
      notApplicable: ['nonce.other-token', 'session.handle-of-another'],
    },
  ],
  [
    'redirects to no callback and shows every verifier',
    {
      behaviors: ['out-of-band-only'],
      configure: (config) => ({
        ...withoutFeatures(config, 'registered-callbacks'),
        callback: 'oob',
      }),
      notApplicable: ['authorization.callback', 'authorization.callback-query'],
    },
  ],
  [
    'accepts exactly the registered callback',
    {
      behaviors: ['one-callback'],
      configure: (config) => withoutFeatures(config, 'out-of-band'),
      notApplicable: ['authorization.callback-query', 'authorization.callback-of-token'],
    },
  ],
  [
    'has a callback with a query',
    {
      configure: (config) => ({ ...config, callback: `${config.callback ?? ''}?x=1&y=a%20b%2F` }),
      notApplicable: ['authorization.callback-query'],
    },
  ],
  ['has a path prefix', { behaviors: ['path-prefix'] }],
  [
    'refuses with a JSON problem document',
    {
      behaviors: ['problem-documents'],
      configure: (config) => withoutFeatures(config, 'problem-reporting'),
    },
  ],
  [
    'expects token requests by GET',
    {
      behaviors: ['token-requests-by-get'],
      configure: (config) => ({ ...config, xauth: undefined, tokenMethod: 'GET' }),
      notApplicable: ['request-token.by-form', 'access-token.by-form'],
    },
  ],
  [
    'accepts token requests by GET as well',
    { configure: (config) => ({ ...config, tokenMethod: 'GET' }) },
  ],
  [
    'serves GET and POST only',
    {
      behaviors: ['two-methods-only'],
      configure: (config) => withoutFeatures(config, 'form-methods'),
      advised: ['head.like-get'],
    },
  ],
  ['redirects by status 303', { behaviors: ['see-other'] }],
  ['returns further parameters with a token', { behaviors: ['extra-parameters'] }],
  ['names the charset of its forms', { behaviors: ['form-with-charset'] }],
  ['confirms the callback first', { behaviors: ['confirmed-first'] }],
  ['refuses everything by 400', { behaviors: ['always-400'], advised: UNAUTHORIZED_CHECKS }],
  [
    'refuses everything by 403',
    { behaviors: ['always-403'], advised: [...UNAUTHORIZED_CHECKS, ...BAD_REQUEST_CHECKS] },
  ],
  [
    'names another scheme in WWW-Authenticate',
    { behaviors: ['challenge-basic'], advised: ['refusal.challenge-scheme'] },
  ],
  [
    'approves repeat authorizations, as section 4.15 says',
    {
      behaviors: ['get-decides'],
      configure: ({ features = [], ...config }) => ({
        ...config,
        features: [...features, 'repeat-authorizations'],
      }),
      notApplicable: ['authorization.get-decides-nothing'],
    },
  ],
  [
    'remembers nonces before it verifies',
    { behaviors: ['nonce-before-signature'], advised: ['nonce.not-burnt-by-strangers'] },
  ],
  [
    'takes timestamps of any age, and remembers every nonce',
    {
      behaviors: ['timestamp-old-accepted'],
      configure: (config) => withoutFeatures(config, 'problem-reporting'),
      advised: ['timestamp.day-old', 'timestamp.year-old'],
    },
  ],
  ['requires a Content-Length', { behaviors: ['status-411'], notApplicable: ['form.chunked'] }],
  [
    'knows only RSA-SHA1',
    {
      configure: ({ rsaConsumer, ...config }) => ({
        requestTokenUrl: config.requestTokenUrl,
        authorizeUrl: config.authorizeUrl,
        accessTokenUrl: config.accessTokenUrl,
        resourceUrl: config.resourceUrl,
        approve: config.approve,
        consumer: { key: 'rsa', privateKey: rsaConsumer?.privateKey },
        rsaConsumer,
      }),
      passed: ['verify.right', 'method.rsa-sha1', 'nonce.replayed'],
      notApplicable: ['verify.wrong-consumer-secret', 'method.rsa-without-key'],
    },
  ],
  [
    'knows only PLAINTEXT, over TLS',
    {
      transport: 'tls',
      configure: ({ plaintextConsumer, ...config }) => ({
        requestTokenUrl: config.requestTokenUrl,
        authorizeUrl: config.authorizeUrl,
        accessTokenUrl: config.accessTokenUrl,
        resourceUrl: config.resourceUrl,
        approve: config.approve,
        consumer: { ...(plaintextConsumer ?? { key: '' }), signatureMethod: 'PLAINTEXT' },
      }),
      passed: ['verify.right', 'request-token.transport', 'access-token.transport'],
      notApplicable: ['nonce.replayed', 'tampered.query-value'],
    },
  ],
  ['is served over TLS', { transport: 'tls', passed: ['request-token.transport'] }],
  ['speaks HTTP/1.0', { transport: 'http10' }],
  ['speaks HTTP/2 behind a proxy', { transport: 'http2', advised: [] }],
  ['is behind a proxy with headers of its own', { transport: 'proxy' }],
  [
    'has a configuration of what is required only',
    {
      configure: ({
        requestTokenUrl,
        authorizeUrl,
        accessTokenUrl,
        resourceUrl,
        approve,
        consumer,
      }) => ({
        requestTokenUrl,
        authorizeUrl,
        accessTokenUrl,
        resourceUrl,
        approve,
        consumer: { key: consumer.key, secret: consumer.secret },
      }),
    },
  ],
]
