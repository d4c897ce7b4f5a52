import type { Command } from 'commander'

import { profileName, withProfileFlag } from '../consumer-side/chosen-profile.js'
import { clientFor } from '../consumer-side/client-for.js'
import { askSecret } from '../output/ask.js'
import { note } from '../output/print.js'
import { keepToken } from '../profiles/keep-token.js'
import { readProfile } from '../profiles/profile-files.js'
import { newCommand } from '../new-command.js'

/** `xauth`. */
export function xauth(): Command {
  return withProfileFlag(
    newCommand('xauth <username>', 'get a token for a username and a password'),
  )
    .addHelpText('after', '\nThe password is asked for, or comes in OAUTHPLUS_PASSWORD.')
    .action(async (username: string, flags: { readonly profile?: string }) => {
      const name = profileName(flags)
      const profile = await readProfile(name)
      const password = await askSecret('Password', 'OAUTHPLUS_PASSWORD')
      const { token } = await (await clientFor(profile))().xauth({ username, password })
      await keepToken(name, profile, token)
      note(`Logged in. The token is kept in the profile ${name}.`)
    })
}
