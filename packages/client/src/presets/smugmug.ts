import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

/** Describes SmugMug. Its request tokens expire after five minutes. */
export const smugmug: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://api.smugmug.com/services/oauth/1.0a/getRequestToken',
  authorizeUrl: 'https://api.smugmug.com/services/oauth/1.0a/authorize',
  accessTokenUrl: 'https://api.smugmug.com/services/oauth/1.0a/getAccessToken',
  origins: ['https://api.smugmug.com', 'https://upload.smugmug.com'],
  signatureMethod: 'HMAC-SHA1',
  readError: /* @__PURE__ */ createJsonErrorReader({
    status: ['Code'],
    code: ['Code'],
    advice: ['Message'],
  }),
  notes: {
    service: 'SmugMug',
    source: 'https://api.smugmug.com/api/v2/doc/tutorial/authorization.html',
    verified: false,
    needs: 'authorizeParameters: Access, Permissions',
  },
}
