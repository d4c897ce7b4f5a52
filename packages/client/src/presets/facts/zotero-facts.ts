import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://www.zotero.org/support/dev/web_api/v3/oauth'

/**
 * Facts about the service of the preset `zotero`.
 *
 * @internal
 */
export const zoteroFacts: ServiceFacts = {
  hosts: {
    text: 'The flow is at www.zotero.org.',
    values: ['www.zotero.org'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged. The secret of the token is the API key; `identity=1` asks for no key.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
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
  body: {
    text: 'Calls carry the API key and are not signed.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  nonce: {
    text: 'The documentation does not limit the nonce or the timestamp.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'Not signed.',
    source: 'https://www.zotero.org/support/dev/web_api/v3/file_upload',
  },
  errors: {
    text: 'The HTTP status and a plain-text message.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'None announced. A key is valid until the user revokes it.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
}
