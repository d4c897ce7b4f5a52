import { parseAuthorizationHeader } from './authorization-header.js'
import { splitUrl } from './base-string-uri.js'
import { OAuthError } from './errors.js'
import { formText } from './form-body.js'
import { parseForm } from './form.js'
import { headerValues } from './header-values.js'
import { isProtocolParameter, refuseDuplicates } from './parameters.js'
import type { HeaderList, ParameterList } from './parameters.js'
import { assertReceived } from './verification-checks.js'

/** A request as a server received it. */
export interface ReceivedRequest {
  /** The request method. */
  readonly method: string
  /** The absolute URL that the client asked for, with its query as sent. */
  readonly url: string
  /** The headers as received, duplicates kept. */
  readonly headers: HeaderList
  /**
   * The body as on the wire, before any content-decoding. May be left out where it is no form and
   * carries no hash.
   */
  readonly body?: Uint8Array | string | null | undefined
}

/**
 * A received request with its parameters taken apart and found sound: one source, no duplicates.
 */
export interface CollectedRequest extends ReceivedRequest {
  /** Where the protocol parameters stand; `undefined` where there are none. */
  readonly source: 'header' | 'body' | 'query' | undefined
  /** The URL as the base string has it, without its query. */
  readonly baseStringUri: string
  /** The realm of the Authorization header. */
  readonly realm: string | undefined
  /** The protocol parameters (`oauth_*`), decoded, in the order sent. */
  readonly protocol: ParameterList
  /** All parameters of the Authorization header but its realm. */
  readonly header: ParameterList
  /** All parameters of the query. */
  readonly query: ParameterList
  /** All parameters of the form body; none where the body is no form. */
  readonly form: ParameterList
}

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
 * @param request The request as received.
 *
 * @returns The request with its parameters by place.
 *
 * @throws {@link OAuthError} `parameter_rejected` when there are two Authorization headers or one
 *   that cannot be read, protocol parameters in more than one place or more than once, an escape
 *   that is malformed or not UTF-8, or a form body under a content-coding.
 *
 * @see [RFC 5849, section 3.5](https://www.rfc-editor.org/rfc/rfc5849#section-3.5) and [section
 *   3.4.1.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3)
 */
export function collectRequest(request: ReceivedRequest): CollectedRequest {
  assertReceived('collectRequest', request)
  const authorization = headerValues(request.headers, 'authorization')
  if (authorization.length > 1) {
    throw new OAuthError('parameter_rejected', 'The request has two Authorization headers.')
  }
  const { realm, parameters: header } =
    (authorization[0] === undefined ? undefined : parseAuthorizationHeader(authorization[0])) ??
    NO_HEADER
  const { baseStringUri, query: queryText } = splitUrl(request.url)
  const query = parseForm(queryText)
  const form = parseForm(formText(request))

  const { source, protocol } = protocolParameters({ header, query, body: form })
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

function protocolParameters(
  places: Readonly<Record<(typeof PLACES)[number], ParameterList>>,
): Pick<CollectedRequest, 'source' | 'protocol'> {
  let source: CollectedRequest['source']
  let protocol: ParameterList = []
  for (const place of PLACES) {
    const found = protocolAmong(places[place])
    if (found.length === 0) continue
    // Section 3.5: parameters must not be sent in more than one of these places.
    if (source !== undefined) {
      throw new OAuthError(
        'parameter_rejected',
        `Protocol parameters stand in more than one place: ${source} and ${place}.`,
      )
    }
    source = place
    protocol = found
  }
  return { source, protocol }
}

function protocolAmong(parameters: ParameterList): ParameterList {
  return parameters.every(isProtocolParameter) ? parameters : parameters.filter(isProtocolParameter)
}
