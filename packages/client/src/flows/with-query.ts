import { formatForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

/**
 * Adds parameters to a URL, behind those that it has.
 *
 * @internal
 */
export function withQuery(url: string, parameters: ParameterList): string {
  if (parameters.length === 0) return url
  const separator = !url.includes('?') ? '?' : /[?&]$/.test(url) ? '' : '&'
  return url + separator + formatForm(parameters)
}
