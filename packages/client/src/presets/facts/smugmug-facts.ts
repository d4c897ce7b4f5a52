import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://api.smugmug.com/api/v2/doc/tutorial/authorization.html'

/**
 * Facts about the service of the preset `smugmug`.
 *
 * @internal
 */
export const smugmugFacts: ServiceFacts = {
  hosts: {
    text: 'The flow and the API are at api.smugmug.com, uploads at upload.smugmug.com.',
    values: ['api.smugmug.com', 'upload.smugmug.com'],
    source: 'https://api.smugmug.com/api/v2/doc/reference/upload.html',
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged. `Access` and `Permissions` go to the page for the user. A request token lives five minutes.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header or the query; uploads read the header only.',
    values: ['header'],
    source: 'https://api.smugmug.com/api/v2/doc/reference/upload.html',
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'HMAC-SHA1, or PLAINTEXT over https.',
    values: ['HMAC-SHA1'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  body: {
    text: 'JSON, which is not signed.',
    source: 'https://api.smugmug.com/api/v2/doc/pages/concepts.html',
    checkedOn: '2026-11-29',
  },
  nonce: {
    text: 'The documentation does not limit the nonce or the timestamp.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'A POST request with the bytes, which are not signed, and `X-Smug-*` headers.',
    source: 'https://api.smugmug.com/api/v2/doc/reference/upload.html',
    checkedOn: '2026-11-29',
  },
  errors: {
    text: '`oauth_problem` in the flow; the HTTP status and JSON with `Code` and `Message` otherwise.',
    source: 'https://api.smugmug.com/api/v2/doc/tutorial/oauth/faq.html',
    checkedOn: '2026-11-29',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
