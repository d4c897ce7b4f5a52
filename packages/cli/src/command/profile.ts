import { resolve } from 'node:path'

import type { RsaPrivateKey } from '@oauthplus/core'
import type { Command } from 'commander'

import {
  CONSUMER_SECRET,
  readConsumer,
  TOKEN_SECRET,
  readToken,
} from '../consumer-side/signer-flags.js'
import { prepareClient } from '../consumer-side/prepare-client.js'
import { readProvider, addProviderFlags } from '../consumer-side/provider-flags.js'
import type { ProviderFlags } from '../consumer-side/provider-flags.js'
import { createUsageFailure } from '../failure.js'
import { confirm } from '../output/ask.js'
import { note, printJson } from '../output/print.js'
import { formatTime, printFields, printTable } from '../output/table.js'
import {
  findProfile,
  getProfileFile,
  listProfileNames,
  readProfile,
  removeProfile,
  writeProfile,
} from '../profiles/profile-files.js'
import { summarizeProfile } from '../profiles/profile.js'
import type { Profile } from '../profiles/profile.js'
import { createCommand } from '../create-command.js'
import { createProfileImportCommand } from './profile-import.js'
import { readBytes } from '../read-file.js'

/** `profile`. */
export function createProfileCommand(): Command {
  return createCommand('profile', 'manage profiles: Consumers and their Providers')
    .addCommand(createAddCommand())
    .addCommand(createProfileImportCommand())
    .addCommand(createListCommand())
    .addCommand(createShowCommand())
    .addCommand(createSecretCommand())
    .addCommand(createRemoveCommand())
}

interface AddFlags extends ProviderFlags {
  readonly consumerKey: string
  readonly privateKey?: string
  readonly passphraseFile?: string
  readonly token?: string
  readonly userAgent?: string
}

/** `profile add`. */
function createAddCommand(): Command {
  return addProviderFlags(createCommand('add <name>', 'store a Consumer and its Provider'))
    .requiredOption(
      '--consumer-key <key>',
      `the Consumer; its secret is prompted for (${CONSUMER_SECRET})`,
    )
    .option('--private-key <file>', 'its private key, for RSA; the file is not copied')
    .option('--passphrase-file <file>', 'the passphrase of that key; or a prompt at each use')
    .option('--token <key>', `a token that you already have (${TOKEN_SECRET})`)
    .option('--user-agent <text>', 'the User-Agent of requests')
    .action(async (name: string, flags: AddFlags) => {
      if ((await findProfile(name)) !== undefined) {
        throw createUsageFailure(
          `The profile ${name} already exists: oauthplus profile remove ${name}`,
        )
      }
      const { consumerKey, privateKey, passphraseFile, token, userAgent } = flags
      const profile: Profile = {
        provider: readProvider(flags),
        consumer: await readConsumer(consumerKey, {
          privateKey: privateKey && resolve(privateKey),
          passphraseFile: passphraseFile && resolve(passphraseFile),
        }),
        token: token === undefined ? undefined : await readToken(token),
        userAgent,
      }
      // Invalid settings are refused before they are stored.
      const client = await prepareClient(profile, {}, readSealedKey)
      client()
      await writeProfile(name, profile)
      note(`Stored in ${getProfileFile(name)}.`)
    })
}

// The key is stored but not used yet, so its passphrase is not needed.
async function readSealedKey({
  privateKeyFile,
}: Profile['consumer']): Promise<RsaPrivateKey | undefined> {
  return privateKeyFile === undefined ? undefined : readBytes(privateKeyFile)
}

/** `profile list`. */
function createListCommand(): Command {
  return createCommand('list', 'list the profiles')
    .option('--json', 'print JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const names = await listProfileNames()
      const shown = await Promise.all(
        names.map(async (name) => summarizeProfile(name, await readProfile(name))),
      )
      if (json === true) printJson(shown)
      else {
        printTable(
          ['NAME', 'PROVIDER', 'CONSUMER KEY', 'TOKEN'],
          shown.map(({ name, provider, consumerKey, token = '' }) => [
            name,
            provider,
            consumerKey,
            token,
          ]),
        )
      }
    })
}

/** `profile show`. */
function createShowCommand(): Command {
  return createCommand('show <name>', 'show a profile without its secrets')
    .option('--json', 'print JSON')
    .action(async (name: string, { json }: { readonly json?: true }) => {
      const shown = summarizeProfile(name, await readProfile(name))
      if (json === true) printJson(shown)
      else {
        printFields([
          ['name', shown.name],
          ['provider', shown.provider],
          ['Consumer key', shown.consumerKey],
          ['token', shown.token ?? ''],
          ['token expires', formatTime(shown.tokenExpiresAtSeconds)],
        ])
      }
    })
}

/** `profile secret`. */
function createSecretCommand(): Command {
  return createCommand(
    'secret <name>',
    `ask for the Consumer's new secret (${CONSUMER_SECRET})`,
  ).action(async (name: string) => {
    const profile = await readProfile(name)
    const consumer = await readConsumer(profile.consumer.key, {})
    await writeProfile(name, { ...profile, consumer })
    note('Stored.')
  })
}

/** `profile remove`. */
function createRemoveCommand(): Command {
  return createCommand('remove <name>', 'delete a profile and its token')
    .option('--yes', 'do not ask')
    .action(async (name: string, flags: { readonly yes?: true }) => {
      await confirm('The secrets in it are deleted; the token itself stays valid.', flags)
      await removeProfile(name)
      note('Removed.')
    })
}
