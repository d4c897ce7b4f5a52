import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://www.instapaper.com/api'

/**
 * Facts about the service of the preset `instapaper`.
 *
 * @internal
 */
export const instapaperFacts: ServiceFacts = {
  hosts: {
    text: 'Everything is at www.instapaper.com, over https only.',
    values: ['www.instapaper.com'],
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  flow: { text: 'xAuth only.', source: SOURCE, checkedOn: '2026-11-29' },
  place: {
    text: 'The Authorization header, never the query or the form.',
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
    text: 'All calls are POST requests with a form, which is signed.',
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
    text: 'None. `content` is a field of the form.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  errors: {
    text: 'JSON, a list with one object: `error_code` and `message`, for example 1040 (rate limit).',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  end: { text: 'None announced.', source: SOURCE, isSilent: true, checkedOn: '2026-11-29' },
}
