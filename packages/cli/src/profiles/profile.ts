import type { Token } from '@oauthplus/client'

/** What is kept of a Service Provider that is no preset. */
export interface DescribedProvider {
  readonly requestTokenUrl?: string | undefined
  readonly authorizeUrl?: string | undefined
  readonly accessTokenUrl?: string | undefined
  readonly signatureMethod?: string | undefined
  readonly realm?: string | undefined
  readonly transmission?: 'header' | 'query' | 'body' | undefined
  readonly sendBodyHash?: boolean | undefined
}

/** A preset by its name, and the installation where there are many. */
export interface NamedPreset {
  readonly preset: string
  /** Its URL, or its account. */
  readonly site?: string | undefined
}

/** Who calls whom: a Consumer, the Provider, and the token that a User has granted. */
export interface Profile {
  readonly provider: DescribedProvider | NamedPreset
  readonly consumer: {
    readonly key: string
    readonly secret?: string | undefined
    /** The file of the private key, for RSA. */
    readonly privateKeyFile?: string | undefined
    /** The file of its passphrase; without one the passphrase is asked for. */
    readonly passphraseFile?: string | undefined
  }
  readonly token?: Token | undefined
  readonly userAgent?: string | undefined
}

/** What may be seen of a profile. */
interface ProfileSummary {
  readonly name: string
  readonly provider: string
  readonly consumerKey: string
  readonly token: string | undefined
  readonly tokenExpiresAtSeconds: number | undefined
}

/** Leaves of a profile what may be seen. */
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
