import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Describes Zotero. The secret of the access token is the API key. */
export const zotero: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.zotero.org/oauth/request',
  authorizeUrl: 'https://www.zotero.org/oauth/authorize',
  accessTokenUrl: 'https://www.zotero.org/oauth/access',
  // Calls contain the key instead of a signature.
  origins: [],
  signatureMethod: 'HMAC-SHA1',
  notes: {
    service: 'Zotero',
    source: 'https://www.zotero.org/support/dev/web_api/v3/oauth',
    verified: false,
    needs:
      'optional authorizeParameters; the secret of the token is the API key, and calls are not signed',
  },
}
