import { isAddressWithin } from '../public-url/address-range.js'
import { listForwardingHeaders } from '../public-url/forwarding-header.js'
import { isLoopbackAddress } from '../public-url/loopback.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderEvent } from './provider-event.js'

/** After as many, requests from elsewhere cost nothing any more. */
const WATCHED_REQUESTS = 100

/**
 * Creates what looks at the first requests: if a proxy on this machine passed one on that is not
 * trusted, the owner has probably forgotten `trustedProxies`. The first may have come without it, such
 * as that of a health check.
 */
export function createProxyWatch(
  emit: (event: ProviderEvent) => void,
  trustedProxies: readonly string[] = [],
): (request: ProviderRequest) => void {
  let left = WATCHED_REQUESTS
  return (request) => {
    if (left === 0) return
    left--
    const { address } = request.peer
    const headerNames = listForwardingHeaders(request)
    if (headerNames.length === 0 || !isLoopbackAddress(address)) return
    if (isAddressWithin(address, trustedProxies)) return
    left = 0
    emit({ type: 'proxy_untrusted', address, headerNames })
  }
}
