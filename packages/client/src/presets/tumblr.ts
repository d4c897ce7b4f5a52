import type { ServiceDialect } from '../service-dialect.js'
import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

const DIALECT: ServiceDialect = { requireUserAgent: true }

/** Describes Tumblr. */
export const tumblr: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.tumblr.com/oauth/request_token',
  authorizeUrl: 'https://www.tumblr.com/oauth/authorize',
  accessTokenUrl: 'https://www.tumblr.com/oauth/access_token',
  origins: ['https://api.tumblr.com'],
  signatureMethod: 'HMAC-SHA1',
  dialect: DIALECT,
  readError: /* @__PURE__ */ createJsonErrorReader(
    { code: ['errors', 0, 'code'], advice: ['errors', 0, 'detail'] },
    { status: ['meta', 'status'], code: ['meta', 'status'], advice: ['meta', 'msg'] },
  ),
  notes: {
    service: 'Tumblr',
    source: 'https://github.com/tumblr/docs/blob/master/api.md',
    verified: false,
    needs: 'a User-Agent that identifies your application (userAgent); a registered callback URL',
  },
}
