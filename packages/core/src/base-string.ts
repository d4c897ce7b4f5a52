import { isUrl } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import type { BaseStringRequest } from './base-string-input.js'
import { splitUrl } from './split-url.js'
import { encodeParameters, joinForBaseString } from './encoded-parameters.js'
import { parseForm } from './form.js'
import { isRecordWith, optionChecks } from './object-checks.js'
import { isString } from './option-checks.js'
import { isPairsInput, toPairs } from './to-pairs.js'
import { toUrlString } from './url-input.js'
import { joinBaseString } from './join-base-string.js'

const isInput = /* @__PURE__ */ isRecordWith(
  'an object with method, url and parameters',
  /* @__PURE__ */ optionChecks<BaseStringRequest>({
    required: { method: isString, url: isUrl, parameters: isPairsInput },
    optional: {},
  }),
)

/**
 * Builds the signature base string, the text that a signature method signs.
 *
 * @example
 *
 * ```ts
 * signatureBaseString({ method: 'get', url: 'http://example.com/?b=2', parameters: [['a', '1']] })
 * // 'GET&http%3A%2F%2Fexample.com%2F&a%3D1%26b%3D2'
 * ```
 *
 * @param input Method, URL and the parameters that are not in the URL. `oauth_signature` is
 *   left out wherever it is.
 *
 * @returns The base string.
 *
 * @throws {@link OAuthError} `parameter_rejected` when the URL is not absolute http or https, or an
 *   escape in its query is malformed or not UTF-8.
 *
 * @see [RFC 5849, section 3.4.1.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.1)
 */
export function signatureBaseString(input: BaseStringRequest): string {
  assertArgument('signatureBaseString', { input }, isInput)
  const { baseStringUri, query } = splitUrl(toUrlString(input.url))
  const parameters = parseForm(query).concat(
    toPairs('signatureBaseString', 'input.parameters', input.parameters),
  )
  const normalized = joinForBaseString(encodeParameters(parameters))
  return joinBaseString(input.method, baseStringUri, normalized)
}
