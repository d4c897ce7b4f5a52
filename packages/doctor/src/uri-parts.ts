import { baseStringUri } from '@oauthplus/core'

/** The parts of a base string URI. */
export interface UriParts {
  /** Empty if the URI is signed without it. */
  readonly scheme: string
  readonly host: string
  /** Empty if the URI contains none. */
  readonly port: string
  readonly path: string
  /** The text after the path. */
  readonly suffix: string
}

const URI = /^(https?):\/\/(\[[^\]]*\]|[^/:]*)(?::(\d+))?(\/.*)?$/s
const AUTHORITY = /^(\[[^\]]*\]|[^/:@\s]+)(?::(\d+))?$/

/** Splits the base string URI of a URL into parts. */
export function parseUriParts(url: string): UriParts {
  const [, scheme = '', host = '', port = '', path = ''] = URI.exec(baseStringUri(url)) ?? []
  return { scheme, host, port, path, suffix: '' }
}

/** Joins the parts of a URI. */
export function formatUri({ scheme, host, port, path, suffix }: UriParts): string {
  return `${scheme === '' ? '' : `${scheme}://`}${host}${port === '' ? '' : `:${port}`}${path}${suffix}`
}

/** Resolves the dot segments of a path (RFC 3986, section 5.2.4). */
export function resolveDotSegments(path: string): string {
  if (!path.includes('/.')) return path
  const segments = path.split('/')
  const kept: string[] = []
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..'
    // The first segment is empty, because the path begins with a slash.
    if (segment === '..' && kept.length > 1) kept.pop()
    if (!isDots) kept.push(segment)
    else if (index === segments.length - 1) kept.push('')
  }
  return kept.join('/')
}

/** Returns the default port of a scheme. */
export function findDefaultPort(scheme: string): string {
  return scheme === 'https' ? '443' : '80'
}

/**
 * Parses a host with an optional port, as in a `Host` header. Returns `undefined` for anything
 * else.
 */
export function parseAuthority(
  text: string,
): { readonly host: string; readonly port: string } | undefined {
  const match = AUTHORITY.exec(text.trim())
  return match ? { host: match[1] ?? '', port: match[2] ?? '' } : undefined
}
