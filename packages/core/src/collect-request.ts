import { hasJoinedOAuthScheme, parseAuthorizationHeader } from './authorization-header.js'
import type { AuthorizationHeader } from './authorization-header.js'
import { splitUrl } from './split-url.js'
import { OAuthError } from './errors.js'
import { parseForm } from './form.js'
import { readFormString } from './form-body.js'
import { findHeaderValues } from './find-header-values.js'
import type { ParameterList } from './parameter-list.js'
import { isProtocolParameter, refuseDuplicates } from './parameters.js'
import { isPlainReceived, toPlainReceived } from './plain-received.js'
import type { CollectedRequest, ReceivedRequest, ReceivedRequestInput } from './received-request.js'
import { assertReceived } from './verification-checks.js'

const PLACES = ['header', 'query', 'body'] as const
const NO_HEADER = { realm: undefined, parameters: [] } as const

/**
 * Takes a received request apart and refuses what could be read in two ways.
 *
 * @example
 *
 * ```ts
 * const { protocol, source } = collectRequest({ method: 'GET', url, headers: [['authorization', value]] })
 * ```
 *
 * @param request The request as received. The body of a `Request` is not read, so a form must come
 *   as an object with its `body`.
 *
 * @returns The request with its parameters by place.
 *
 * @throws {@link OAuthError} `parameter_rejected` when there are two Authorization headers or one
 *   that cannot be read, protocol parameters in more than one place or more than once, an escape
 *   that is malformed or not UTF-8, or a form body under a content-coding or given as a stream.
 *
 * @see [RFC 5849, section 3.5](https://www.rfc-editor.org/rfc/rfc5849#section-3.5) and [section
 *   3.4.1.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3)
 */
export function collectRequest(request: ReceivedRequestInput): CollectedRequest {
  assertReceived('collectRequest', request)
  return collectPlain(
    isPlainReceived(request) ? request : toPlainReceived('collectRequest', request).plain,
  )
}

/**
 * Takes a request apart that is in the one shape that is verified.
 *
 * @internal
 */
export function collectPlain(request: ReceivedRequest): CollectedRequest {
  const { realm, parameters: header } = readAuthorization(request) ?? NO_HEADER
  const { baseStringUri, query: queryText } = splitUrl(request.url)
  const query = parseForm(queryText)
  const form = parseForm(readFormString(request))

  const { source, protocol } = findProtocolParameters({ header, query, body: form })
  refuseDuplicates(protocol)
  const { method, url, headers, body } = request
  // Written out: an object that is spread into another costs as much as an HMAC.
  return {
    method,
    url,
    headers,
    body,
    baseStringUri,
    source,
    realm,
    protocol,
    header,
    query,
    form,
  }
}

function readAuthorization({ headers }: ReceivedRequest): AuthorizationHeader | undefined {
  const values = findHeaderValues(headers, 'authorization')
  if (values.length > 1) throw createTwoHeadersError()
  const [value] = values
  if (value === undefined) return undefined
  const found = parseAuthorizationHeader(value)
  if (found === undefined && hasJoinedOAuthScheme(value)) throw createTwoHeadersError()
  return found
}

function createTwoHeadersError(): OAuthError {
  return new OAuthError('parameter_rejected', 'The request has two Authorization headers.')
}

function findProtocolParameters(
  places: Readonly<Record<(typeof PLACES)[number], ParameterList>>,
): Pick<CollectedRequest, 'source' | 'protocol'> {
  let source: CollectedRequest['source']
  let protocol: ParameterList = []
  for (const place of PLACES) {
    const found = filterProtocolParameters(places[place])
    if (found.length === 0) continue
    // Section 3.5: parameters must not be sent in more than one of these places.
    if (source !== undefined) {
      throw new OAuthError(
        'parameter_rejected',
        `Protocol parameters are in more than one place: ${source} and ${place}.`,
      )
    }
    source = place
    protocol = found
  }
  return { source, protocol }
}

function filterProtocolParameters(parameters: ParameterList): ParameterList {
  return parameters.every(isProtocolParameter) ? parameters : parameters.filter(isProtocolParameter)
}
