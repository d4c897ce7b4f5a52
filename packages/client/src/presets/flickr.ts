import type { ReadError, ServiceError } from '../errors/service-error.js'
import type { ServiceDialect } from '../service-dialect.js'
import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader, parseJson } from './create-json-error-reader.js'
import { decodeXml } from './decode-xml.js'
import type { Preset } from './preset.js'

const readFailure = /* @__PURE__ */ createJsonErrorReader({ code: ['code'], advice: ['message'] })

const DIALECT: ServiceDialect = { signMultipartFields: true }

/** Describes Flickr. Its uploads are multipart, with their text fields signed. */
export const flickr: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://www.flickr.com/services/oauth/request_token',
  authorizeUrl: 'https://www.flickr.com/services/oauth/authorize',
  accessTokenUrl: 'https://www.flickr.com/services/oauth/access_token',
  origins: ['https://api.flickr.com', 'https://www.flickr.com', 'https://up.flickr.com'],
  signatureMethod: 'HMAC-SHA1',
  dialect: DIALECT,
  readError: (body, response) => readJsonError(body, response) ?? readXmlError(body),
  notes: {
    service: 'Flickr',
    source: 'https://www.flickr.com/services/api/auth.oauth.html',
    verified: false,
    needs: 'authorizeParameters: perms',
  },
}

// A success may have members with the same names. Without nojsoncallback=1, the JSON is wrapped in
// a function call.
const readJsonError: ReadError = (body, response) => {
  const [, argument] = /^\s*jsonFlickrApi\((.*)\)\s*$/s.exec(body) ?? []
  const json = argument ?? body
  const parsed = parseJson(json) as { readonly stat?: unknown } | null | undefined
  return parsed?.stat === 'fail' ? readFailure(json, response) : undefined
}

function readXmlError(body: string): ServiceError | undefined {
  if (!body.includes('<rsp stat="fail"')) return undefined
  const [, code] = /<err code="(\d{1,9})"/.exec(body) ?? []
  const [, advice] = /\smsg="([^"]*)"/.exec(body) ?? []
  return { code, advice: advice === undefined ? undefined : decodeXml(advice) }
}
