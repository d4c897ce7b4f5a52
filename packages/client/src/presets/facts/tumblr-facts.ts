import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://github.com/tumblr/docs/blob/master/api.md'

/**
 * Facts about the service of the preset `tumblr`.
 *
 * @internal
 */
export const tumblrFacts: ServiceFacts = {
  hosts: {
    text: 'The flow is at www.tumblr.com, the API at api.tumblr.com.',
    values: ['api.tumblr.com', 'www.tumblr.com'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged. The access token is documented with GET; official clients use POST.',
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
    text: 'HMAC-SHA1 only.',
    values: ['HMAC-SHA1'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  body: {
    text: 'JSON, which is not signed, or forms, which are.',
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
    text: 'Multipart, with the post as the field `json`. Nothing of it is signed.',
    source: 'https://github.com/tumblr/tumblr.js/blob/master/lib/tumblr.js',
    checkedOn: '2026-11-29',
  },
  errors: {
    text: 'JSON: `errors[0].code` and `detail`, or `meta.status` and `meta.msg`.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'None announced. Tokens can be exchanged for those of OAuth 2.0.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
}
