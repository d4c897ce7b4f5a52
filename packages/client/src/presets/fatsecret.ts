import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Describes FatSecret, which reads no Authorization header: the parameters go into the form. */
export const fatsecret: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.fatsecret.com/oauth/request_token',
  authorizeUrl: 'https://www.fatsecret.com/oauth/authorize',
  accessTokenUrl: 'https://www.fatsecret.com/oauth/access_token',
  origins: ['https://platform.fatsecret.com'],
  signatureMethod: 'HMAC-SHA1',
  transmission: 'body',
  notes: {
    service: 'FatSecret',
    source: 'https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged',
    verified: false,
    needs: 'calls by POST, with a form',
  },
}
