import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://www.flickr.com/services/api/auth.oauth.html'

/**
 * Facts about the service of the preset `flickr`.
 *
 * @internal
 */
export const flickrFacts: ServiceFacts = {
  hosts: {
    text: 'The flow is at www.flickr.com, the API at api.flickr.com, uploads at up.flickr.com.',
    values: ['api.flickr.com', 'up.flickr.com', 'www.flickr.com'],
    source: 'https://www.flickr.com/services/api/upload.api.html',
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged. `perms` (read, write or delete) goes to the page for the user.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The query in the examples; the preset uses the header, which Flickr reads as well.',
    values: ['header'],
    source: 'https://github.com/sybrenstuvel/flickrapi/blob/main/flickrapi/auth.py',
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'HMAC-SHA1 only.',
    values: ['HMAC-SHA1'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  body: { text: 'Forms, which are signed.', source: SOURCE, checkedOn: '2026-11-29' },
  nonce: {
    text: 'The documentation does not limit the nonce or the timestamp.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'Multipart. All text fields are signed, the photo is not.',
    source: 'https://www.flickr.com/services/api/upload.api.html',
    checkedOn: '2026-11-29',
  },
  errors: {
    text: 'XML or JSON with the status 200: `stat`, `code` and `message`. The flow reports `oauth_problem` and the base string (`debug_sbs`).',
    source: 'https://www.flickr.com/services/api/response.rest.html',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
