import type { Command } from 'commander'

import { misuse } from '../failure.js'
import { askSecret } from '../output/ask.js'
import { readProfile } from '../profiles/profile-files.js'
import type { Profile } from '../profiles/profile.js'
import { providerOf, withSigningFlags } from './provider-flags.js'
import type { ProviderFlags } from './provider-flags.js'

/** The variable that brings the Consumer's secret. */
export const CONSUMER_SECRET = 'OAUTHPLUS_CONSUMER_SECRET'
/** The variable that brings the token's. */
export const TOKEN_SECRET = 'OAUTHPLUS_TOKEN_SECRET'

/** The files of a private key. */
interface KeyFiles {
  readonly privateKey?: string | undefined
  readonly passphraseFile?: string | undefined
}

/** The options that say who signs. */
export interface SignerFlags extends ProviderFlags {
  readonly profile?: string
  readonly consumerKey?: string
  readonly privateKey?: string
  readonly passphraseFile?: string
  readonly token?: string
}

/** Adds the options that say who signs: a profile, or a Consumer and its token. */
export function withSignerFlags(command: Command): Command {
  return withSigningFlags(
    withProfileFlag(command)
      .option('--consumer-key <key>', `a Consumer without a profile (${CONSUMER_SECRET})`)
      .option('--private-key <file>', 'its private key, for RSA: PEM, DER or .p12')
      .option('--passphrase-file <file>', 'its passphrase; else it is asked for')
      .option('--token <key>', `its token (${TOKEN_SECRET})`),
  )
}

/** Adds the option that names a profile. */
export function withProfileFlag(command: Command): Command {
  return command.option('-p, --profile <name>', '"default", or what OAUTHPLUS_PROFILE says')
}

/** Gives the name of the profile that is meant. */
export function profileName({ profile }: { readonly profile?: string }): string {
  return profile ?? process.env.OAUTHPLUS_PROFILE ?? 'default'
}

/** Gives who signs. Without a profile the secrets are asked for. */
export async function chosenSigner(flags: SignerFlags): Promise<Profile> {
  const { consumerKey, token } = flags
  if (consumerKey === undefined) return readProfile(profileName(flags))
  return {
    provider: providerOf(flags),
    consumer: await consumerOf(consumerKey, flags),
    token: token === undefined ? undefined : await tokenOf(token),
  }
}

/** Returns a Consumer with what it signs with: the file of a key, or a secret that is asked for. */
export async function consumerOf(
  key: string,
  { privateKey, passphraseFile }: KeyFiles,
): Promise<Profile['consumer']> {
  if (privateKey === undefined && passphraseFile !== undefined) {
    throw misuse('--passphrase-file needs --private-key')
  }
  if (privateKey !== undefined) return { key, privateKeyFile: privateKey, passphraseFile }
  return { key, secret: await askSecret('Consumer secret', CONSUMER_SECRET) }
}

/** Gives a token with its secret, which is asked for. */
export async function tokenOf(key: string): Promise<Profile['token']> {
  return { key, secret: await askSecret('Token secret', TOKEN_SECRET) }
}
