import type { Profile } from './profile.js'

/** What may be seen of a profile. */
export interface ShownProfile {
  readonly name: string
  readonly provider: string
  readonly consumerKey: string
  readonly token: string | undefined
  readonly tokenExpiresAtSeconds: number | undefined
}

/** Leaves of a profile what may be seen. */
export function shownProfile(name: string, { provider, consumer, token }: Profile): ShownProfile {
  return {
    name,
    provider:
      'preset' in provider
        ? [provider.preset, provider.site ?? ''].join(' ').trim()
        : (provider.requestTokenUrl ?? provider.accessTokenUrl ?? ''),
    consumerKey: consumer.key,
    token: token?.key,
    tokenExpiresAtSeconds: token?.expiresAtSeconds,
  }
}
