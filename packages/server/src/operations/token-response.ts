import { formatForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import { createPrivateHeaders } from '../refusals/refusal.js'
import { createMethodError } from '../errors/rejected-errors.js'
import type { ProviderRequest } from '../request.js'
import type { EndpointSuccess } from '../results.js'
import type { Settings } from '../settings/settings.js'

/** Refuses methods that a token endpoint does not take. */
export function assertTokenMethod<User>(
  settings: Settings<User>,
  { method }: ProviderRequest,
): void {
  if (method === 'POST' || (method === 'GET' && settings.allowTokenRequestsByGet)) return
  throw createMethodError(settings.allowTokenRequestsByGet ? ['POST', 'GET'] : ['POST'])
}

/** Responds with a token. */
export function createTokenResponse<User>(
  settings: Settings<User>,
  parameters: ParameterList,
): EndpointSuccess {
  return {
    ok: true,
    response: {
      status: 200,
      headers: [
        ...createPrivateHeaders(settings),
        ['Content-Type', 'application/x-www-form-urlencoded'],
      ],
      body: formatForm(parameters),
    },
  }
}
