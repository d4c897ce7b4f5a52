import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'
import { readTextError } from './read-text-error.js'

const readJsonError = /* @__PURE__ */ createJsonErrorReader({
  code: ['error'],
  advice: ['message'],
})

/** Describes Trello. A token expires as requested with `expiration`, after 30 days by default. */
export const trello: Preset<HmacServiceProvider> = {
  requestTokenUrl: 'https://trello.com/1/OAuthGetRequestToken',
  authorizeUrl: 'https://trello.com/1/OAuthAuthorizeToken',
  accessTokenUrl: 'https://trello.com/1/OAuthGetAccessToken',
  origins: ['https://api.trello.com', 'https://trello.com'],
  signatureMethod: 'HMAC-SHA1',
  readError: (body, response) => readJsonError(body, response) ?? readTextError(body, response),
  notes: {
    service: 'Trello',
    source: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
    verified: false,
    needs: 'authorizeParameters: scope, expiration, name',
  },
}
