import type { ServiceFacts } from './service-facts.js'

const SOURCE =
  'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156338994830.html'

/**
 * Facts about the service of the preset `netsuite`.
 *
 * @internal
 */
export const netsuiteFacts: ServiceFacts = {
  hosts: {
    text: 'Hosts of the account: restlets.api, suitetalk.api and app.netsuite.com.',
    values: [
      '1234567.app.netsuite.com',
      '1234567.restlets.api.netsuite.com',
      '1234567.suitetalk.api.netsuite.com',
    ],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged, or tokens from the pages of NetSuite.',
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
    text: 'HMAC-SHA256 only.',
    values: ['HMAC-SHA256'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  realm: {
    text: 'The account ID in upper case with an underscore, for example 1234567_SB1.',
    values: ['1234567'],
    source:
      'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/subsect_156935170194.html',
    checkedOn: '2026-11-29',
  },
  body: {
    text: 'JSON, which is not signed. `script` and `deploy` in the query are.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  nonce: {
    text: 'A nonce of at least 6 characters, ideally 20. The timestamp must not be smaller than an earlier one.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'Base64 within JSON or SOAP.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
  errors: {
    text: '`WWW-Authenticate` with `error` and `error_description`; JSON: `error.code` for RESTlets, `o:errorDetails` for REST.',
    source:
      'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/subsect_156935170194.html',
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'No new integrations from 2027.1. Version 2028.2 is planned to be the last with support.',
    source: 'https://www.apideck.com/blog/netsuite-tba-to-oauth-2-migration.md',
    checkedOn: '2026-11-29',
  },
}
