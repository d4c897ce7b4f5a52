import { resolve } from 'node:path'

import type { Command } from 'commander'

import {
  consumerOf,
  tokenOf,
  CONSUMER_SECRET,
  TOKEN_SECRET,
} from '../consumer-side/chosen-profile.js'
import { clientFor } from '../consumer-side/client-for.js'
import { providerOf, withProviderFlags } from '../consumer-side/provider-flags.js'
import type { ProviderFlags } from '../consumer-side/provider-flags.js'
import { misuse } from '../failure.js'
import { note } from '../output/print.js'
import { findProfile, writeProfile } from '../profiles/profile-files.js'
import { profileFile } from '../profiles/profile-folder.js'
import type { Profile } from '../profiles/profile.js'
import { newCommand } from './new-command.js'

interface Flags extends ProviderFlags {
  readonly consumerKey: string
  readonly privateKey?: string
  readonly token?: string
  readonly userAgent?: string
}

/** `profile add`. */
export function profileAdd(): Command {
  return withProviderFlags(newCommand('add <name>', 'keep a Consumer and its Provider'))
    .requiredOption(
      '--consumer-key <key>',
      `the Consumer; its secret is asked for (${CONSUMER_SECRET})`,
    )
    .option('--private-key <file>', 'its private key as PEM, for RSA; the file stays where it is')
    .option('--token <key>', `a token that you have already (${TOKEN_SECRET})`)
    .option('--user-agent <text>', 'what requests call themselves')
    .action(async (name: string, flags: Flags) => {
      if ((await findProfile(name)) !== undefined) {
        throw misuse(`There is a profile ${name} already: oauthplus profile remove ${name}`)
      }
      const { consumerKey, privateKey, token, userAgent } = flags
      const profile: Profile = {
        provider: providerOf(flags),
        consumer: await consumerOf(consumerKey, privateKey && resolve(privateKey)),
        token: token === undefined ? undefined : await tokenOf(token),
        userAgent,
      }
      const client = await clientFor(profile)
      // What no client can be made of is refused before it is kept.
      client()
      await writeProfile(name, profile)
      note(`Kept in ${profileFile(name)}.`)
    })
}
