import { encodeParameters, joinAsForm } from './encoded-parameters.js'
import type { ParameterList } from './parameters.js'
import { percentDecode } from './percent-encode.js'

const PLUS = /\+/g

/**
 * Reads a form body or the query of a URL into parameters. Order and duplicates are kept, `+` is
 * read as a space, a name without `=` has an empty value, and empty pieces (`a=1&&b=2`) count for
 * nothing. Only `&` separates.
 *
 * @example
 *
 * ```ts
 * parseForm('a=1&a=0&b=&c=hello+world') // [['a', '1'], ['a', '0'], ['b', ''], ['c', 'hello world']]
 * ```
 *
 * @param text The body, or the query without its `?`; a leading `?` is part of the first name.
 *
 * @returns The decoded parameters in the order sent.
 *
 * @throws {@link OAuthError} `parameter_rejected` when an escape is malformed or not UTF-8.
 *
 * @see [RFC 5849, section 3.4.1.3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3.1)
 */
export function parseForm(text: string): ParameterList {
  const parameters: [name: string, value: string][] = []
  for (const piece of text.split('&')) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    parameters.push(
      equals === -1
        ? [decodeFormText(piece), '']
        : [decodeFormText(piece.slice(0, equals)), decodeFormText(piece.slice(equals + 1))],
    )
  }
  return parameters
}

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
 * @throws {@link OAuthError} `parameter_rejected` when a text holds half of a surrogate pair.
 *
 * @see [RFC 5849, section 3.5.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.5.2)
 */
export function formatForm(parameters: ParameterList): string {
  return joinAsForm(encodeParameters(parameters))
}

function decodeFormText(text: string): string {
  return percentDecode(text.includes('+') ? text.replace(PLUS, ' ') : text)
}
