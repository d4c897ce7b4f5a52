import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Describes the Noun Project, which needs no token. */
export const nounProject: Preset<HmacServiceProvider> = {
  origins: ['https://api.thenounproject.com'],
  signatureMethod: 'HMAC-SHA1',
  notes: {
    service: 'Noun Project',
    source: 'https://api.thenounproject.com/documentation',
    verified: false,
    needs: 'no token: client.fetch',
  },
}
