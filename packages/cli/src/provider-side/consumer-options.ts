import type { ConsumerOptions } from '@oauthplus/server'
import { Option } from 'commander'
import type { Command } from 'commander'

import { addRareOption, collect, parseInteger } from '../create-command.js'

/** The options of a consumer. */
export interface ConsumerFlags {
  readonly description?: string
  readonly website?: string
  readonly icon?: string
  readonly scope?: readonly string[]
  readonly owner?: string
  readonly callback?: readonly string[]
  readonly defaultCallback?: string
  readonly nativeScheme?: readonly string[]
  readonly method?: readonly string[]
  readonly address?: readonly string[]
  readonly xauth?: boolean
  readonly twoLegged?: boolean
  readonly bodyHash?: boolean
  readonly plaintextInQuery?: boolean
  readonly tokenLifetimeSeconds?: number
}

/** Adds the options of a consumer. */
export function addConsumerFlags(command: Command): Command {
  command
    .option('--description <text>', 'a description for the consent page')
    .option('--website <url>', 'its website')
    .option('--owner <user id>', 'the user who owns it')
    .option('--callback <pattern>', 'a callback that it may use, or oob; repeatable', collect)
    .option('--method <name>', 'a signature method that it may use; repeatable', collect)
  const options = [
    new Option('--icon <url>', 'its icon for the consent page, an https URL'),
    new Option(
      '--scope <name>',
      'a scope that it may request; all by default; repeatable',
    ).argParser(collect),
    new Option('--default-callback <url>', 'the callback for out-of-band flows, instead of a code'),
    new Option(
      '--native-scheme <scheme>',
      'allow callbacks with this scheme, which has no dot; repeatable',
    ).argParser(collect),
    new Option(
      '--address <range>',
      'an IP address range that it may use (CIDR); repeatable',
    ).argParser(collect),
    new Option('--two-legged', 'allow requests without a token'),
    new Option('--xauth', 'allow xAuth: tokens for usernames and passwords'),
    new Option('--body-hash', 'require oauth_body_hash'),
    new Option('--plaintext-in-query', 'allow PLAINTEXT, and so its secrets, in URLs'),
    new Option('--token-lifetime-seconds <n>', 'the lifetime of its access tokens').argParser(
      parseInteger,
    ),
  ]
  for (const option of options) addRareOption(command, option)
  return command
}

/** Reads the options of a consumer. */
export function readConsumerOptions(flags: ConsumerFlags): Omit<ConsumerOptions, 'name'> {
  return {
    description: flags.description,
    // An empty string removes the stored value.
    website: flags.website === '' ? null : flags.website,
    iconUrl: flags.icon === '' ? null : flags.icon,
    // A single empty name removes the limit.
    scopes: flags.scope?.join('') === '' ? null : flags.scope,
    ownerId: flags.owner === '' ? null : flags.owner,
    callbacks: flags.callback,
    defaultCallback: flags.defaultCallback === '' ? null : flags.defaultCallback,
    signatureMethods: flags.method,
    addressRanges: flags.address,
    allowXauth: flags.xauth,
    allowTwoLegged: flags.twoLegged,
    requireBodyHash: flags.bodyHash,
    allowPlaintextInQuery: flags.plaintextInQuery,
    accessTokenLifetimeSeconds: flags.tokenLifetimeSeconds,
  }
}
