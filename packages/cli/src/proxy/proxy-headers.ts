// RFC 9110, section 7.6.1, and headers that the connection or the signature replaces. Errors must
// have no content coding, because the client reads them.
const NOT_FORWARDED: ReadonlySet<string> = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
// The proxy does not offer other protocols or https.
const NOT_RETURNED: ReadonlySet<string> = new Set([
  'alt-svc',
  'connection',
  'keep-alive',
  'location',
  'proxy-authenticate',
  'set-cookie',
  'strict-transport-security',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Lists the headers of a received request that are forwarded. */
export function toForwardedHeaders(rawHeaders: readonly string[]): [name: string, value: string][] {
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, index): [string, string] => [
    rawHeaders[2 * index] ?? '',
    rawHeaders[2 * index + 1] ?? '',
  ])
  const named = pairs
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => splitNames(value))
  return pairs.filter(([name]) => {
    const lowered = name.toLowerCase()
    return !NOT_FORWARDED.has(lowered) && !named.includes(lowered)
  })
}

/**
 * Converts the response headers for the caller of the proxy. Redirects and cookies of the target
 * become those of the proxy.
 */
export function toReturnedHeaders(
  headers: Headers,
  { url, origin }: { readonly url: string; readonly origin: string },
): Record<string, string | string[]> {
  const named = splitNames(headers.get('connection') ?? '')
  const returned: Record<string, string | string[]> = {}
  for (const [name, value] of headers) {
    if (NOT_RETURNED.has(name) || named.includes(name)) continue
    returned[name] = value
  }
  const cookies = headers.getSetCookie().map(toOwnCookie)
  if (cookies.length > 0) returned['set-cookie'] = cookies
  const location = headers.get('location')
  if (location !== null) returned.location = toOwnLocation(location, { url, origin })
  return returned
}

function splitNames(value: string): readonly string[] {
  return value.split(',').map((name) => name.trim().toLowerCase())
}

// Without Domain, the cookie belongs to the proxy. Over http it must not be Secure, which
// SameSite=None and Partitioned require.
const NOT_IN_COOKIE = /^\s*(?:domain\s*=|secure\s*$|partitioned\s*$|samesite\s*=\s*none\s*$)/i

function toOwnCookie(cookie: string): string {
  return cookie
    .split(';')
    .filter((part, index) => index === 0 || !NOT_IN_COOKIE.test(part))
    .join(';')
}

function toOwnLocation(
  location: string,
  { url, origin }: { readonly url: string; readonly origin: string },
): string {
  if (!URL.canParse(location, url)) return location
  const target = new URL(location, url)
  return target.origin === new URL(url).origin
    ? `${origin}${target.pathname}${target.search}${target.hash}`
    : location
}
