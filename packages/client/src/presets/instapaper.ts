import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

/** Describes Instapaper, which issues tokens only by xAuth. */
export const instapaper: Preset<HmacServiceProvider> = {
  accessTokenUrl: 'https://www.instapaper.com/api/1/oauth/access_token',
  origins: ['https://www.instapaper.com'],
  signatureMethod: 'HMAC-SHA1',
  readError: /* @__PURE__ */ createJsonErrorReader({
    code: [0, 'error_code'],
    advice: [0, 'message'],
  }),
  notes: {
    service: 'Instapaper',
    source: 'https://www.instapaper.com/api',
    verified: false,
    needs: 'xauth; calls use POST with a form',
  },
}
