import type { Command } from 'commander'

import { createUsageFailure } from '../failure.js'
import { askSecret } from '../output/ask.js'
import { readProfile } from '../profiles/profile-files.js'
import type { Profile } from '../profiles/profile.js'
import { readProvider, addSigningFlags } from './provider-flags.js'
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
export function addSignerFlags(command: Command): Command {
  return addSigningFlags(
    addProfileFlag(command)
      .option('--consumer-key <key>', `a Consumer without a profile (${CONSUMER_SECRET})`)
      .option('--private-key <file>', 'its private key, for RSA: PEM, DER or .p12')
      .option('--passphrase-file <file>', 'its passphrase; else it is asked for')
      .option('--token <key>', `its token (${TOKEN_SECRET})`),
  )
}

/** Adds the option that names a profile. */
export function addProfileFlag(command: Command): Command {
  return command.option('-p, --profile <name>', '"default", or what OAUTHPLUS_PROFILE says')
}

/** Gives the name of the profile that is meant. */
export function getProfileName({ profile }: { readonly profile?: string }): string {
  return profile ?? process.env.OAUTHPLUS_PROFILE ?? 'default'
}

/** Gives who signs. Without a profile the secrets are asked for. */
export async function readSigner(flags: SignerFlags): Promise<Profile> {
  const { consumerKey, token } = flags
  if (consumerKey === undefined) return readProfile(getProfileName(flags))
  return {
    provider: readProvider(flags),
    consumer: await readConsumer(consumerKey, flags),
    token: token === undefined ? undefined : await readToken(token),
  }
}

/** Returns a Consumer with what it signs with: the file of a key, or a secret that is asked for. */
export async function readConsumer(
  key: string,
  { privateKey, passphraseFile }: KeyFiles,
): Promise<Profile['consumer']> {
  if (privateKey === undefined && passphraseFile !== undefined) {
    throw createUsageFailure('--passphrase-file needs --private-key')
  }
  if (privateKey !== undefined) return { key, privateKeyFile: privateKey, passphraseFile }
  return { key, secret: await askSecret('Consumer secret', CONSUMER_SECRET) }
}

/** Gives a token with its secret, which is asked for. */
export async function readToken(key: string): Promise<Profile['token']> {
  return { key, secret: await askSecret('Token secret', TOKEN_SECRET) }
}
