import { argumentError, describeValue } from '@oauthplus/core/internal'

/**
 * Returns the URL of an installation without the slash at its end, so that paths can follow.
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
      `${functionName}: ${name} must be a URL of http or https, without query and fragment`,
    )
  }
  return url.href.replace(/\/$/, '')
}
