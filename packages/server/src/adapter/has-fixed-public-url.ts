import type { Provider } from '../provider.js'
import { findAdapterView } from './find-adapter-view.js'

/**
 * Returns whether the `publicUrl` of a Provider is a string. Then no host that a request names is
 * believed. Otherwise an adapter must not hide that a request names two hosts.
 *
 * @example
 *
 * ```ts
 * const url = hasFixedPublicUrl(provider) ? '/photos' : request.url
 * ```
 *
 * @param provider The Provider.
 *
 * @returns `true` if it is a string, `false` if it is a function or missing.
 *
 * @throws `TypeError` when the Provider was not made by `createProvider`.
 *
 * @see [RFC 5849, section 4.3](https://www.rfc-editor.org/rfc/rfc5849#section-4.3)
 */
export function hasFixedPublicUrl<User>(provider: Provider<User>): boolean {
  return findAdapterView('hasFixedPublicUrl', provider).hasFixedPublicUrl
}
