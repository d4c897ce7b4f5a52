import { Option } from 'commander'
import type { Command } from 'commander'

import { addRareOption } from '../create-command.js'
import { createUsageFailure } from '../failure.js'
import { askSecret } from '../output/ask.js'
import { readProfile } from '../profiles/profile-files.js'
import type { Profile } from '../profiles/profile.js'
import { overrideProfile } from './override-profile.js'
import { readProvider, addSigningFlags } from './provider-flags.js'
import type { ProviderFlags } from './provider-flags.js'

/** The environment variable with the consumer secret. */
export const CONSUMER_SECRET = 'OAUTHPLUS_CONSUMER_SECRET'
/** The environment variable with the token secret. */
export const TOKEN_SECRET = 'OAUTHPLUS_TOKEN_SECRET'

/** The files of a private key. */
interface KeyFiles {
  readonly privateKey?: string | undefined
  readonly passphraseFile?: string | undefined
}

/** The options for the consumer and token of a request. */
export interface SignerFlags extends ProviderFlags {
  readonly profile?: string
  readonly consumerKey?: string
  readonly privateKey?: string
  readonly passphraseFile?: string
  readonly token?: string
}

/** Adds the options for the consumer and token of a request: a profile, or keys. */
export function addSignerFlags(command: Command): Command {
  addProfileFlag(command)
    .option('--consumer-key <key>', 'a consumer without a profile; asks for its secret')
    .option('--token <key>', 'another token; asks for its secret')
  return addSigningFlags(addKeyFlags(command))
}

/** Adds the options for a private key. */
export function addKeyFlags(command: Command): Command {
  addRareOption(
    command,
    new Option('--private-key <file>', "the consumer's RSA private key: PEM, DER or .p12"),
  )
  return addRareOption(
    command,
    new Option(
      '--passphrase-file <file>',
      'the file with its passphrase, which is asked for by default',
    ),
  )
}

/** Adds the option that names a profile. */
export function addProfileFlag(command: Command): Command {
  return command.option('-p, --profile <name>', 'the profile (OAUTHPLUS_PROFILE, or "default")')
}

/** Returns the name of the profile to use. */
export function getProfileName({ profile }: { readonly profile?: string }): string {
  return profile ?? process.env.OAUTHPLUS_PROFILE ?? 'default'
}

/**
 * Reads the consumer of the options without its secret, so that other options can be checked before
 * a prompt.
 */
export async function readSignerProvider(flags: SignerFlags): Promise<{
  readonly provider: Profile['provider']
  readonly consumer: { readonly key: string }
}> {
  const { consumerKey } = flags
  return consumerKey === undefined
    ? overrideProfile(await readProfile(getProfileName(flags)), flags)
    : { provider: readProvider(flags), consumer: { key: consumerKey } }
}

/**
 * Reads the profile of the options, in which other options override what is stored, or prompts for the
 * secrets of the given keys.
 */
export async function readSigner(flags: SignerFlags): Promise<Profile> {
  const { consumerKey, token } = flags
  const signer =
    consumerKey === undefined
      ? overrideProfile(await readProfile(getProfileName(flags)), flags)
      : { provider: readProvider(flags), consumer: await readConsumer(consumerKey, flags) }
  return token === undefined ? signer : { ...signer, token: await readToken(token) }
}

/** Reads a consumer with the file of its private key, or prompts for its secret. */
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

/** Reads a token and prompts for its secret. */
export async function readToken(key: string): Promise<Profile['token']> {
  return { key, secret: await askSecret('Token secret', TOKEN_SECRET) }
}
