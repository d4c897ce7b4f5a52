import { assertArgument } from '@oauthplus/core/internal'

import { splitUrl } from './split-url.js'
import { isWebMessage } from './web-checks.js'

const QUERY_OR_FRAGMENT = /[?#]/

/**
 * Returns the path of a `Request` as it is in its URL. Parsing that once more could change it.
 *
 * @example
 *
 * ```ts
 * readWebPath(new Request('https://photos.example/oauth/authorize?oauth_token=x')) // '/oauth/authorize'
 * ```
 *
 * @param request The `Request`.
 *
 * @returns The path without the query.
 *
 * @see [Request.url](https://fetch.spec.whatwg.org/#dom-request-url)
 */
export function readWebPath(request: Request): string {
  assertArgument('readWebPath', { request }, isWebMessage('a Request'))
  return splitUrl(request.url).target.split(QUERY_OR_FRAGMENT, 1)[0] ?? ''
}
