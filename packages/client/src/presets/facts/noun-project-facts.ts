import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://api.thenounproject.com/documentation.html'

/**
 * Facts about the service of the preset `nounProject`.
 *
 * @internal
 */
export const nounProjectFacts: ServiceFacts = {
  hosts: {
    text: 'api.thenounproject.com.',
    values: ['api.thenounproject.com'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: { text: 'No token.', source: SOURCE, checkedOn: '2026-11-29' },
  place: {
    text: 'The Authorization header.',
    values: ['header'],
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'HMAC-SHA1.',
    values: ['HMAC-SHA1'],
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  body: { text: 'JSON, which is not signed.', source: SOURCE, checkedOn: '2026-11-29' },
  nonce: {
    text: 'The documentation does not limit the nonce or the timestamp.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  uploads: { text: 'None.', source: SOURCE, checkedOn: '2026-11-29' },
  errors: { text: 'The HTTP status.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
