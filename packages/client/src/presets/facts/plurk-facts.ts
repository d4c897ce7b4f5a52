import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://www.plurk.com/API'

/**
 * Facts about the service of the preset `plurk`.
 *
 * @internal
 */
export const plurkFacts: ServiceFacts = {
  hosts: {
    text: 'Everything is at www.plurk.com.',
    values: ['www.plurk.com'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: {
    text: 'Three-legged. `deviceid` and `model` may go to the page for the user.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header.',
    values: ['header'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  method: { text: 'HMAC-SHA1.', values: ['HMAC-SHA1'], source: SOURCE, checkedOn: '2026-11-29' },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
  body: { text: 'Forms, which are signed.', source: SOURCE, checkedOn: '2026-11-29' },
  nonce: {
    text: 'A pair of timestamp and nonce is used once, else `40004:invalid timestamp or nonce`.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'Pictures are multipart (`/APP/Timeline/uploadPicture`), which is not signed.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  errors: {
    text: 'JSON or text: `error_text`, often with a number before a colon.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
