import type { ServiceFacts } from './service-facts.js'

const SOURCE =
  'https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth/'

/**
 * Facts about the service of the preset `magento2`.
 *
 * @internal
 */
export const magento2Facts: ServiceFacts = {
  hosts: {
    text: 'The base URL of the store.',
    values: ['shop.example'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'The store posts the credentials and a verifier to your application.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header. Other places are not read.',
    values: ['header'],
    source:
      'https://github.com/magento/magento2/blob/2.4-develop/lib/internal/Magento/Framework/Oauth/Helper/Request.php',
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'HMAC-SHA256. Stores before 2.4.4 also accept HMAC-SHA1.',
    values: ['HMAC-SHA256'],
    source: 'https://developer.adobe.com/commerce/webapi/get-started/authentication/oauth-errors/',
    checkedOn: '2026-11-29',
  },
  realm: { text: 'No realm.', source: SOURCE, checkedOn: '2026-11-29' },
  body: { text: 'JSON, which is not signed.', source: SOURCE, checkedOn: '2026-11-29' },
  nonce: {
    text: 'A nonce is used once. Names are sorted by number (`strnatcmp`), and names without `=` are left out.',
    source:
      'https://github.com/magento/magento2/blob/2.4-develop/lib/internal/Magento/Framework/Oauth/Helper/Signature/Hmac256.php',
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'Base64 within JSON.',
    source: 'https://developer.adobe.com/commerce/webapi/rest/',
  },
  errors: {
    text: 'JSON: `message` with placeholders and `parameters`. The flow reports a sentence as `oauth_problem`.',
    source:
      'https://github.com/magento/magento2/blob/2.4-develop/lib/internal/Magento/Framework/Oauth/Helper/Request.php',
    checkedOn: '2026-11-29',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
