import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://developers.schoology.com/api-documentation/authentication'

/**
 * Facts about the service of the preset `schoology`.
 *
 * @internal
 */
export const schoologyFacts: ServiceFacts = {
  hosts: {
    text: 'api.schoology.com, and the host of the school for the page for the user.',
    values: ['api.schoology.com', 'www.schoology.com'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'OAuth 1.0 without a verifier, which the client does not finish, or no token.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header.',
    values: ['header'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'HMAC-SHA1 is recommended.',
    values: ['HMAC-SHA1'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  realm: {
    text: 'Schoology API.',
    values: ['Schoology API'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  body: { text: 'JSON or XML, which is not signed.', source: SOURCE, checkedOn: '2026-11-29' },
  nonce: {
    text: 'A pair of timestamp and nonce is used once.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'A PUT request with the bytes, to a URL for each file.',
    source: 'https://developers.schoology.com/api-documentation/rest-api-v1/file-upload',
  },
  errors: {
    text: 'A sentence in plain text.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'None announced. Access tokens expire after 90 days, and personal keys cannot read the data of others.',
    source:
      'https://developers.schoology.com/api-documentation/important-api-authentication-update/',
    checkedOn: '2026-11-29',
  },
}
