import type { ServiceDialect } from '../service-dialect.js'
import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

const DIALECT: ServiceDialect = { signMultipartFields: true }

/** Describes Flickr. Its uploads are multipart, with their text fields signed. */
export const flickr: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.flickr.com/services/oauth/request_token',
  authorizeUrl: 'https://www.flickr.com/services/oauth/authorize',
  accessTokenUrl: 'https://www.flickr.com/services/oauth/access_token',
  origins: ['https://api.flickr.com', 'https://www.flickr.com', 'https://up.flickr.com'],
  signatureMethod: 'HMAC-SHA1',
  dialect: DIALECT,
  notes: {
    service: 'Flickr',
    source: 'https://www.flickr.com/services/api/auth.oauth.html',
    verified: false,
    needs: 'authorizeParameters: perms',
  },
}
