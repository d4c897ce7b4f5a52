import { discardBody } from '../errors/read-body-text.js'
import { isHttp, parseUrl } from '../settings/secure-url.js'
import { createRedirectError } from './create-redirect-error.js'
import { removeCredentials } from './remove-credentials.js'

const MAX_REDIRECTS = 20

/**
 * Returns the target URL of a redirect, and discards the response.
 *
 * @internal
 */
export async function findRedirectTarget(
  response: Response,
  sent: {
    readonly url: string
    readonly redirects: number
    /** The credentials of the request that a server may have repeated in its Location header. */
    readonly credentials: readonly string[]
  },
): Promise<URL> {
  if (response.type === 'opaqueredirect') {
    throw createRedirectError('this platform does not expose the redirect target')
  }
  const location = response.headers.get('location') ?? ''
  await discardBody(response)
  const target = parseUrl(location, sent.url)
  if (target === undefined || !isHttp(target)) {
    throw createRedirectError('its Location is not an http or https URL')
  }
  if (target.username !== '' || target.password !== '') {
    throw createRedirectError('its Location contains a username or a password')
  }
  if (sent.redirects >= MAX_REDIRECTS) {
    throw createRedirectError(`more than ${String(MAX_REDIRECTS)} redirects`)
  }
  return sent.credentials.length === 0
    ? target
    : new URL(removeCredentials(target.href, sent.credentials))
}
