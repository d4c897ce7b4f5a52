import type { ClientOptions, FetchFunction } from '@oauthplus/client'

import type { Profile } from '../profiles/profile.js'
import { clientFor } from './client-for.js'

/** Gives the `fetch` that signs as a profile does: with its token, or as the Consumer alone. */
export async function signedFetchOf(
  profile: Profile,
  options: Pick<ClientOptions, 'fetch' | 'onRenew'> = {},
): Promise<FetchFunction> {
  const client = (await clientFor(profile, options))()
  return profile.token === undefined ? client.fetch : client.withToken(profile.token).fetch
}
