import { createUsageFailure } from '../failure.js'
import type { Profile } from '../profiles/profile.js'
import type { ProviderFlags } from './provider-flags.js'

/** The options that override a profile. */
interface Overrides extends ProviderFlags {
  readonly privateKey?: string
  readonly passphraseFile?: string
}

const FLAGS: Readonly<Record<string, string>> = {
  signatureMethod: '--signature-method',
  realm: '--realm',
  transmission: '--transmission',
  sendBodyHash: '--body-hash',
}

/**
 * Returns a profile in which the given options replace stored settings, except for the token.
 *
 * @throws {@link Failure} if the profile uses a preset, whose signature settings are fixed.
 */
export function overrideProfile(profile: Profile, flags: Overrides): Profile {
  return {
    ...profile,
    provider: overrideProvider(profile, flags),
    consumer: overrideConsumer(profile, flags),
  }
}

function overrideProvider({ provider }: Profile, flags: Overrides): Profile['provider'] {
  const { signatureMethod, realm, transmission, bodyHash: sendBodyHash } = flags
  const given = Object.entries({ signatureMethod, realm, transmission, sendBodyHash }).filter(
    ([, value]) => value !== undefined,
  )
  const [first] = given
  if (first === undefined) return provider
  if ('preset' in provider) {
    throw createUsageFailure(
      `The profile uses the preset ${provider.preset}, which has its own signature settings: omit ${FLAGS[first[0]] ?? ''}`,
    )
  }
  return { ...provider, ...Object.fromEntries(given) }
}

function overrideConsumer({ consumer }: Profile, flags: Overrides): Profile['consumer'] {
  const { privateKey, passphraseFile } = flags
  if (privateKey !== undefined) {
    return { key: consumer.key, privateKeyFile: privateKey, passphraseFile }
  }
  if (passphraseFile === undefined) return consumer
  if (consumer.privateKeyFile === undefined) {
    throw createUsageFailure('--passphrase-file needs --private-key')
  }
  return { ...consumer, passphraseFile }
}
