import { isAddressWithin } from './address-range.js'
import { forwardingHeaderNames } from './forwarding-header.js'
import { isLoopbackAddress } from './loopback.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderEvent } from '../settings/provider-event.js'

/**
 * Makes what looks at the first request: if a proxy on this machine passed it on that is not
 * trusted, the owner has probably forgotten `trustedProxies`.
 */
export function proxyWatch(
  emit: (event: ProviderEvent) => void,
  trustedProxies: readonly string[] = [],
): (request: ProviderRequest) => void {
  let isDone = false
  return (request) => {
    if (isDone) return
    isDone = true
    const { address } = request.peer
    const headerNames = forwardingHeaderNames(request)
    if (headerNames.length === 0 || !isLoopbackAddress(address)) return
    if (isAddressWithin(address, trustedProxies)) return
    emit({ type: 'proxy_untrusted', address, headerNames })
  }
}
