import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://platform.fatsecret.com/docs/guides/authentication/oauth1'

/**
 * Facts about the service of the preset `fatsecret`.
 *
 * @internal
 */
export const fatsecretFacts: ServiceFacts = {
  hosts: {
    text: 'The flow is at authentication.fatsecret.com, the API at platform.fatsecret.com.',
    values: ['authentication.fatsecret.com', 'platform.fatsecret.com'],
    source: 'https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged',
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged, or no token for food data.',
    source: 'https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged',
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'With the other parameters, in the form or the query. The header is not read.',
    values: ['body'],
    source: 'https://github.com/ciaranj/node-oauth/issues/336',
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
    text: 'The timestamp must not be smaller than that of an earlier request.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'None with OAuth 1.0a.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  errors: {
    text: 'XML, or JSON with `format=json`, with the status 200: `error.code` and `error.message`.',
    source: 'https://github.com/EugeneHoran/Android-FatSecret-REST-API/issues/2',
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'None announced for calls on behalf of a user. Other calls can use OAuth 2.0.',
    source: 'https://platform.fatsecret.com/docs/guides/authentication',
    checkedOn: '2026-11-29',
  },
}
