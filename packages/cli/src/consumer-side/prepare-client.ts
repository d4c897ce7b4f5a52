import { createClient } from '@oauthplus/client'
import type { Client, ClientOptions, FetchFunction, ServiceProvider } from '@oauthplus/client'

import manifest from '../../package.json' with { type: 'json' }
import type { Profile } from '../profiles/profile.js'
import { findPreset } from './presets.js'
import { readPrivateKey } from './read-private-key.js'

type CreateClient = (callbackUrl?: string) => Client

/** Returns the provider of a profile, as the client describes it. */
export function getProvider({ provider, consumer }: Profile): ServiceProvider {
  return 'preset' in provider ? findPreset(provider, consumer.key) : (provider as ServiceProvider)
}

/** Prepares the client of a profile, whose callback may be known only later. */
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
      // Which of the two its signature method needs, the client itself says.
      consumer: { key, secret, privateKey },
      userAgent: userAgent ?? `oauthplus-cli/${manifest.version}`,
      callbackUrl,
      ...options,
    })
}

/** Gives the `fetch` that signs as a profile does: with its token, or as the Consumer alone. */
export async function createSignedFetch(
  profile: Profile,
  options: Pick<ClientOptions, 'fetch' | 'onRenew'> = {},
): Promise<FetchFunction> {
  const client = (await prepareClient(profile, options))()
  return profile.token === undefined ? client.fetch : client.withToken(profile.token).fetch
}
