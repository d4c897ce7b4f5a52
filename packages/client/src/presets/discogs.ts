import type { ServiceDialect } from '../service-dialect.js'
import type { PlaintextServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

const DIALECT: ServiceDialect = { requireUserAgent: true }

/** Describes Discogs. Its documentation uses PLAINTEXT. */
export const discogs: Preset<PlaintextServiceProvider> = {
  requestTokenUrl: 'https://api.discogs.com/oauth/request_token',
  authorizeUrl: 'https://www.discogs.com/oauth/authorize',
  accessTokenUrl: 'https://api.discogs.com/oauth/access_token',
  origins: ['https://api.discogs.com'],
  signatureMethod: 'PLAINTEXT',
  dialect: DIALECT,
  readError: /* @__PURE__ */ createJsonErrorReader({ advice: ['message'] }),
  notes: {
    service: 'Discogs',
    source: 'https://www.discogs.com/developers#page:authentication',
    verified: false,
    needs: 'a User-Agent that identifies your application (userAgent)',
  },
}
