import { parameterValue } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

// The parameter of Jira and other servers that use the Java library of Netflix and Google.
const PARAMETER = 'oauth_signature_base_string'
const BASE_STRING = /\b[a-z]{3,10}&https?%3A%2F%2F[!%'()*+,./:;=?@~\w-]+&[!%'()*+,./:;=?@~\w-]*/i
const AMPERSANDS = /&amp;|\\u0026/g

/**
 * Finds the signature base string that a provider reports as its own: in a dedicated parameter, or
 * anywhere in the body.
 *
 * @internal
 */
export function findExpectedBaseString(
  parameters: ParameterList,
  body: string,
): string | undefined {
  const places = [parameterValue(parameters, PARAMETER) ?? '', body.replace(AMPERSANDS, '&')]
  return places.map((place) => BASE_STRING.exec(place)?.[0]).find((found) => found !== undefined)
}
