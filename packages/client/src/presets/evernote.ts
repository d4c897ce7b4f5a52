import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Describes Evernote, which gives both kinds of token at one URL, the Access Token with an empty secret. */
export const evernote: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.evernote.com/oauth',
  authorizeUrl: 'https://www.evernote.com/OAuth.action',
  accessTokenUrl: 'https://www.evernote.com/oauth',
  // Calls are Thrift, and carry the token instead of a signature.
  origins: [],
  signatureMethod: 'HMAC-SHA1',
  tokenRequestMethod: 'GET',
  notes: {
    service: 'Evernote',
    source: 'https://dev.evernote.com/doc/articles/authentication.php',
    verified: false,
    needs: 'calls carry the token, and are not signed',
  },
}
