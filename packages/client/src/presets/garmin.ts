import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

/** Describes Garmin Connect, which ends OAuth 1.0a on 2026-12-31. */
export const garmin: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://connectapi.garmin.com/oauth-service/oauth/request_token',
  authorizeUrl: 'https://connect.garmin.com/oauthConfirm',
  accessTokenUrl: 'https://connectapi.garmin.com/oauth-service/oauth/access_token',
  origins: ['https://apis.garmin.com', 'https://connectapi.garmin.com'],
  signatureMethod: 'HMAC-SHA1',
  readError: /* @__PURE__ */ createJsonErrorReader({ advice: ['errorMessage'] }),
  notes: {
    service: 'Garmin',
    source: 'https://developer.garmin.com/gc-developer-program/',
    verified: false,
    needs: 'a migration to OAuth 2.0',
    endsOn: '2026-12-31',
  },
}
