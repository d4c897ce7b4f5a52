import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Describes Plurk. */
export const plurk: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.plurk.com/OAuth/request_token',
  authorizeUrl: 'https://www.plurk.com/OAuth/authorize',
  accessTokenUrl: 'https://www.plurk.com/OAuth/access_token',
  origins: ['https://www.plurk.com'],
  signatureMethod: 'HMAC-SHA1',
  notes: {
    service: 'Plurk',
    source: 'https://www.plurk.com/API',
    verified: false,
    needs: 'nothing',
  },
}
