// RFC 9110, section 7.6.1, and what the connection or the signature replaces.
const NOT_FORWARDED: ReadonlySet<string> = new Set([
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
// `fetch` has decoded the body.
const NOT_RETURNED: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
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
    .flatMap(([, value]) => value.split(',').map((name) => name.trim().toLowerCase()))
  return pairs.filter(([name]) => {
    const lowered = name.toLowerCase()
    return !NOT_FORWARDED.has(lowered) && !named.includes(lowered)
  })
}

/**
 * Converts the headers of the response for the caller of the proxy: redirects and cookies of the target
 * become those of the proxy.
 */
export function toReturnedHeaders(
  headers: Headers,
  { target, origin }: { readonly target: string; readonly origin: string },
): Record<string, string | string[]> {
  const isDecoded = headers.has('content-encoding')
  const returned: Record<string, string | string[]> = {}
  for (const [name, value] of headers) {
    if (NOT_RETURNED.has(name) || (isDecoded && name === 'content-length')) continue
    returned[name] = value
  }
  const cookies = headers.getSetCookie().map(toOwnCookie)
  if (cookies.length > 0) returned['set-cookie'] = cookies
  const location = headers.get('location')
  if (location !== null) returned.location = toOwnLocation(location, { target, origin })
  return returned
}

// Without Domain the cookie is the proxy's, and over http no cookie is Secure.
function toOwnCookie(cookie: string): string {
  return cookie
    .split(';')
    .filter((part, index) => index === 0 || !/^\s*(?:domain\s*=|secure\s*$)/i.test(part))
    .join(';')
}

function toOwnLocation(
  location: string,
  { target, origin }: { readonly target: string; readonly origin: string },
): string {
  if (!URL.canParse(location)) return location
  const url = new URL(location)
  return url.origin === target ? `${origin}${url.pathname}${url.search}${url.hash}` : location
}
