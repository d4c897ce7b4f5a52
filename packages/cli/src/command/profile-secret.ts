import type { Command } from 'commander'

import { consumerOf, CONSUMER_SECRET } from '../consumer-side/chosen-profile.js'
import { note } from '../output/print.js'
import { readProfile, writeProfile } from '../profiles/profile-files.js'
import { newCommand } from './new-command.js'

/** `profile secret`. */
export function profileSecret(): Command {
  return newCommand(
    'secret <name>',
    `ask for the Consumer's new secret (${CONSUMER_SECRET})`,
  ).action(async (name: string) => {
    const profile = await readProfile(name)
    const consumer = await consumerOf(profile.consumer.key, undefined)
    await writeProfile(name, { ...profile, consumer })
    note('Kept.')
  })
}
