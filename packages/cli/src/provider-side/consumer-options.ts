import type { ConsumerOptions } from '@oauthplus/server'
import type { Command } from 'commander'

import { collect, parseInteger } from '../create-command.js'

/** The options of a Consumer. */
export interface ConsumerFlags {
  readonly description?: string
  readonly website?: string
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

/** Adds the options of a Consumer. */
export function addConsumerFlags(command: Command): Command {
  return command
    .option('--description <text>', 'what it does, for the consent page')
    .option('--website <url>', 'its site')
    .option('--owner <user id>', 'the User that owns it')
    .option('--callback <pattern>', 'a callback that it may use, or oob; repeatable', collect)
    .option('--default-callback <url>', 'the callback of out-of-band flows')
    .option('--native-scheme <scheme>', 'a scheme without a dot to allow; repeatable', collect)
    .option('--method <name>', 'a signature method that it may use; repeatable', collect)
    .option('--address <range>', 'an address range it may use (CIDR); repeatable', collect)
    .option('--xauth', 'allow xAuth: usernames and passwords')
    .option('--two-legged', 'allow requests without a token')
    .option('--body-hash', 'require oauth_body_hash')
    .option('--plaintext-in-query', 'allow PLAINTEXT, and so its secrets, in URLs')
    .option('--token-lifetime-seconds <n>', 'the lifetime of its Access Tokens', parseInteger)
}

/** Reads the options of a Consumer. */
export function readConsumerOptions(flags: ConsumerFlags): Omit<ConsumerOptions, 'name'> {
  return {
    description: flags.description,
    // An empty string removes the stored value.
    website: flags.website === '' ? null : flags.website,
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
