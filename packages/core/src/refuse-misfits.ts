import { argumentError } from './argument-error.js'
import { isOAuthScheme } from './authorization-header.js'
import { hasFormContentType } from './form-content-type.js'
import { hasContentCoding } from './has-content-coding.js'
import { findHeaderValues } from './find-header-values.js'
import type { Unsigned } from './read-unsigned.js'
import type { SignatureMethod } from './signature-method.js'
import type { PlainSigningOptions } from './signing.js'

type Transmission = NonNullable<PlainSigningOptions['transmission']>

/**
 * Refuses a request that cannot carry protocol parameters in the place that is asked for, or whose
 * headers every verifier refuses.
 *
 * @internal
 */
export function refuseMisfits(
  unsigned: Unsigned,
  options: PlainSigningOptions,
  method: SignatureMethod,
): void {
  const { transmission = 'header' } = options
  refuseAuthorization(unsigned, transmission)
  const isForm = hasFormContentType(unsigned.headers)
  if (transmission === 'body') refuseBody(unsigned, isForm)
  if (options.sendBodyHash === true && (isForm || transmission === 'body')) {
    // Body Hash, section 4.1.1.
    throw argumentError(
      'signRequest: sendBodyHash is not for a form, whose parameters are signed already. Leave it out',
    )
  }
  if (
    transmission === 'query' &&
    method.name === 'PLAINTEXT' &&
    options.allowPlaintextInQuery !== true
  ) {
    throw argumentError(
      "signRequest: transmission must not be 'query' with PLAINTEXT, whose signature contains the secrets: URLs are logged. Use 'header', or set allowPlaintextInQuery if the server accepts nothing else",
    )
  }
}

// Section 3.5: protocol parameters are in one place.
function refuseAuthorization({ headers }: Unsigned, transmission: Transmission): void {
  const [first, second] = findHeaderValues(headers, 'authorization')
  if (first === undefined) return
  if (transmission === 'header') {
    throw argumentError(
      "signRequest: request.headers already contains an Authorization header, and transmission 'header' adds one. Remove it, or send the parameters in the query or the body",
    )
  }
  if (second !== undefined || isOAuthScheme(first)) {
    throw argumentError(
      `signRequest: request.headers contains ${second === undefined ? 'an Authorization header of the OAuth scheme' : 'two Authorization headers'}, which verifiers refuse with transmission '${transmission}'. Remove it`,
    )
  }
}

function refuseBody({ method, headers, body }: Unsigned, isForm: boolean): void {
  if (/^(?:GET|HEAD)$/i.test(method)) {
    throw argumentError(
      `signRequest: transmission must not be 'body' for request.method ${method.toUpperCase()}, which has no body. Use 'header' or 'query'`,
    )
  }
  const isSomethingElse =
    findHeaderValues(headers, 'content-type').length > 0 || Boolean(body?.length)
  if (!isForm && isSomethingElse) {
    throw argumentError(
      "signRequest: transmission 'body' needs a form, and request.headers or request.body are not those of one. Use 'header' or 'query'",
    )
  }
  // No verifier could read the form that comes out.
  if (hasContentCoding(headers)) {
    throw argumentError(
      "signRequest: transmission 'body' needs a form without a Content-Encoding, which request.headers contains. Use 'header' or 'query'",
    )
  }
}
