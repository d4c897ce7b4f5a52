import type { ServiceFacts } from './service-facts.js'

const SOURCE =
  'https://developer.mastercard.com/platform/documentation/authentication/using-oauth-1a-to-access-mastercard-apis/'

/**
 * Facts about the service of the preset `mastercard`.
 *
 * @internal
 */
export const mastercardFacts: ServiceFacts = {
  hosts: {
    text: 'api.mastercard.com, sandbox.api.mastercard.com, and mtf.api.mastercard.com for tests.',
    values: ['api.mastercard.com', 'mtf.api.mastercard.com', 'sandbox.api.mastercard.com'],
    source:
      'https://developer.mastercard.com/mastercard-processing-core/documentation/api-reference',
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'No token.',
    source:
      'https://developer.mastercard.com/mastercard-processing-digital/documentation/api-basics-section/authentication/',
    checkedOn: '2026-11-29',
  },
  place: { text: 'The Authorization header.', values: ['header'], source: SOURCE },
  method: {
    text: 'RSA-SHA256, or RSA-PSS with SHA-256 and a salt of 32 bytes.',
    values: ['RSA-SHA256'],
    source: 'https://github.com/Mastercard/oauth1-signer-nodejs',
  },
  realm: { text: 'No realm.', source: SOURCE },
  body: {
    text: 'JSON with `oauth_body_hash` (SHA-256), also without a body.',
    source: 'https://developer.mastercard.com/bill-payment-validator/documentation/api-basics/',
    checkedOn: '2026-11-29',
  },
  nonce: {
    text: 'A nonce is used once. The base string encodes names and values once only.',
    source: 'https://github.com/Mastercard/oauth1-signer-nodejs',
  },
  uploads: { text: 'As any body: its hash is signed.', source: SOURCE },
  errors: {
    text: 'JSON: `Errors.Error[0].ReasonCode` and `Description`, with the base string in `Details` for an invalid signature.',
    source:
      'https://developer.mastercard.com/platform/documentation/errors-and-troubleshooting/oauth1-and-mtls-error-codes/',
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'None announced. OAuth 2.0 is offered too.',
    source: 'https://developer.mastercard.com/platform/documentation/authentication/',
    checkedOn: '2026-11-29',
  },
}
