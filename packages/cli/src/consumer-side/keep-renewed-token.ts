import type { ClientOptions } from '@oauthplus/client'

import { keepToken } from '../profiles/keep-token.js'
import type { Profile } from '../profiles/profile.js'
import { getProfileName } from './signer-flags.js'
import type { SignerFlags } from './signer-flags.js'

/** Stores a renewed token in its profile. Tokens from elsewhere are not renewed. */
export function keepRenewedToken(
  flags: SignerFlags,
  signer: Profile,
): Pick<ClientOptions, 'onRenew'> {
  if (flags.consumerKey !== undefined || flags.token !== undefined) return {}
  return { onRenew: ({ token }) => keepToken(getProfileName(flags), signer, token) }
}
