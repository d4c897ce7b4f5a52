import { collectRequest, parameterValue } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'

import { getProfileName } from '../consumer-side/signer-flags.js'
import { findProfile } from '../profiles/profile-files.js'
import type { KeysFlags } from './find-keys.js'

/** Returns the specified preset, or that of the profile if the request comes from its consumer. */
export async function findPreset(
  request: ReceivedRequest,
  flags: KeysFlags & { readonly preset?: string },
): Promise<string | undefined> {
  if (flags.preset !== undefined) return flags.preset
  // A store belongs to the owner's provider, which is not a preset.
  if (flags.store !== undefined) return undefined
  if (flags.profile === undefined && process.env.OAUTHPLUS_STORE !== undefined) return undefined
  const { provider, consumer } = (await findProfile(getProfileName(flags))) ?? {}
  if (provider === undefined || !('preset' in provider)) return undefined
  const key = parameterValue(collectRequest(request).protocol, 'oauth_consumer_key')
  return consumer?.key === key ? provider.preset : undefined
}
