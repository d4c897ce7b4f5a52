import { baseStringUri, headerValues, OAuthError } from '@oauthplus/core'

import { isLoopbackAddress, isLoopbackHost } from './loopback.js'
import type { ProviderRequest } from './request.js'
import { orUnavailable } from './unavailable.js'

const ABSOLUTE_TARGET = /^https?:\/\//i
const NOT_IN_A_REQUEST_LINE = /[^\x21-\x7e]/
const AUTHORITY = /^https?:\/\/([^/]*)/
const FORWARDING_HEADER = /^(?:forwarded|via|x-real-ip|x-forwarded-.*)$/i

/** The `publicUrl` option as a function. */
export type PublicUrl = ((request: ProviderRequest) => string) | undefined

/** Validates the `publicUrl` option. */
export function publicUrlFunction(
  option: string | ((request: ProviderRequest) => string) | undefined,
): PublicUrl {
  if (option === undefined || typeof option === 'function') return option
  const base = normalizedBase(option)
  return () => base
}

/**
 * Gives the URL that a request was signed with: the public one, not the one that this machine sees
 * behind a proxy. RFC 5849 section 4.3: whoever believes any Host can be made to verify what was
 * signed for another server.
 */
export async function signedUrl(request: ProviderRequest, publicUrl: PublicUrl): Promise<string> {
  const target = request.url
  if (NOT_IN_A_REQUEST_LINE.test(target)) {
    throw new OAuthError(
      'parameter_rejected',
      'The request target holds characters that a URL must percent-encode.',
    )
  }
  const base = publicUrl
    ? normalizedBase(await orUnavailable(() => publicUrl(request)))
    : loopbackBase(request)
  if (target.startsWith('/')) return base + target
  if (ABSOLUTE_TARGET.test(target) && isWithin(baseStringUri(target), base)) return target
  throw new OAuthError(
    'parameter_rejected',
    'The request target is neither a path nor a URL of this server.',
  )
}

/** Refuses plain http, except where request and answer cannot leave this machine. */
export function requireSecureTransport(
  request: ProviderRequest,
  url: string,
  options: { readonly plainHttpAllowed: boolean },
): void {
  if (url.slice(0, 6).toLowerCase() === 'https:' || options.plainHttpAllowed) return
  const host = AUTHORITY.exec(baseStringUri(url))?.[1] ?? ''
  const isForwarded = request.headers.some(([name]) => FORWARDING_HEADER.test(name))
  if (isLoopbackHost(host) && isLoopbackAddress(request.peer.address) && !isForwarded) return
  throw new OAuthError('insecure_transport', 'Send this request over HTTPS.')
}

function loopbackBase(request: ProviderRequest): string {
  const [host, ...others] = headerValues(request.headers, 'host')
  if (host === undefined || others.length > 0 || !isLoopbackHost(host)) {
    throw new OAuthError(
      'parameter_rejected',
      'This server knows its public URL for loopback hosts only; its owner sets publicUrl for others.',
    )
  }
  return normalizedBase(`${request.peer.secure ? 'https' : 'http'}://${host}`)
}

function normalizedBase(text: string): string {
  if (!ABSOLUTE_TARGET.test(text) || /[?#@\s]/.test(text)) {
    throw new TypeError('publicUrl must be an http or https URL without query, fragment or user')
  }
  return baseStringUri(text).replace(/\/$/, '')
}

function isWithin(uri: string, base: string): boolean {
  return uri === base || uri.startsWith(`${base}/`)
}
