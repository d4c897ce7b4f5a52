import type { Token } from '@oauthplus/client'

/** The stored settings of a Service Provider that is not a preset. */
export interface DescribedProvider {
  readonly requestTokenUrl?: string | undefined
  readonly authorizeUrl?: string | undefined
  readonly accessTokenUrl?: string | undefined
  readonly signatureMethod?: string | undefined
  readonly realm?: string | undefined
  readonly transmission?: 'header' | 'query' | 'body' | undefined
  readonly sendBodyHash?: boolean | undefined
}

/** The name of a preset, and its installation if it has many. */
export interface NamedPreset {
  readonly preset: string
  /** Its URL, or its account. */
  readonly site?: string | undefined
}

/** A Consumer, its Provider, and the token that a User has granted. */
export interface Profile {
  readonly provider: DescribedProvider | NamedPreset
  readonly consumer: {
    readonly key: string
    readonly secret?: string | undefined
    /** The file of the private key, for RSA. */
    readonly privateKeyFile?: string | undefined
    /** The file of its passphrase; without it the program prompts for the passphrase. */
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
