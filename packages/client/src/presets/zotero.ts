import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Describes Zotero, if the secret of the Access Token is the key of its API. */
export const zotero: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.zotero.org/oauth/request',
  authorizeUrl: 'https://www.zotero.org/oauth/authorize',
  accessTokenUrl: 'https://www.zotero.org/oauth/access',
  // Calls carry the key instead of a signature.
  origins: [],
  signatureMethod: 'HMAC-SHA1',
  notes: {
    service: 'Zotero',
    source: 'https://www.zotero.org/support/dev/web_api/v3/oauth',
    verified: false,
    needs:
      'authorizeParameters as wanted; the secret of the token is the API key, and calls are not signed',
  },
}
