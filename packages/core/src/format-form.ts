import { encodeParameters, joinAsForm } from './encoded-parameters.js'
import type { ParametersInput } from './pairs-input.js'
import { toPairs } from './to-pairs.js'

/**
 * Writes parameters as a form body or query. A space is written `%20`, never `+`, so that every
 * reader decodes it alike.
 *
 * @example
 *
 * ```ts
 * formatForm([['status', "it's 5%"]]) // 'status=it%27s%205%25'
 * ```
 *
 * @param parameters The decoded parameters, in the order wanted.
 *
 * @returns The encoded text.
 *
 * @throws {@link OAuthError} `parameter_rejected` when a string contains half of a surrogate pair.
 *
 * @see [RFC 5849, section 3.5.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.5.2)
 */
export function formatForm(parameters: ParametersInput): string {
  return joinAsForm(encodeParameters(toPairs('formatForm', 'parameters', parameters)))
}
