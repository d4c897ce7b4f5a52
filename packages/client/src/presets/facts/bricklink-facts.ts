import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'http://apidev.bricklink.com/redmine/projects/bricklink-api/wiki/Authorization'

/**
 * Facts about the service of the preset `bricklink`.
 *
 * @internal
 */
export const bricklinkFacts: ServiceFacts = {
  hosts: {
    text: 'API calls go to api.bricklink.com.',
    values: ['api.bricklink.com'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'No flow. You register tokens on the pages of BrickLink, each for an IP address.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header, or one query parameter `Authorization` with JSON.',
    values: ['header'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'HMAC-SHA1 only.',
    values: ['HMAC-SHA1'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  realm: { text: 'An empty realm.', values: [''], source: SOURCE, checkedOn: '2026-11-29' },
  body: { text: 'JSON, which is not signed.', source: SOURCE, checkedOn: '2026-11-29' },
  nonce: {
    text: 'A random string, and the seconds since 1970.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  uploads: { text: 'None.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  errors: {
    text: 'JSON with the status 200: `meta.code`, `meta.message` and `meta.description`, for example `TOKEN_IP_MISMATCHED`.',
    source: 'http://apidev.bricklink.com/redmine/projects/bricklink-api/wiki/General_Notes',
    checkedOn: '2026-11-29',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
