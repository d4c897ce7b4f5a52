import {
  toCountedAddress,
  isAddressWithin,
  isLocalAddress,
  normalizeAddress,
} from './address-range.js'
import { isForwarded } from './forwarding-header.js'
import type { ProviderRequest } from '../request.js'

/** Returns the address under which a sender is counted; empty if the address is shared by senders. */
export type ReadSender = (request: ProviderRequest, address: string | undefined) => string

/**
 * Creates the function that distinguishes senders for the limits. Behind a proxy that names nobody, or is not trusted,
 * every request has the proxy's address: to count by that would let one sender lock out all others.
 */
export function createSenderReader(trustedProxies: readonly string[] = []): ReadSender {
  return (request, address) => {
    const { address: peer } = request.peer
    const isPeers = normalizeAddress(address) === normalizeAddress(peer)
    const isShared =
      isPeers &&
      (isLocalAddress(peer) || isAddressWithin(peer, trustedProxies)) &&
      isForwarded(request)
    return isShared ? '' : toCountedAddress(address)
  }
}
