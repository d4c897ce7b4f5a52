import { OAuthError } from './errors.js'

const ABSOLUTE_HTTP_URL = /^(https?):\/\/([^/?#]*)((?:\/[^?#]*)?)(?:\?([^#]*))?/i
const AUTHORITY = /^(\[[0-9A-Fa-f:.]+\]|[^\s:@[\]\\]+)(?::(\d*))?$/
// Scheme and host in lower case, no default port, and a path: nothing to rewrite.
const PLAIN = /^https?:\/\/[a-z0-9.-]+(?::(?!80\/|443\/)\d{1,5})?\//
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** The parts of a URL that the signature covers. */
interface SignedUrl {
  readonly baseStringUri: string
  /** The query as it is in the URL, without its `?`; empty without one. */
  readonly query: string
}

/**
 * Splits a URL into its base string URI and its query.
 *
 * @internal
 */
export function splitUrl(url: string): SignedUrl {
  if (PLAIN.test(url)) return splitPlainUrl(url)
  const match = ABSOLUTE_HTTP_URL.exec(url)
  if (!match) {
    throw new OAuthError('parameter_rejected', 'The URL is not an absolute http or https URL.')
  }
  const [, scheme = '', authority = '', path = '', query = ''] = match
  const parts = AUTHORITY.exec(authority)
  if (!parts) {
    throw new OAuthError(
      'parameter_rejected',
      'The URL does not name a host, or contains more than a host and a port before its path.',
    )
  }
  const [, host = '', port = ''] = parts
  // Rule 1: scheme and host in lower case.
  const lowerScheme = scheme.toLowerCase()
  // Rule 3: the default port of the scheme is left out, any other is kept; an empty port is the
  // default one.
  const keptPort = port === '' || port === DEFAULT_PORTS[lowerScheme] ? '' : `:${port}`
  return {
    baseStringUri: `${lowerScheme}://${host.toLowerCase()}${keptPort}${path === '' ? '/' : path}`,
    query,
  }
}

// The form of most URLs. The expressions below take as long for them as a tenth of an HMAC.
function splitPlainUrl(url: string): SignedUrl {
  const fragment = url.indexOf('#')
  const resource = fragment === -1 ? url : url.slice(0, fragment)
  const mark = resource.indexOf('?')
  return mark === -1
    ? { baseStringUri: resource, query: '' }
    : { baseStringUri: resource.slice(0, mark), query: resource.slice(mark + 1) }
}
