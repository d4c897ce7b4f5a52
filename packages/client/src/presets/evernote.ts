import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/**
 * Describes Evernote, which issues both kinds of token at one URL, and access tokens with an empty
 * secret.
 */
export const evernote: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.evernote.com/oauth',
  authorizeUrl: 'https://www.evernote.com/OAuth.action',
  accessTokenUrl: 'https://www.evernote.com/oauth',
  // Calls use Thrift, and contain the token instead of a signature.
  origins: [],
  signatureMethod: 'HMAC-SHA1',
  tokenRequestMethod: 'GET',
  notes: {
    service: 'Evernote',
    source: 'https://dev.evernote.com/doc/articles/authentication.php',
    verified: false,
    needs: 'calls contain the token, and are not signed',
  },
}
