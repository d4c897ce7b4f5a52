import type { ServiceFacts } from './service-facts.js'

const SOURCE =
  'https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens'

/**
 * Facts about the service of the preset `x`.
 *
 * @internal
 */
export const xFacts: ServiceFacts = {
  hosts: {
    text: 'api.x.com, upload.x.com and the Ads API, under x.com and twitter.com.',
    values: [
      'ads-api-sandbox.twitter.com',
      'ads-api-sandbox.x.com',
      'ads-api.twitter.com',
      'ads-api.x.com',
      'api.twitter.com',
      'api.x.com',
      'upload.twitter.com',
      'upload.x.com',
    ],
    source: 'https://docs.x.com/x-ads-api/getting-started',
  },
  flow: {
    text: 'Three-legged. The callback URL must be registered, or is `oob`.',
    source: SOURCE,
    checkedOn: '2026-11-29',
  },
  place: {
    text: 'The Authorization header.',
    values: ['header'],
    source: 'https://docs.x.com/fundamentals/authentication/oauth-1-0a/authorizing-a-request',
    checkedOn: '2026-11-29',
  },
  method: {
    text: 'HMAC-SHA1 only.',
    values: ['HMAC-SHA1'],
    source: 'https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature',
    checkedOn: '2026-11-29',
  },
  realm: {
    text: 'No realm.',
    source: 'https://docs.x.com/fundamentals/authentication/oauth-1-0a/authorizing-a-request',
    checkedOn: '2026-11-29',
  },
  body: {
    text: 'Forms of API v1.1 are signed. JSON of API v2 is not.',
    source: 'https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature',
    checkedOn: '2026-11-29',
  },
  nonce: {
    text: 'A nonce in ASCII, which is used once. Old timestamps are refused.',
    source: 'https://docs.x.com/fundamentals/authentication/api-reference',
    checkedOn: '2026-11-29',
  },
  uploads: {
    text: 'API v2: JSON to initialize, multipart to append. API v1.1: a form for INIT and FINALIZE, multipart for APPEND. Multipart is not signed.',
    source: 'https://docs.x.com/x-api/media/quickstart/media-upload-chunked',
    checkedOn: '2026-11-29',
  },
  errors: {
    text: 'JSON: `errors[0].code` and `message` of API v1.1, `title` and `detail` of API v2.',
    source: 'https://docs.x.com/x-api/fundamentals/response-codes-and-errors',
    checkedOn: '2026-11-29',
  },
  end: {
    text: 'None announced. Most endpoints of API v1.1 have ended.',
    source: SOURCE,
    isSilent: true,
    checkedOn: '2026-11-29',
  },
}
