import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Describes Tumblr. */
export const tumblr: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.tumblr.com/oauth/request_token',
  authorizeUrl: 'https://www.tumblr.com/oauth/authorize',
  accessTokenUrl: 'https://www.tumblr.com/oauth/access_token',
  origins: ['https://api.tumblr.com'],
  signatureMethod: 'HMAC-SHA1',
  notes: {
    service: 'Tumblr',
    source: 'https://www.tumblr.com/docs/en/api/v2',
    verified: false,
    needs: 'a callback URL that is registered',
  },
}
