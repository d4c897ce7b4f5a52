import { isPair } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import { encodeParameters, joinAsForm, sortEncoded } from './encoded-parameters.js'
import { OAuthError } from './errors.js'
import { isString } from './option-checks.js'
import type { ParametersInput } from './pairs-input.js'
import type { ParameterList } from './parameter-list.js'
import { toPairs } from './to-pairs.js'
import { isOAuthPair } from './is-oauth-pair.js'

const MAX_COMPARED_PAIRWISE = 16

/**
 * Normalises parameters for the base string: each name and value encoded, then sorted by bytes, by
 * name and, if names are equal, by value. Nothing is merged and nothing left out.
 *
 * @example
 *
 * ```ts
 * normalizeParameters([['c@', ''], ['a3', 'a'], ['a3', '2 q']]) // 'a3=2%20q&a3=a&c%40='
 * ```
 *
 * @param parameters The decoded parameters, `oauth_signature` and the header's realm already left
 *   out.
 *
 * @returns The normalised text.
 *
 * @throws {@link OAuthError} `parameter_rejected` when a string contains half of a surrogate pair.
 *
 * @see [RFC 5849, section 3.4.1.3.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3.2)
 */
export function normalizeParameters(parameters: ParametersInput): string {
  const pairs = toPairs('normalizeParameters', 'parameters', parameters)
  return joinAsForm(sortEncoded(encodeParameters(pairs)))
}

/**
 * Returns whether a parameter belongs to the protocol: whether its name begins with `oauth_`.
 *
 * @example
 *
 * ```ts
 * isProtocolParameter(['oauth_token', '']) // true
 * ```
 *
 * @param parameter The decoded pair.
 *
 * @returns Whether it does. The case of letters counts.
 *
 * @see [RFC 5849, section 3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.1)
 */
export function isProtocolParameter(parameter: readonly [name: string, value: string]): boolean {
  if (!Array.isArray(parameter)) assertArgument('isProtocolParameter', { parameter }, isPair)
  return isOAuthPair(parameter)
}

/**
 * Reads one parameter of a list.
 *
 * @example
 *
 * ```ts
 * parameterValue(parseForm('oauth_token=abc'), 'oauth_token') // 'abc'
 * ```
 *
 * @param parameters The decoded parameters.
 * @param name The name wanted.
 *
 * @returns Its value; if the name comes more than once, the first; `undefined` if it does not
 *   come.
 *
 * @see [RFC 5849, section 3.4.1.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3)
 */
export function parameterValue(parameters: ParametersInput, name: string): string | undefined {
  const pairs = Array.isArray(parameters)
    ? (parameters as ParameterList)
    : toPairs('parameterValue', 'parameters', parameters)
  if (typeof (name as unknown) !== 'string') assertArgument('parameterValue', { name }, isString)
  for (const parameter of pairs) if (parameter[0] === name) return parameter[1]
  return undefined
}

/**
 * Refuses a list in which a protocol parameter comes twice: reader and signer could each believe
 * another one.
 *
 * @param parameters The decoded parameters of all sources.
 *
 * @throws {@link OAuthError} `parameter_rejected`, naming the parameter.
 *
 * @see [RFC 5849, section 3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.1)
 */
export function refuseDuplicates(parameters: ParameterList): void {
  // A set costs a tenth of an HMAC, and what a request carries can be compared each with each; if
  // there is more, that would be quadratic.
  if (parameters.length <= MAX_COMPARED_PAIRWISE) {
    if (hasDuplicate(parameters)) throw createDuplicateError()
    return
  }
  const names = new Set<string>()
  for (const parameter of parameters) {
    if (!isOAuthPair(parameter)) continue
    if (names.has(parameter[0])) {
      throw createDuplicateError()
    }
    names.add(parameter[0])
  }
}

function hasDuplicate(parameters: ParameterList): boolean {
  return parameters.some((parameter, index) => {
    for (let before = 0; before < index; before++) {
      if (parameters[before]?.[0] === parameter[0]) return isOAuthPair(parameter)
    }
    return false
  })
}

function createDuplicateError(): OAuthError {
  return new OAuthError('parameter_rejected', 'A protocol parameter is sent more than once.')
}
