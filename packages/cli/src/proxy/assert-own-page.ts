import type { IncomingMessage } from 'node:http'

import { ProxyRefusal } from './proxy-refusal.js'

const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none'])

/**
 * Rejects a request for another host, which indicates DNS rebinding, and a request that a page of
 * another origin sends from a browser.
 */
export function assertOwnPage(
  { headers, rawHeaders }: Pick<IncomingMessage, 'headers' | 'rawHeaders'>,
  hostNames: readonly string[],
): void {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name))
  if (hosts.length > 1) throw new ProxyRefusal(400, 'The request must have exactly one Host header')
  const host = headers.host?.toLowerCase() ?? ''
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d{1,5})?$/.exec(host) ?? []
  if (!hostNames.includes(name)) {
    throw new ProxyRefusal(403, `The host must be one of ${hostNames.join(', ')}`)
  }
  const { origin, 'sec-fetch-site': site } = headers
  const isForeign = origin !== undefined && origin.toLowerCase() !== `http://${host}`
  if (isForeign || (site !== undefined && !OWN_SITES.has(site))) {
    throw new ProxyRefusal(403, 'Pages of other origins are not allowed to use this proxy')
  }
}
