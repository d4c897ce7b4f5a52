import type { ParameterList } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

/**
 * Converts the fields of a form to what a browser submits: line breaks become CRLF, and a hidden field
 * `_charset_` contains the encoding.
 *
 * @param functionName The function name for error messages.
 * @param fields The names and values, before they are written into a page as UTF-8.
 *
 * @throws `TypeError` `ERR_INVALID_ARG_VALUE` when a browser cannot submit a field: its name is
 *   empty, or it contains U+0000, which HTML cannot represent.
 *
 * @internal
 * @see [HTML, constructing the entry list](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-the-form-data-set)
 */
export function toFormEntries(functionName: string, fields: ParameterList): ParameterList {
  return fields.map(([name, value]) => {
    if (name === '') throw argumentError(`${functionName}: parameters must not have an empty name`)
    if (name.includes('\0') || value.includes('\0')) {
      throw argumentError(
        `${functionName}: parameters must not contain U+0000, which an HTML form cannot submit`,
      )
    }
    return [toSubmitted(name), name.toLowerCase() === '_charset_' ? 'UTF-8' : toSubmitted(value)]
  })
}

function toSubmitted(string: string): string {
  return string.replace(/\r\n|\r|\n/g, '\r\n')
}
