import { argumentError } from '@oauthplus/core/internal'

import type { ReadHttpOptions } from './read-http-options.js'

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|$)/i

/** Completes the target of a request with the scheme and the host from its headers. */
export function resolveUrl(
  target: string,
  host: string | undefined,
  { scheme }: ReadHttpOptions,
): string {
  if (/^https?:\/\//i.test(target)) return target
  if (host === undefined || host === '') {
    throw argumentError('The request has neither a Host header nor an absolute URL')
  }
  return `${scheme ?? (LOOPBACK.test(host) ? 'http' : 'https')}://${host}${target}`
}
