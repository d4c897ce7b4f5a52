import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://dev.evernote.com/doc/articles/authentication.php'

/**
 * Facts about the service of the preset `evernote`.
 *
 * @internal
 */
export const evernoteFacts: ServiceFacts = {
  hosts: {
    text: 'The flow is at www.evernote.com.',
    values: ['www.evernote.com'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged, with both tokens from one URL with GET. The token secret is empty.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The query or the Authorization header; the preset uses the header.',
    values: ['header'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  method: { text: 'HMAC-SHA1.', values: ['HMAC-SHA1'], source: SOURCE, checkedOn: '2026-11-29' },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  body: {
    text: 'Thrift, which carries the token and is not signed.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  nonce: {
    text: 'The documentation does not limit the nonce or the timestamp.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  uploads: { text: 'Inside Thrift, not signed.', source: SOURCE, checkedOn: '2026-11-29' },
  errors: {
    text: 'HTML pages with a status.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
