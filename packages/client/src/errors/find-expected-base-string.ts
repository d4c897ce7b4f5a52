import { parameterValue } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

// The parameter of Jira and other users of Netflix's and Google's Java library.
const PARAMETER = 'oauth_signature_base_string'
const BASE_STRING = /\b[a-z]{3,10}&https?%3A%2F%2F[!%'()*+,./:;=?@~\w-]+&[!%'()*+,./:;=?@~\w-]*/i
const AMPERSANDS = /&amp;|\\u0026/g

/**
 * Finds the signature base string that a provider says it computed: in a parameter of its own, or
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
