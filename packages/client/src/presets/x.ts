import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

/** Describes X, formerly Twitter: API v1.1, API v2 on behalf of a user, and the Ads API. */
export const x: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://api.x.com/oauth/request_token',
  authorizeUrl: 'https://api.x.com/oauth/authorize',
  accessTokenUrl: 'https://api.x.com/oauth/access_token',
  origins: [
    'https://api.x.com',
    'https://upload.x.com',
    'https://ads-api.x.com',
    'https://ads-api-sandbox.x.com',
    'https://api.twitter.com',
    'https://upload.twitter.com',
    'https://ads-api.twitter.com',
    'https://ads-api-sandbox.twitter.com',
  ],
  signatureMethod: 'HMAC-SHA1',
  readError: /* @__PURE__ */ createJsonErrorReader(
    { code: ['errors', 0, 'code'], advice: ['errors', 0, 'message'] },
    { code: ['title'], advice: ['detail'] },
  ),
  notes: {
    service: 'X',
    source:
      'https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens',
    verified: false,
    needs: 'a registered callback URL, or oob',
  },
}
