import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Describes Instapaper, which gives tokens by xAuth alone. */
export const instapaper: Preset<HmacServiceProvider> = {
  accessTokenUrl: 'https://www.instapaper.com/api/1/oauth/access_token',
  origins: ['https://www.instapaper.com'],
  signatureMethod: 'HMAC-SHA1',
  notes: {
    service: 'Instapaper',
    source: 'https://www.instapaper.com/api',
    verified: false,
    needs: 'xauth; calls by POST, with a form',
  },
}
