import type { ConsumerOptions } from '@oauthplus/server'
import type { Command } from 'commander'

import { collect, parseInteger } from '../create-command.js'

/** What the options say of a Consumer. */
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

/** Adds the options that say what a Consumer is. */
export function addConsumerFlags(command: Command): Command {
  return command
    .option('--description <text>', 'what it does, for the consent page')
    .option('--website <url>', 'its site')
    .option('--owner <user id>', 'the User whom it belongs to')
    .option('--callback <pattern>', 'a callback that it may name, or oob; repeatable', collect)
    .option('--default-callback <url>', 'where a flow out of band goes')
    .option('--native-scheme <scheme>', 'a scheme without a dot to allow; repeatable', collect)
    .option('--method <name>', 'a signature method that it may use; repeatable', collect)
    .option('--address <range>', 'where it may send from (CIDR); repeatable', collect)
    .option('--xauth', 'let it exchange usernames and passwords')
    .option('--two-legged', 'let it send requests without a token')
    .option('--body-hash', 'make it send oauth_body_hash')
    .option('--plaintext-in-query', 'let it put PLAINTEXT and its secrets into URLs')
    .option('--token-lifetime-seconds <n>', 'how long its Access Tokens live', parseInteger)
}

/** Reads those options. */
export function readConsumerOptions(flags: ConsumerFlags): Omit<ConsumerOptions, 'name'> {
  return {
    description: flags.description,
    // An empty text takes away what stands there.
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
