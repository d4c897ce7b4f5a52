import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://www.mediawiki.org/wiki/OAuth/For_Developers'

/**
 * Facts about the service of the preset `mediawiki`.
 *
 * @internal
 */
export const mediawikiFacts: ServiceFacts = {
  hosts: {
    text: 'The `index.php` of a wiki; on Wikimedia that of meta.wikimedia.org, with calls to all wikis.',
    values: ['wiki.example'],
    source: SOURCE,
  },
  flow: {
    text: 'Three-legged, with `oob` or the registered callback. Owner-only consumers have a token at once.',
    source: 'https://www.mediawiki.org/wiki/OAuth/Owner-only_consumers',
    checkedOn: '2026-11-29',
  },
  place: { text: 'The Authorization header.', values: ['header'], source: SOURCE },
  method: {
    text: 'HMAC-SHA1, or RSA-SHA1 if the consumer has a key.',
    values: ['HMAC-SHA1'],
    source: SOURCE,
  },
  realm: { text: 'No realm.', source: SOURCE },
  body: { text: 'Forms, which are signed.', source: SOURCE },
  nonce: {
    text: 'The timestamp may differ by 300 seconds. A nonce is used once. A query with a repeated name or with brackets is not verified as the RFC says.',
    source:
      'https://github.com/wikimedia/mediawiki-extensions-OAuth/blob/master/src/Backend/MWOAuthRequest.php',
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'Multipart to `api.php?action=upload`, which is not signed.',
    source: 'https://www.mediawiki.org/wiki/API:Upload',
  },
  errors: {
    text: 'The flow writes `Error: …` with the status 200, or JSON with `format=json`. `api.php` has `error.code` and `error.info`.',
    source:
      'https://github.com/wikimedia/mediawiki-extensions-OAuth/blob/master/src/Frontend/SpecialPages/SpecialMWOAuth.php',
    checkedOn: '2026-11-29',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true },
}
