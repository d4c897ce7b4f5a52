import { splitUrl } from './split-url.js'
import type { EncodedParameters } from './encoded-parameters.js'
import { nameOption } from './name-option.js'
import { encodeForm } from './form.js'
import { readFormString } from './form-body.js'
import type { HeaderList } from './header-list.js'
import type { PlainUnsigned } from './plain-unsigned.js'
import { toWireString } from './to-wire-string.js'
import { toUrlString } from './url-input.js'

/**
 * A request before it is signed, its URL as it goes on the wire.
 *
 * @internal
 */
export interface Unsigned {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly body: string | Uint8Array | undefined
}

/** The parameters that a request has before it is signed, encoded. @internal */
export interface OwnParameters {
  readonly query: EncodedParameters
  readonly form: EncodedParameters
}

/** A request before it is signed, taken apart. @internal */
export interface ReadRequest {
  readonly unsigned: Unsigned
  readonly baseStringUri: string
  /** The text of its form; empty if the body is not a form. */
  readonly formBody: string
  readonly own: OwnParameters
}

/**
 * Takes the URL and the form of a request apart, as a verifier will.
 *
 * @internal
 */
export function readUnsigned({ method, url, headers = [], body }: PlainUnsigned): ReadRequest {
  let option = 'request.url'
  try {
    const unsigned = {
      method,
      url: toWireString(toUrlString(url)),
      headers,
      body: body ?? undefined,
    }
    const { baseStringUri, query: queryText } = splitUrl(unsigned.url)
    const query = encodeForm(queryText)
    option = 'request.headers or request.body'
    const formBody = readFormString(unsigned)
    return { unsigned, baseStringUri, formBody, own: { query, form: encodeForm(formBody) } }
  } catch (error) {
    throw nameOption(option, error)
  }
}
