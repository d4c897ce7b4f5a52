import { argumentError } from './argument-error.js'
import type { EncodedParameters } from './encoded-parameters.js'

const NEEDS_QUOTED_PAIR = /["\\]/g

// Header text: no control characters (a line break would start another header), nothing outside
// Latin-1.
const NOT_HEADER_TEXT = /[^\t\x20-\x7e\x80-\xff]/

/**
 * Writes an Authorization header of parameters that are encoded already.
 *
 * @internal
 */
export function joinAuthorizationHeader(
  encoded: EncodedParameters,
  realm: string | undefined,
): string {
  let text = 'OAuth'
  if (realm !== undefined) {
    if (NOT_HEADER_TEXT.test(realm)) {
      throw argumentError('realm must not contain control characters or characters outside Latin-1')
    }
    text += ` realm="${realm.replace(NEEDS_QUOTED_PAIR, '\\$&')}"`
  }
  let separator = text === 'OAuth' ? ' ' : ', '
  for (const parameter of encoded) {
    text += separator + parameter[0] + '="' + parameter[1]
    separator = '", '
  }
  return encoded.length === 0 ? text : text + '"'
}
