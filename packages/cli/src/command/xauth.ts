import type { Command } from 'commander'

import { getProfileName, addProfileFlag } from '../consumer-side/signer-flags.js'
import { prepareClient } from '../consumer-side/prepare-client.js'
import { askSecret } from '../output/ask.js'
import { note } from '../output/print.js'
import { keepToken } from '../profiles/keep-token.js'
import { readProfile } from '../profiles/profile-files.js'
import { addExamples, createCommand } from '../create-command.js'

/** Creates `xauth`. */
export function createXauthCommand(): Command {
  const command = addProfileFlag(
    createCommand('xauth <username>', 'get a token with a username and a password'),
  )
    .addHelpText('after', '\nThe password comes from a prompt, or from OAUTHPLUS_PASSWORD.')
    .action(async (username: string, flags: { readonly profile?: string }) => {
      const name = getProfileName(flags)
      const profile = await readProfile(name)
      const password = await askSecret('Password', 'OAUTHPLUS_PASSWORD')
      const { token } = await (await prepareClient(profile))().xauth({ username, password })
      await keepToken(name, profile, token)
      note(`Logged in. The token is stored in the profile ${name}.`)
    })
  return addExamples(command, ['xauth jane@photos.example', 'xauth -p work jane'])
}
