import { signRequest } from '@oauthplus/core'
import type { ParameterList, SignedRequest, UnsignedRequest } from '@oauthplus/core'

import type { Settings } from '../settings/settings.js'
import type { Token } from '../token.js'

/**
 * Signs a request as the client's Consumer, with a nonce of its own.
 *
 * @internal
 */
export function sign(
  settings: Settings,
  request: UnsignedRequest,
  options: {
    readonly token: Token | undefined
    /** Protocol parameters beside those of every request. */
    readonly parameters?: ParameterList | undefined
  },
): Promise<SignedRequest> {
  const { consumer, signatureMethod, realm } = settings
  return signRequest(
    request,
    { consumer, token: options.token },
    {
      signatureMethod,
      realm,
      nonce: settings.nonce(),
      timestampSeconds: settings.nowSeconds(),
      parameters: options.parameters,
    },
  )
}
