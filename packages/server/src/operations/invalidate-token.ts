import { createMissingError } from '../errors/rejected-errors.js'
import { parameterValue } from '@oauthplus/core'

import type { IncomingRequest } from '../checks/incoming-request.js'
import { checkRequest } from '../checks/check-request.js'
import { assertSessionHandle } from './renew-access-token.js'
import type { EndpointSuccess } from '../results.js'
import { revokeTokens } from '../tokens/revoke-tokens.js'
import type { Settings } from '../settings/settings.js'
import { assertTokenMethod, createTokenResponse } from './token-response.js'

/**
 * Takes an access token back that its consumer has no more use for (Session extension, section 7).
 */
export async function invalidateToken<User>(
  settings: Settings<User>,
  incoming: IncomingRequest,
): Promise<EndpointSuccess> {
  assertTokenMethod(settings, incoming.request)
  const checked = await checkRequest(settings, incoming)
  const { token, request } = checked
  if (token?.kind !== 'access') throw createMissingError('oauth_token')
  if (token.sessionHandleDigest !== undefined) {
    if (!parameterValue(request.protocol, 'oauth_session_handle'))
      throw createMissingError('oauth_session_handle')
    await assertSessionHandle(checked, token)
  }
  await revokeTokens(settings, { tokenKey: token.key }, { revokedBy: 'consumer' })
  return createTokenResponse(settings, [])
}
