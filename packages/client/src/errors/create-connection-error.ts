import { OAuthError } from '@oauthplus/core'

import { describeConnectionFailure } from './describe-connection-failure.js'

/**
 * Creates the error for a request without a complete response.
 *
 * @param subject The request, as the subject of a sentence.
 * @param url The URL. The message omits its query, which may contain credentials.
 * @param cause The error that `fetch` rejected with.
 *
 * @internal
 */
export function createConnectionError(subject: string, url: string, cause: unknown): OAuthError {
  const { origin, pathname } = new URL(url)
  const reason = describeConnectionFailure(cause) ?? 'network error'
  return new OAuthError(
    'connection_failed',
    `${subject} to ${origin}${pathname} failed: ${reason}.`,
    {
      cause,
    },
  )
}
