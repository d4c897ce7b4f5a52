import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/'

/**
 * Facts about the service of the preset `trello`.
 *
 * @internal
 */
export const trelloFacts: ServiceFacts = {
  hosts: {
    text: 'The flow is at trello.com, the API at api.trello.com.',
    values: ['api.trello.com', 'trello.com'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged. `scope`, `expiration` and `name` go to the page for the user.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header. Calls may also carry `key` and `token` unsigned.',
    values: ['header'],
    source: SOURCE,
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
    text: 'JSON, which is not signed.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  nonce: {
    text: 'The documentation does not limit the nonce or the timestamp.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'Attachments are multipart, which is not signed.',
    source: 'https://developer.atlassian.com/cloud/trello/rest/api-group-cards/',
  },
  errors: {
    text: 'A sentence in plain text, for example `invalid token`, or JSON: `error` and `message`.',
    source: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/status-codes/',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
