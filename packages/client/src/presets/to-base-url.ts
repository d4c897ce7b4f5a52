import { argumentError, describeValue } from '@oauthplus/core/internal'

/**
 * Returns the URL of an installation without the trailing slash, so that a path can be appended.
 *
 * @internal
 */
export function toBaseUrl(functionName: string, name: string, value: string): string {
  let url: URL
  try {
    url = new URL(value)
  } catch {
    throw argumentError(
      `${functionName}: ${name} must be an absolute URL, received ${describeValue(value)}`,
    )
  }
  if (!/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw argumentError(
      `${functionName}: ${name} must be an http or https URL without query and fragment`,
    )
  }
  return url.href.replace(/\/$/, '')
}
