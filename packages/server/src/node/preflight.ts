import { assertArgument } from '@oauthplus/core/internal'

import { isHeaderList } from './node-checks.js'
import type { ProviderRequest } from '../request.js'

/**
 * Tells whether a request is a CORS preflight: a browser sends it without credentials, to ask
 * whether it may send the real one, and somebody behind must answer it.
 *
 * @example
 *
 * ```ts
 * if (isPreflight(request)) next()
 * ```
 *
 * @param request The request.
 *
 * @returns Whether it is one. Nothing that carries credentials is.
 *
 * @see [Fetch, CORS-preflight request](https://fetch.spec.whatwg.org/#cors-preflight-request)
 */
export function isPreflight(request: Pick<ProviderRequest, 'method' | 'headers'>): boolean {
  assertArgument('isPreflight', { request }, isHeaderList)
  const { method, headers } = request
  if (method !== 'OPTIONS') return false
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  return (
    names.has('origin') && names.has('access-control-request-method') && !names.has('authorization')
  )
}
