import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

/** Describes Tumblr. */
export const tumblr: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.tumblr.com/oauth/request_token',
  authorizeUrl: 'https://www.tumblr.com/oauth/authorize',
  accessTokenUrl: 'https://www.tumblr.com/oauth/access_token',
  origins: ['https://api.tumblr.com'],
  signatureMethod: 'HMAC-SHA1',
  readError: createJsonErrorReader(
    { code: ['errors', 0, 'code'], advice: ['errors', 0, 'detail'] },
    { status: ['meta', 'status'], code: ['meta', 'status'], advice: ['meta', 'msg'] },
  ),
  notes: {
    service: 'Tumblr',
    source: 'https://www.tumblr.com/docs/en/api/v2',
    verified: false,
    needs: 'a callback URL that is registered',
  },
}
