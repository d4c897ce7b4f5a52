import { authorizeOnLoopback, authorizeWithPin } from '@oauthplus/client/terminal'
import { Option } from 'commander'
import type { Command } from 'commander'
import open from 'open'

import { getProfileName, addProfileFlag } from '../consumer-side/signer-flags.js'
import { prepareClient } from '../consumer-side/prepare-client.js'
import { isTimeout } from '../describe-failure.js'
import { createUsageFailure, EXIT_CODES, Failure } from '../failure.js'
import { note } from '../output/print.js'
import { escapeCell } from '../output/escape.js'
import { keepToken } from '../profiles/keep-token.js'
import { readProfile } from '../profiles/profile-files.js'
import {
  addExamples,
  addRareOption,
  collect,
  createCommand,
  parseInteger,
} from '../create-command.js'

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

/** Creates `login`. */
export function createLoginCommand(): Command {
  const command = addProfileFlag(
    createCommand('login', 'get a token: the user approves in a browser'),
  )
    .option('--oob', 'ask for the code that the provider shows')
    .option('--no-browser', 'print the URL without opening a browser')
    .option('--scope <names>', 'the scopes to request')
    .option('--port <n>', 'the port of the callback; a free one by default', parseInteger)
    .option('--timeout-seconds <n>', 'the time limit; 300 by default', parseInteger)
  const options = [
    new Option('--path <path>', 'the path of the callback; /callback by default'),
    new Option(
      '--parameter <name=value>',
      'a parameter of the request token request; repeatable',
    ).argParser(collect),
    new Option(
      '--authorize-parameter <name=value>',
      'a parameter of the authorization page; repeatable',
    ).argParser(collect),
  ]
  for (const option of options) addRareOption(command, option)
  command.action(async (flags: Flags) => {
    const name = getProfileName(flags)
    const profile = await readProfile(name)
    const { port, path, timeoutSeconds } = flags
    let isShown = false
    const options = {
      show: (url: string) => {
        isShown = true
        return showUrl(url, flags)
      },
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
        : await authorizeOnLoopback(client, { ...options, port, path, timeoutSeconds }).catch(
            (error: unknown) => {
              if (!isTimeout(error)) throw error
              throw isShown
                ? new Failure(
                    'The user did not approve in time: try again, or wait longer with --timeout-seconds',
                  )
                : new Failure('The provider did not respond in time', EXIT_CODES.unreachable)
            },
          )
    await keepToken(name, profile, token)
    note(`Logged in. The token is stored in the profile ${name}.`)
  })
  return addExamples(command, [
    'login --scope photos',
    'login -p work --no-browser --port 8888',
    'login --oob',
  ])
}

function parsePair(parameter: string): readonly [name: string, value: string] {
  const equals = parameter.indexOf('=')
  if (equals < 1) throw createUsageFailure('A parameter must be NAME=VALUE')
  return [parameter.slice(0, equals), parameter.slice(equals + 1)]
}

/** Prints a URL, and opens it in a browser if there is one. */
async function showUrl(url: string, { browser }: { readonly browser: boolean }): Promise<void> {
  note(`Open ${escapeCell(url)}`)
  if (!browser) return
  // Without a browser, the printed URL is enough.
  const child = await open(url).catch(() => undefined)
  child?.on('error', () => undefined)
}
