import { createClient } from '@oauthplus/client'
import type { Client, ClientOptions, FetchFunction, ServiceProvider } from '@oauthplus/client'

import manifest from '../../package.json' with { type: 'json' }
import type { Profile } from '../profiles/profile.js'
import { findPreset } from './presets.js'
import { readPrivateKey } from './read-private-key.js'

/** A profile without secrets. */
interface UnsignedProfile {
  readonly provider: Profile['provider']
  readonly consumer: { readonly key: string }
}

type CreateClient = (callbackUrl?: string) => Client

/** Returns a profile's provider for the client. */
export function getProvider({ provider, consumer }: UnsignedProfile): ServiceProvider {
  return 'preset' in provider ? findPreset(provider, consumer.key) : (provider as ServiceProvider)
}

/** Prepares the client of a profile. Its callback may become known only later. */
export async function prepareClient(
  profile: Profile,
  options: Pick<ClientOptions, 'fetch' | 'onRenew'> = {},
  readKey: typeof readPrivateKey = readPrivateKey,
): Promise<CreateClient> {
  const { consumer, userAgent } = profile
  const provider = getProvider(profile)
  const { key, secret } = consumer
  const privateKey = await readKey(consumer)
  return (callbackUrl) =>
    createClient({
      provider,
      // The client reports which of the two its signature method needs.
      consumer: { key, secret, privateKey },
      userAgent: userAgent ?? `oauthplus-cli/${manifest.version}`,
      callbackUrl,
      ...options,
    })
}

/** Creates a `fetch` that signs with the token of a profile, or two-legged without one. */
export async function createSignedFetch(
  profile: Profile,
  options: Pick<ClientOptions, 'fetch' | 'onRenew'> = {},
): Promise<FetchFunction> {
  const client = (await prepareClient(profile, options))()
  return profile.token === undefined ? client.fetch : client.withToken(profile.token).fetch
}
