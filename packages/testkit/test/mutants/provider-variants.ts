import type { ProviderConfig } from '../../src/index.js'
import { vectors } from '../../src/vectors.js'
import { BASE_CONSUMERS } from './base-provider.js'
import type { BaseConsumers } from './base-provider.js'

/** A provider that RFC 5849 permits, and its configuration. */
export interface ProviderVariant {
  /** What it does: names of the base. */
  readonly behaviors?: readonly string[]
  readonly consumers?: BaseConsumers
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
]
