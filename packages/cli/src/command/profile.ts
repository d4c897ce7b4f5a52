import type { Command } from 'commander'

import { newCommand } from './new-command.js'
import { profileAdd } from './profile-add.js'
import { profileList } from './profile-list.js'
import { profileRemove } from './profile-remove.js'
import { profileSecret } from './profile-secret.js'
import { profileShow } from './profile-show.js'

/** `profile`. */
export function profile(): Command {
  return newCommand('profile', 'who you are to which Provider')
    .addCommand(profileAdd())
    .addCommand(profileList())
    .addCommand(profileShow())
    .addCommand(profileSecret())
    .addCommand(profileRemove())
}
