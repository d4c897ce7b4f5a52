import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://developer.garmin.com/gc-developer-program/'

/**
 * Facts about the service of the preset `garmin`.
 *
 * @internal
 */
export const garminFacts: ServiceFacts = {
  hosts: {
    text: 'The flow is at connectapi.garmin.com, the page for the user at connect.garmin.com, the API at apis.garmin.com.',
    values: ['apis.garmin.com', 'connect.garmin.com', 'connectapi.garmin.com'],
    source: 'https://github.com/simov/grant/blob/master/config/oauth.json',
  },
  flow: { text: 'Three-legged.', source: SOURCE },
  place: { text: 'The Authorization header.', values: ['header'], source: SOURCE, isSilent: true },
  method: { text: 'HMAC-SHA1.', values: ['HMAC-SHA1'], source: SOURCE, isSilent: true },
  realm: { text: 'No realm.', source: SOURCE, isSilent: true },
  body: { text: 'JSON, which is not signed.', source: SOURCE, isSilent: true },
  nonce: { text: 'The documentation is for partners only.', source: SOURCE, isSilent: true },
  uploads: { text: 'None known.', source: SOURCE, isSilent: true },
  errors: { text: 'JSON: `errorMessage`.', source: SOURCE, isSilent: true },
  end: {
    text: 'OAuth 1.0a is retired on 2026-12-31. Garmin exchanges tokens for those of OAuth 2.0.',
    values: ['2026-12-31'],
    source: 'https://github.com/RADAR-base/RADAR-Rest-Source-Auth/issues/313',
    checkedOn: '2026-11-29',
  },
}
