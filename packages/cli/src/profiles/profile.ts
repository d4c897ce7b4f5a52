import type { Token } from '@oauthplus/client'

/** The stored settings of a service provider that is not a preset. */
export interface DescribedProvider {
  readonly requestTokenUrl?: string | undefined
  readonly authorizeUrl?: string | undefined
  readonly accessTokenUrl?: string | undefined
  readonly signatureMethod?: string | undefined
  readonly realm?: string | undefined
  readonly transmission?: 'header' | 'query' | 'body' | undefined
  readonly sendBodyHash?: boolean | undefined
}

/** The name of a preset, and the installation of a service that has many. */
export interface NamedPreset {
  readonly preset: string
  /** The URL or the account of the installation. */
  readonly site?: string | undefined
}

/** A consumer, its provider, and the token that a user has granted. */
export interface Profile {
  readonly provider: DescribedProvider | NamedPreset
  readonly consumer: {
    readonly key: string
    readonly secret?: string | undefined
    /** The file of the private key, for RSA. */
    readonly privateKeyFile?: string | undefined
    /** The file with its passphrase. Without it, the program prompts for the passphrase. */
    readonly passphraseFile?: string | undefined
  }
  readonly token?: Token | undefined
  readonly userAgent?: string | undefined
}

/** The public part of a profile. */
export interface ProfileSummary {
  readonly name: string
  readonly provider: string
  readonly consumerKey: string
  readonly token: string | undefined
  readonly tokenExpiresAtSeconds: number | undefined
}

/** Returns a profile without its secrets. */
export function summarizeProfile(
  name: string,
  { provider, consumer, token }: Profile,
): ProfileSummary {
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
