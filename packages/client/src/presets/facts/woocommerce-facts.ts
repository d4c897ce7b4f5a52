import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http'

/**
 * Facts about the service of the preset `woocommerce`.
 *
 * @internal
 */
export const woocommerceFacts: ServiceFacts = {
  hosts: {
    text: 'The URL of the shop.',
    values: ['shop.example'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'No token. Over https, HTTP Basic is enough.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The query, because PHP may not see the header. Forms and the header are read too.',
    values: ['query'],
    source:
      'https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-rest-authentication.php',
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'HMAC-SHA1 or HMAC-SHA256.',
    values: ['HMAC-SHA256'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  realm: { text: 'No realm.', source: SOURCE, checkedOn: '2026-11-29' },
  body: { text: 'JSON, which is not signed.', source: SOURCE, checkedOn: '2026-11-29' },
  nonce: {
    text: 'The timestamp may differ by 15 minutes. A nonce is used once in that time. Names are read as PHP reads them: `include[]` has a number.',
    source:
      'https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-rest-authentication.php',
    checkedOn: '2026-11-29',
  },
  uploads: { text: 'None. Pictures are URLs.', source: SOURCE, checkedOn: '2026-11-29' },
  errors: {
    text: 'JSON: `code` and `message`; the legacy API: `errors[0]`.',
    source:
      'https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-rest-authentication.php',
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'None announced. The legacy API left WooCommerce with 9.0.',
    source:
      'https://developer.woocommerce.com/2024/03/21/the-legacy-rest-api-plugin-will-be-automatically-installed-in-woocommerce-8-8',
    checkedOn: '2026-11-29',
  },
}
