import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://www.discogs.com/developers#page:authentication'

/**
 * Facts about the service of the preset `discogs`.
 *
 * @internal
 */
export const discogsFacts: ServiceFacts = {
  hosts: {
    text: 'The flow and the API are at api.discogs.com, the page for the user at www.discogs.com.',
    values: ['api.discogs.com', 'www.discogs.com'],
    source: 'https://github.com/joalla/discogs_client/blob/master/discogs_client/client.py',
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged. Clients request both tokens with POST.',
    source: 'https://github.com/joalla/discogs_client/blob/master/discogs_client/client.py',
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header.',
    values: ['header'],
    source: 'https://holtstrom.com/michael/blog/post/518/Discogs-OAuth-Authorization-Headers.html',
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'PLAINTEXT.',
    values: ['PLAINTEXT'],
    source: 'https://nango.dev/docs/api-integrations/discogs',
    checkedOn: '2026-11-29',
  },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true },
  body: { text: 'JSON, which PLAINTEXT does not sign.', source: SOURCE },
  nonce: {
    text: 'A nonce of at most 64 characters, and the seconds since 1970.',
    source: 'https://github.com/lionralfs/discogs-client/issues/198',
  },
  uploads: {
    text: 'A CSV file as multipart (`/inventory/upload`), which PLAINTEXT does not sign.',
    source: 'https://www.discogs.com/developers#page:inventory-upload',
  },
  errors: {
    text: 'JSON: `message`. It may contain the secrets, as the base string of PLAINTEXT. Requests without a User-Agent fail, and more than 60 a minute get the status 429.',
    source: 'https://nango.dev/docs/api-integrations/discogs',
    checkedOn: '2026-11-29',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true },
}
