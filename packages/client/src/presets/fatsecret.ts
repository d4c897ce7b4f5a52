import type { HmacServiceProvider } from '../service-provider.js'
import type { ServiceError } from '../errors/service-error.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

const readJsonError = createJsonErrorReader({
  code: ['error', 'code'],
  advice: ['error', 'message'],
})

/** Describes FatSecret, which reads no Authorization header: the parameters go into the form. */
export const fatsecret: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.fatsecret.com/oauth/request_token',
  authorizeUrl: 'https://www.fatsecret.com/oauth/authorize',
  accessTokenUrl: 'https://www.fatsecret.com/oauth/access_token',
  origins: ['https://platform.fatsecret.com'],
  signatureMethod: 'HMAC-SHA1',
  transmission: 'body',
  readError: (body, response) => readJsonError(body, response) ?? readXmlError(body),
  notes: {
    service: 'FatSecret',
    source: 'https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged',
    verified: false,
    needs: 'calls by POST, with a form',
  },
}

// A method that is not asked for JSON responds with XML.
function readXmlError(body: string): ServiceError | undefined {
  const [, code] = /<code>(\d{1,9})<\/code>/.exec(body) ?? []
  const [, advice] = /<message>([^<]*)<\/message>/.exec(body) ?? []
  return code === undefined ? undefined : { code, advice }
}
