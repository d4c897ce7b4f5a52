import { authorizeOnLoopback, authorizeWithPin } from '@oauthplus/client/terminal'
import type { Command } from 'commander'
import open from 'open'

import { getProfileName, addProfileFlag } from '../consumer-side/signer-flags.js'
import { prepareClient } from '../consumer-side/prepare-client.js'
import { createUsageFailure } from '../failure.js'
import { note } from '../output/print.js'
import { escapeCell } from '../output/escape.js'
import { keepToken } from '../profiles/keep-token.js'
import { readProfile } from '../profiles/profile-files.js'
import { collect, createCommand, parseInteger } from '../create-command.js'

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
export function createLoginCommand(): Command {
  return addProfileFlag(createCommand('login', 'get a token by asking the User in a browser'))
    .option('--oob', 'ask for the code that the Provider shows, instead of waiting for a callback')
    .option('--no-browser', 'print the URL, and open no browser')
    .option(
      '--port <n>',
      'the port of the callback on 127.0.0.1; a free one by default',
      parseInteger,
    )
    .option('--path <path>', 'the path of the callback; /callback by default')
    .option('--timeout-seconds <n>', 'how long to wait; 300 by default', parseInteger)
    .option('--scope <names>', 'what to ask for')
    .option('--parameter <name=value>', 'a parameter of the first request; repeatable', collect)
    .option('--authorize-parameter <name=value>', 'one of the page; repeatable', collect)
    .action(async (flags: Flags) => {
      const name = getProfileName(flags)
      const profile = await readProfile(name)
      const { port, path, timeoutSeconds } = flags
      const options = {
        show: (url: string) => showUrl(url, flags),
        parameters: [
          ...(flags.scope === undefined ? [] : [['scope', flags.scope] as const]),
          ...(flags.parameter ?? []).map(parsePair),
        ],
        authorizeParameters: (flags.authorizeParameter ?? []).map(parsePair),
      }
      const client = await prepareClient(profile)
      const { token } =
        flags.oob === true
          ? await authorizeWithPin(client(), options)
          : await authorizeOnLoopback(client, { ...options, port, path, timeoutSeconds })
      await keepToken(name, profile, token)
      note(`Logged in. The token is kept in the profile ${name}.`)
    })
}

function parsePair(parameter: string): readonly [name: string, value: string] {
  const equals = parameter.indexOf('=')
  if (equals < 1) throw createUsageFailure('A parameter is NAME=VALUE')
  return [parameter.slice(0, equals), parameter.slice(equals + 1)]
}

/** Shows a URL to the User: always as text, and in a browser where there is one. */
async function showUrl(url: string, { browser }: { readonly browser: boolean }): Promise<void> {
  note(`Open ${escapeCell(url)}`)
  if (!browser) return
  // Without a browser the URL stands there all the same.
  const child = await open(url).catch(() => undefined)
  child?.on('error', () => undefined)
}
