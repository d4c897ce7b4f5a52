import type { ServiceFacts } from './service-facts.js'

const SOURCE = 'https://www.imsglobal.org/specs/ltiv1p1/implementation-guide'

/**
 * Facts about the service of the preset `lti11`.
 *
 * @internal
 */
export const lti11Facts: ServiceFacts = {
  hosts: {
    text: 'The URL of the tool, and the outcomes URL that a launch contains.',
    values: [],
    source: SOURCE,
  },
  flow: { text: 'No token. A browser posts a signed form.', source: SOURCE },
  place: {
    text: 'The form of a launch; the Authorization header for the outcomes service.',
    values: ['body'],
    source: SOURCE,
  },
  method: { text: 'HMAC-SHA1.', values: ['HMAC-SHA1'], source: SOURCE },
  realm: { text: 'No realm is required.', source: SOURCE },
  body: { text: 'Forms, which are signed, and XML with `oauth_body_hash`.', source: SOURCE },
  nonce: { text: 'A nonce must be remembered for at least 90 minutes.', source: SOURCE },
  uploads: { text: 'None.', source: SOURCE },
  errors: {
    text: 'XML with the status 200: `imsx_codeMajor` and `imsx_description`. A tool that refuses a launch shows a page.',
    source: SOURCE,
  },
  end: {
    text: '1EdTech ended its support on 2022-06-30. LTI 1.3 replaces it.',
    source: 'https://www.imsglobal.org/lti-security-announcement-and-deprecation-schedule',
  },
}
