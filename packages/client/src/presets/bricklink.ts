import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

/** Describes BrickLink, which issues tokens only on its website. */
export const bricklink: Preset<HmacServiceProvider> = {
  origins: ['https://api.bricklink.com'],
  signatureMethod: 'HMAC-SHA1',
  realm: '',
  readError: /* @__PURE__ */ createJsonErrorReader({
    status: ['meta', 'code'],
    code: ['meta', 'message'],
    advice: ['meta', 'description'],
  }),
  notes: {
    service: 'BrickLink',
    source: 'https://www.bricklink.com/v3/api.page?page=auth',
    verified: false,
    needs: 'a token from the BrickLink website, bound to an IP address',
  },
}
