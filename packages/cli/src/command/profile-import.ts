import { resolve } from 'node:path'

import type { Command } from 'commander'

import {
  addKeyFlags,
  CONSUMER_SECRET,
  readConsumer,
  TOKEN_SECRET,
} from '../consumer-side/signer-flags.js'
import { prepareClient } from '../consumer-side/prepare-client.js'
import { createUsageFailure } from '../failure.js'
import { addExamples, createCommand } from '../create-command.js'
import { askSecret, confirm } from '../output/ask.js'
import { note } from '../output/print.js'
import { escapeCell } from '../output/escape.js'
import { listImportedProfiles } from '../profile-import/list-imported-profiles.js'
import type { NamedProfile } from '../profile-import/list-imported-profiles.js'
import type { Unusable } from '../profile-import/to-imported-profile.js'
import { getProfileFile, listProfileNames, writeProfile } from '../profiles/profile-files.js'
import type { Profile } from '../profiles/profile.js'

interface ImportFlags {
  readonly environment?: string
  readonly name?: string
  readonly privateKey?: string
  readonly passphraseFile?: string
  readonly yes?: true
}

/** Creates `profile import`. */
export function createProfileImportCommand(): Command {
  const command = createCommand('import <file>', 'import profiles from Postman or Insomnia')
    .option('--environment <file|name>', 'a file of Postman, or the name in Insomnia')
    .option('--name <name>', 'the name of the profile, if there is only one')
    .option('--yes', 'replace profiles without asking')
  addKeyFlags(command).action(async (file: string, flags: ImportFlags) => {
    // Rejects an invalid name before asking for a secret.
    if (flags.name !== undefined) getProfileFile(flags.name)
    const { named, unusable } = await listImportedProfiles(file, flags)
    printUnusable(unusable)
    if (named.length === 0) {
      throw createUsageFailure(
        unusable.length === 0
          ? `${file} has no OAuth 1 settings`
          : `${file} has no OAuth 1 settings that can be imported`,
      )
    }
    await confirmReplacing(named, flags)
    const profiles: (readonly [name: string, profile: Profile])[] = []
    for (const each of named) profiles.push([each.name, await toProfile(each, flags)])
    for (const [name, profile] of profiles) {
      await writeProfile(name, profile)
      note(`Stored in ${getProfileFile(name)}.`)
    }
    for (const { name, imported } of named) {
      for (const warning of imported.warnings) note(`${name}: ${warning}`)
    }
  })
  return addExamples(command, [
    'profile import Photos.postman_collection.json',
    'profile import Photos.postman_collection.json \\\n    --environment Staging.postman_environment.json',
    'profile import insomnia.yaml --environment Staging --name photos',
  ])
}

function printUnusable(unusable: readonly Unusable[]): void {
  const byReason = new Map<string, Unusable[]>()
  for (const each of unusable) {
    const same = byReason.get(each.reason)
    if (same === undefined) byReason.set(each.reason, [each])
    else same.push(each)
  }
  for (const [reason, [first, ...others]] of byReason) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    note(escapeCell(`Not imported: ${first?.place ?? ''}${more}: ${reason}`))
  }
}

async function confirmReplacing(
  named: readonly NamedProfile[],
  flags: Pick<ImportFlags, 'yes'>,
): Promise<void> {
  const present = new Set(await listProfileNames())
  const replaced = named.map(({ name }) => name).filter((name) => present.has(name))
  if (replaced.length > 0) await confirm(`This replaces ${replaced.join(', ')}.`, flags)
}

async function toProfile(
  { name, imported }: NamedProfile,
  { privateKey, passphraseFile }: Pick<ImportFlags, 'privateKey' | 'passphraseFile'>,
): Promise<Profile> {
  const { provider, consumer, token } = imported
  const isRsa = provider.signatureMethod?.startsWith('RSA-') === true
  if (isRsa && privateKey === undefined) {
    throw createUsageFailure(
      `${name} signs with RSA: save its private key to a file and pass it with --private-key`,
    )
  }
  const profile: Profile = {
    provider,
    consumer: isRsa
      ? await readConsumer(consumer.key, {
          privateKey: privateKey && resolve(privateKey),
          passphraseFile: passphraseFile && resolve(passphraseFile),
        })
      : {
          key: consumer.key,
          secret:
            consumer.secret ?? (await askSecret(`Consumer secret of ${name}`, CONSUMER_SECRET)),
        },
    token: token && {
      key: token.key,
      secret:
        token.secret ?? (isRsa ? '' : await askSecret(`Token secret of ${name}`, TOKEN_SECRET)),
    },
  }
  const client = await prepareClient(profile)
  // Rejects invalid settings before storing them.
  client()
  return profile
}
