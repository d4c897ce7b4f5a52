import { formatForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import { privateHeaders } from '../refusals/refusal.js'
import { methodRefused } from '../errors/rejected.js'
import type { ProviderRequest } from '../request.js'
import type { EndpointSuccess } from '../results.js'
import type { Settings } from '../settings/settings.js'

/** Refuses methods that a token endpoint does not take. */
export function assertTokenMethod<User>(
  settings: Settings<User>,
  { method }: ProviderRequest,
): void {
  if (method === 'POST' || (method === 'GET' && settings.allowTokenRequestsByGet)) return
  throw methodRefused(settings.allowTokenRequestsByGet ? ['POST', 'GET'] : ['POST'])
}

/** Answers with a token. */
export function tokenResponse<User>(
  settings: Settings<User>,
  parameters: ParameterList,
): EndpointSuccess {
  return {
    ok: true,
    response: {
      status: 200,
      headers: [...privateHeaders(settings), ['Content-Type', 'application/x-www-form-urlencoded']],
      body: formatForm(parameters),
    },
  }
}
