import { argumentError } from '@oauthplus/core/internal'

const LOOPBACK_HOSTNAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Reports whether a URL has the scheme http or https.
 *
 * @internal
 */
export function isHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:'
}

/**
 * Returns whether a URL sends data in plain text: http to another machine.
 *
 * @internal
 */
export function isExposed(url: URL): boolean {
  return url.protocol === 'http:' && !LOOPBACK_HOSTNAME.test(url.hostname)
}

/**
 * Checks the URL of an endpoint and returns it in the form that the platform's `fetch` sends, so
 * that this form is signed.
 *
 * @internal
 */
export function parseEndpointUrl(
  name: string,
  value: string | undefined,
  options: { readonly allowInsecure: boolean },
): string | undefined {
  if (value === undefined) return undefined
  const url = parseUrl(value)
  if (url === undefined || !isHttp(url)) {
    throw argumentError(`${name} must be an absolute https URL`)
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw argumentError(`${name} must not contain a username, a password or a fragment`)
  }
  if (isExposed(url) && !options.allowInsecure) {
    throw argumentError(
      `${name} must use https, because it receives secrets. Set allowInsecure to allow plain http`,
    )
  }
  return url.href
}

/**
 * Parses an absolute URL. Returns `undefined` for anything else.
 *
 * @internal
 */
export function parseUrl(value: string, base?: string): URL | undefined {
  try {
    return new URL(value, base)
  } catch {
    return undefined
  }
}
