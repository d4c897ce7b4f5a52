import { authorizeOnLoopback, authorizeWithPin } from '@oauthplus/client/terminal'
import type { Command } from 'commander'
import open from 'open'

import { profileName, withProfileFlag } from '../consumer-side/chosen-profile.js'
import { clientFor } from '../consumer-side/client-for.js'
import { misuse } from '../failure.js'
import { note } from '../output/print.js'
import { printableCell } from '../output/printable.js'
import { keepToken } from '../profiles/keep-token.js'
import { readProfile } from '../profiles/profile-files.js'
import { collected, newCommand, wholeNumber } from '../new-command.js'

interface Flags {
  readonly profile?: string
  readonly oob?: true
  readonly browser: boolean
  readonly port?: number
  readonly path?: string
  readonly timeoutSeconds?: number
  readonly scope?: string
  readonly parameter?: readonly string[]
  readonly authorizeParameter?: readonly string[]
}

/** `login`. */
export function login(): Command {
  return withProfileFlag(newCommand('login', 'get a token by asking the User in a browser'))
    .option('--oob', 'ask for the code that the Provider shows, instead of waiting for a callback')
    .option('--no-browser', 'print the URL, and open no browser')
    .option(
      '--port <n>',
      'the port of the callback on 127.0.0.1; a free one by default',
      wholeNumber,
    )
    .option('--path <path>', 'the path of the callback; /callback by default')
    .option('--timeout-seconds <n>', 'how long to wait; 300 by default', wholeNumber)
    .option('--scope <names>', 'what to ask for')
    .option('--parameter <name=value>', 'a parameter of the first request; repeatable', collected)
    .option('--authorize-parameter <name=value>', 'one of the page; repeatable', collected)
    .action(async (flags: Flags) => {
      const name = profileName(flags)
      const profile = await readProfile(name)
      const { port, path, timeoutSeconds } = flags
      const options = {
        show: (url: string) => showUrl(url, flags),
        parameters: [
          ...(flags.scope === undefined ? [] : [['scope', flags.scope] as const]),
          ...(flags.parameter ?? []).map(pair),
        ],
        authorizeParameters: (flags.authorizeParameter ?? []).map(pair),
      }
      const client = await clientFor(profile)
      const { token } =
        flags.oob === true
          ? await authorizeWithPin(client(), options)
          : await authorizeOnLoopback(client, { ...options, port, path, timeoutSeconds })
      await keepToken(name, profile, token)
      note(`Logged in. The token is kept in the profile ${name}.`)
    })
}

function pair(text: string): readonly [name: string, value: string] {
  const equals = text.indexOf('=')
  if (equals < 1) throw misuse('A parameter is NAME=VALUE')
  return [text.slice(0, equals), text.slice(equals + 1)]
}

/** Shows a URL to the User: always as text, and in a browser where there is one. */
async function showUrl(url: string, { browser }: { readonly browser: boolean }): Promise<void> {
  note(`Open ${printableCell(url)}`)
  if (!browser) return
  // Without a browser the URL stands there all the same.
  const child = await open(url).catch(() => undefined)
  child?.on('error', () => undefined)
}
