import { resolve } from 'node:path'

import type { RsaPrivateKey } from '@oauthplus/core'
import { Option } from 'commander'
import type { Command } from 'commander'

import { addKeyFlags, readConsumer, readToken } from '../consumer-side/signer-flags.js'
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
import { describeFailure } from '../describe-failure.js'
import { summarizeProfile } from '../profiles/profile.js'
import type { Profile, ProfileSummary } from '../profiles/profile.js'
import { addExamples, addRareOption, createCommand } from '../create-command.js'
import { createProfileImportCommand } from './profile-import.js'
import { readBytes } from '../read-file.js'

/** Creates `profile`. */
export function createProfileCommand(): Command {
  const command = createCommand('profile', 'manage profiles: consumers and their providers')
    .addCommand(createAddCommand())
    .addCommand(createProfileImportCommand())
    .addCommand(createListCommand())
    .addCommand(createShowCommand())
    .addCommand(createSecretCommand())
    .addCommand(createRemoveCommand())
  return addExamples(command, [
    'profile add work --site https://photos.example --consumer-key KEY',
    'profile list',
    'profile show default --json',
  ])
}

interface AddFlags extends ProviderFlags {
  readonly consumerKey: string
  readonly privateKey?: string
  readonly passphraseFile?: string
  readonly token?: string
  readonly userAgent?: string
}

/** Creates `profile add`. */
function createAddCommand(): Command {
  const command = addProviderFlags(createCommand('add <name>', 'store a consumer and its provider'))
    .requiredOption('--consumer-key <key>', 'the consumer; asks for its secret')
    .option('--token <key>', 'a token that you already have; asks for its secret')
  addRareOption(
    addKeyFlags(command),
    new Option('--user-agent <text>', 'the User-Agent header of requests'),
  )
  command.action(async (name: string, flags: AddFlags) => {
    if ((await findProfile(name)) !== undefined) {
      throw createUsageFailure(
        `The profile ${name} already exists: use another name, or run oauthplus profile remove ${name}`,
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
    // Rejects invalid settings before storing them.
    const client = await prepareClient(profile, {}, readSealedKey)
    client()
    await writeProfile(name, profile)
    note(`Stored in ${getProfileFile(name)}.`)
  })
  return addExamples(command, [
    'profile add work --site https://photos.example --consumer-key KEY',
    'profile add tumblr --preset tumblr --consumer-key KEY',
    'profile add bank --consumer-key KEY --private-key key.pem \\\n    --signature-method RSA-SHA256',
  ])
}

// The key is stored but not used yet, so its passphrase is not needed.
async function readSealedKey({
  privateKeyFile,
}: Profile['consumer']): Promise<RsaPrivateKey | undefined> {
  return privateKeyFile === undefined ? undefined : readBytes(privateKeyFile)
}

/** Creates `profile list`. */
function createListCommand(): Command {
  const command = createCommand('list', 'list the profiles')
    .option('--json', 'print JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const shown: ProfileSummary[] = []
      for (const name of await listProfileNames()) {
        try {
          shown.push(summarizeProfile(name, await readProfile(name)))
        } catch (error) {
          // One unreadable file does not hide the others.
          note(describeFailure(error).line ?? name)
        }
      }
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
  return addExamples(command, ['profile list', 'profile list --json'])
}

/** Creates `profile show`. */
function createShowCommand(): Command {
  const command = createCommand('show <name>', 'show a profile without its secrets')
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
  return addExamples(command, ['profile show default', 'profile show default --json'])
}

/** Creates `profile secret`. */
function createSecretCommand(): Command {
  const command = createCommand('secret <name>', "ask for the consumer's new secret, and store it")
  command.action(async (name: string) => {
    const profile = await readProfile(name)
    const consumer = await readConsumer(profile.consumer.key, {})
    await writeProfile(name, { ...profile, consumer })
    note('Stored.')
  })
  return addExamples(command, ['profile secret default', 'profile secret work'])
}

/** Creates `profile remove`. */
function createRemoveCommand(): Command {
  const command = createCommand('remove <name>', 'delete a profile and its token')
    .option('--yes', 'do not ask')
    .action(async (name: string, flags: { readonly yes?: true }) => {
      await confirm('The secrets in it are deleted; the token itself stays valid.', flags)
      await removeProfile(name)
      note('Removed.')
    })
  return addExamples(command, ['profile remove default', 'profile remove default --yes'])
}
