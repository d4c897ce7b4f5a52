import { existsSync, writeFileSync } from 'node:fs'

import { Command } from 'commander'

import { readProviderConfig } from '../provider-suite/read-provider-config.js'
import { createAsk } from './ask.js'
import type { Ask } from './ask.js'

/** The environment variable with the secret of the consumer, for `init` without a terminal. */
const CONSUMER_SECRET = 'OAUTHPLUS_CONSUMER_SECRET'
const OWNER_ONLY = 0o600

interface InitFlags {
  readonly file: string
  readonly requestTokenUrl?: string
  readonly authorizeUrl?: string
  readonly accessTokenUrl?: string
  readonly resourceUrl?: string
  readonly callback?: string
  readonly consumerKey?: string
  readonly signatureMethod?: string
  readonly approveUrl?: string
  readonly approveCommand?: string
}

/** Creates the command that writes a configuration. */
export function createInitCommand(findAsk: () => Ask | undefined = createAsk): Command {
  return new Command('init')
    .summary('Writes a configuration for a provider.')
    .description('Writes a configuration for a provider. Asks for what no option says.')
    .option('--file <file>', 'where to write it; never overwritten', 'provider.json')
    .option('--request-token-url <url>', 'issues request tokens')
    .option('--authorize-url <url>', 'the authorization page')
    .option('--access-token-url <url>', 'issues access tokens')
    .option('--resource-url <url>', 'a resource for GET and POST')
    .option('--callback <url>', 'the callback to send')
    .option('--consumer-key <key>', `its secret: ${CONSUMER_SECRET}`)
    .option('--signature-method <name>', 'HMAC-SHA1 by default')
    .option('--approve-url <url>', 'approves; {oauth_token}, {decision}')
    .option('--approve-command <command>', 'approves; else a person does')
    .action(async (flags: InitFlags) => {
      if (existsSync(flags.file)) throw createExistsError(flags.file)
      const config = await createConfig(flags, findAsk())
      const json = `${JSON.stringify(config, null, 2)}\n`
      readProviderConfig(json, () => '')
      writeNewFile(flags.file, json)
      process.stdout.write(
        `Wrote ${flags.file}, which only you can read. Next:\n  oauthplus-testkit provider --config ${flags.file} --html report.html\n`,
      )
    })
}

async function createConfig(flags: InitFlags, ask: Ask | undefined): Promise<object> {
  const require = async (given: string | undefined, option: string, question: string) => {
    if (given !== undefined) return given
    if (ask === undefined) throw new Error(`There is no terminal to ask on: set ${option}`)
    return ask(question)
  }
  const urls = {
    requestTokenUrl:
      await require(flags.requestTokenUrl, '--request-token-url', 'URL that issues request tokens'),
    authorizeUrl:
      await require(flags.authorizeUrl, '--authorize-url', 'URL of the authorization page'),
    accessTokenUrl:
      await require(flags.accessTokenUrl, '--access-token-url', 'URL that issues access tokens'),
    resourceUrl: await require(flags.resourceUrl, '--resource-url', 'URL of a protected resource'),
  }
  const key = await require(flags.consumerKey, '--consumer-key', 'Consumer key')
  const { [CONSUMER_SECRET]: given } = process.env
  if (given === undefined && ask === undefined) {
    throw new Error(`There is no terminal to ask on: set ${CONSUMER_SECRET}`)
  }
  const secret = given ?? (await ask?.('Consumer secret', { isSecret: true }))
  const { callback, signatureMethod, approveUrl, approveCommand } = flags
  const answer =
    approveUrl === undefined && approveCommand === undefined
      ? await ask?.('URL that approves, with {oauth_token} and {decision}; empty if you approve')
      : approveUrl
  return {
    ...urls,
    callback,
    consumer: { key, secret, signatureMethod },
    approve:
      approveCommand !== undefined
        ? { command: approveCommand }
        : answer === undefined || answer === ''
          ? { person: true }
          : { url: answer },
  }
}

function writeNewFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: OWNER_ONLY })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw createExistsError(file)
  }
}

function createExistsError(file: string): Error {
  return new Error(`${file} exists, and is not overwritten: choose another with --file`)
}
