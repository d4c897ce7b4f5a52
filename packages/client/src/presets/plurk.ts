import type { HmacServiceProvider } from '../service-provider.js'
import type { ServiceError } from '../errors/service-error.js'
import { parseJson } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

/** Describes Plurk. */
export const plurk: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.plurk.com/OAuth/request_token',
  authorizeUrl: 'https://www.plurk.com/OAuth/authorize',
  accessTokenUrl: 'https://www.plurk.com/OAuth/access_token',
  origins: ['https://www.plurk.com'],
  signatureMethod: 'HMAC-SHA1',
  readError,
  notes: {
    service: 'Plurk',
    source: 'https://www.plurk.com/API',
    verified: false,
    needs: 'nothing',
  },
}

// A number before a colon is the code. Some errors are only a sentence, or are not JSON.
function readError(body: string): ServiceError | undefined {
  const json = parseJson(body) as { readonly error_text?: unknown } | null | undefined
  const text = json === undefined ? body : json?.error_text
  if (typeof text !== 'string') return undefined
  const [, code, advice] = /^(\d{5}):(.*)/s.exec(text) ?? []
  if (json === undefined && code === undefined) return undefined
  return { code, advice: advice ?? text }
}
