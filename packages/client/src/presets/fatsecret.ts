import type { ServiceDialect } from '../service-dialect.js'
import type { HmacServiceProvider } from '../service-provider.js'
import type { ServiceError } from '../errors/service-error.js'
import { decodeXml } from './decode-xml.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'
import { readTextError } from './read-text-error.js'

const readJsonError = /* @__PURE__ */ createJsonErrorReader({
  code: ['error', 'code'],
  advice: ['error', 'message'],
})

const DIALECT: ServiceDialect = { ignoresHeader: true }

/**
 * Describes FatSecret, which does not read the Authorization header. Parameters go into the form,
 * or into the query if there is no form.
 */
export const fatsecret: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://authentication.fatsecret.com/oauth/request_token',
  authorizeUrl: 'https://authentication.fatsecret.com/oauth/authorize',
  accessTokenUrl: 'https://authentication.fatsecret.com/oauth/access_token',
  origins: ['https://platform.fatsecret.com'],
  signatureMethod: 'HMAC-SHA1',
  transmission: 'body',
  dialect: DIALECT,
  readError: (body, response) =>
    readJsonError(body, response) ?? readXmlError(body) ?? readTextError(body, response),
  notes: {
    service: 'FatSecret',
    source: 'https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged',
    verified: false,
    needs: 'nothing',
  },
}

// Methods respond with XML unless JSON is requested.
function readXmlError(body: string): ServiceError | undefined {
  const [, code] = /<code>(\d{1,9})<\/code>/.exec(body) ?? []
  const [, advice = ''] = /<message>([^<]*)<\/message>/.exec(body) ?? []
  return code === undefined ? undefined : { code, advice: decodeXml(advice) }
}
