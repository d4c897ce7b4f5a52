import { baseStringUri, OAuthError } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

import { assertAddressRange } from './address-range.js'
import { isForwarded } from './forwarding-header.js'
import { readForwarding } from './forwarding.js'
import type { Forwarding } from './forwarding.js'
import { isLoopbackAddress, isLoopbackHost } from './loopback.js'
import type { ProviderRequest } from '../request.js'
import { callOrRefuse } from '../errors/unavailable-error.js'

const ABSOLUTE_TARGET = /^https?:\/\//i
const NOT_IN_A_REQUEST_LINE = /[^\x21-\x7e]/
const AUTHORITY = /^https?:\/\/([^/]*)/

/** The options that say under which URL the application is reached. */
export interface PublicUrlOptions {
  readonly publicUrl?: string | ((request: ProviderRequest) => string) | undefined
  readonly trustedProxies?: readonly string[] | undefined
  readonly allowForwardedPrefix?: boolean | undefined
  readonly allowedHosts?: readonly string[] | undefined
}

/** The sender of a request and its URL, as its sender sees it. */
export interface PublicRequest {
  /** The URL that was signed. */
  readonly url: string
  /** The sender's IP address; `undefined` if it cannot be known. */
  readonly address: string | undefined
}

/** Finds the sender and the URL of a request; synchronously, unless a function of the application is asynchronous. */
export type ReadPublicRequest = (request: ProviderRequest) => PublicRequest | Promise<PublicRequest>

/**
 * Validates the options, and returns the function that finds the URL that a request was signed with: the public
 * one, not the one that this machine sees behind a proxy. RFC 5849 section 4.3: a provider that accepts any
 * Host also accepts requests that were signed for another server.
 */
export function createPublicRequestReader(options: PublicUrlOptions): ReadPublicRequest {
  const { publicUrl, trustedProxies = [], allowForwardedPrefix = false, allowedHosts } = options
  for (const range of trustedProxies) assertAddressRange('trustedProxies', range)
  for (const host of allowedHosts ?? []) assertHost(host)
  if (trustedProxies.length > 0 && publicUrl === undefined && allowedHosts === undefined) {
    throw argumentError('trustedProxies needs allowedHosts or publicUrl')
  }
  const fixedBase = typeof publicUrl === 'string' ? normalizeBase(publicUrl) : undefined
  const findHostBase = createHostBaseFinder(allowedHosts)
  return (request) => {
    if (NOT_IN_A_REQUEST_LINE.test(request.url)) {
      throw new OAuthError(
        'parameter_rejected',
        'The request target contains characters that a URL must percent-encode.',
      )
    }
    // RFC 9112, section 3.2: a request target has no fragment. Handlers may read parameters from it
    // that no signature covers.
    if (request.url.includes('#')) {
      throw new OAuthError('parameter_rejected', 'The request target contains a "#".')
    }
    const forwarding = readForwarding(request, {
      trustedProxies,
      allowForwardedPrefix,
      isUrlConfigured: publicUrl !== undefined,
    })
    const { address } = forwarding
    if (typeof publicUrl === 'function') {
      return callOrRefuse(() => publicUrl(request)).then((text) => ({
        url: toTargetUrl(request.url, normalizeBase(text)),
        address,
      }))
    }
    const base = fixedBase ?? findHostBase(forwarding) + forwarding.prefix
    return { url: toTargetUrl(request.url, base), address }
  }
}

/** Refuses plain http, except if request and response cannot leave this machine. */
export function assertSecureTransport(
  request: ProviderRequest,
  url: string,
  { plainHttpAllowed = false }: { readonly plainHttpAllowed?: boolean } = {},
): void {
  if (url.slice(0, 6).toLowerCase() === 'https:' || plainHttpAllowed) return
  const host = AUTHORITY.exec(baseStringUri(url))?.[1] ?? ''
  if (isLoopbackHost(host) && isLoopbackAddress(request.peer.address) && !isForwarded(request))
    return
  throw new OAuthError('insecure_transport', 'Send this request over HTTPS.')
}

function toTargetUrl(target: string, base: string): string {
  if (target.startsWith('/')) return base + target
  if (ABSOLUTE_TARGET.test(target) && isWithin(baseStringUri(target), base)) return target
  throw new OAuthError(
    'parameter_rejected',
    'The request target is neither a path nor a URL of this server.',
  )
}

// Most requests name the host of the one before. To find it among those that are allowed takes as long as
// an HMAC.
function createHostBaseFinder(
  allowedHosts: readonly string[] | undefined,
): (forwarding: Forwarding) => string {
  let last: { readonly scheme: string; readonly host: string; readonly base: string } | undefined
  return ({ scheme, host }) => {
    if (last !== undefined && last.host === host && last.scheme === scheme) return last.base
    const base = getTrustedBase({ scheme, host }, allowedHosts)
    last = { scheme, host: host ?? '', base }
    return base
  }
}

function getTrustedBase(
  { scheme, host }: Pick<Forwarding, 'scheme' | 'host'>,
  allowedHosts: readonly string[] | undefined,
): string {
  const base = host === undefined ? undefined : toHostBase(scheme, host)
  const isBelieved =
    base !== undefined &&
    (allowedHosts === undefined
      ? isLoopbackHost(host ?? '')
      : allowedHosts.some((allowed) => toHostBase(scheme, allowed) === base))
  if (isBelieved) return base
  throw new OAuthError(
    'parameter_rejected',
    'This server does not serve this host; its owner sets publicUrl or allowedHosts.',
  )
}

function toHostBase(scheme: string, host: string): string | undefined {
  try {
    return normalizeBase(`${scheme}://${host}`)
  } catch {
    return undefined
  }
}

function assertHost(host: string): void {
  if (/^[^/?#@\s\\*]+$/.test(host) && toHostBase('https', host) !== undefined) return
  throw argumentError('allowedHosts must be hosts such as photos.example or localhost:8443')
}

function normalizeBase(text: string): string {
  if (!ABSOLUTE_TARGET.test(text) || /[?#@\s\\]/.test(text)) {
    throw argumentError('publicUrl must be an http or https URL without query, fragment or user')
  }
  return baseStringUri(text).replace(/\/$/, '')
}

function isWithin(uri: string, base: string): boolean {
  return uri === base || uri.startsWith(`${base}/`)
}
