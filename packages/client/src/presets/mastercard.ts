import { baseStringUri, percentEncode } from '@oauthplus/core'
import type { Dialect, ParameterList } from '@oauthplus/core'

import type { RsaServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

// Names and values enter the parameter string as in the URL, without the encoding that RFC 5849
// applies to each of them first.
const DIALECT: Dialect = {
  baseString({ method, url, parameters }) {
    const href = url.replace(/#.*/s, '')
    const start = href.indexOf('?')
    const all = [...(start < 0 ? [] : splitQuery(href.slice(start + 1))), ...parameters]
    const joined = all
      .filter(([name]) => name !== 'oauth_signature')
      .sort(([a, x], [b, y]) => compareStrings(a, b) || compareStrings(x, y))
      .map((parameter) => parameter.join('='))
      .join('&')
    return [method.toUpperCase(), baseStringUri(href), joined].map(percentEncode).join('&')
  },
}

/**
 * Describes the APIs of Mastercard: RSA-SHA256, a body hash in every request, and a base string
 * with Mastercard's encoding. For RSA-PSS use `{ ...mastercard, signatureMethod: 'RSA-PSS' }`.
 */
export const mastercard: Preset<RsaServiceProvider> = {
  origins: [
    'https://api.mastercard.com',
    'https://mtf.api.mastercard.com',
    'https://sandbox.api.mastercard.com',
  ],
  signatureMethod: 'RSA-SHA256',
  sendBodyHash: true,
  dialect: DIALECT,
  readError: /* @__PURE__ */ createJsonErrorReader(
    { code: ['Errors', 'Error', 0, 'ReasonCode'], advice: ['Errors', 'Error', 0, 'Description'] },
    { code: ['Errors', 'Error', 'ReasonCode'], advice: ['Errors', 'Error', 'Description'] },
  ),
  notes: {
    service: 'Mastercard',
    source:
      'https://developer.mastercard.com/platform/documentation/authentication/using-oauth-1a-to-access-mastercard-apis/',
    verified: false,
    needs: 'a private key, such as the .p12 file; no token: client.fetch; no forms',
  },
}

function splitQuery(query: string): ParameterList {
  return query
    .split('&')
    .filter(Boolean)
    .map((piece) => {
      const end = piece.indexOf('=')
      return end < 0 ? [piece, ''] : [piece.slice(0, end), piece.slice(end + 1)]
    })
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
