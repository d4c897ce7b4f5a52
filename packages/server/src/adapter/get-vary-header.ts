import type { Provider } from '../provider.js'
import { findAdapterView } from './find-adapter-view.js'

/**
 * Returns the value of `Vary` for responses to protected requests: the headers in which the provider
 * accepts credentials. Set it on error responses that an application builds itself.
 *
 * @example
 *
 * ```ts
 * addToHeader(response, 'Vary', getVaryHeader(provider)) // Vary: Authorization
 * ```
 *
 * @param provider The provider.
 *
 * @returns The names of the headers, separated by commas.
 *
 * @throws `TypeError` when the provider was not made by `createProvider`.
 *
 * @see [RFC 9110, section 12.5.5](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5)
 */
export function getVaryHeader<User>(provider: Provider<User>): string {
  return findAdapterView('getVaryHeader', provider).varyHeader
}
