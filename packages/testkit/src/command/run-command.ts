import { Argument, Command, CommanderError } from 'commander'

import type { CheckInfo } from '../checks/check.js'
import { VERSIONS } from '../checks/versions.js'
import { consumerChecks } from '../consumer-suite/consumer-checks.js'
import { testConsumer } from '../consumer-suite/test-consumer.js'
import { providerChecks } from '../provider-suite/provider-checks.js'
import { testProvider } from '../provider-suite/test-provider.js'
import { escapeControlsInLines } from '../report/escape-controls.js'
import { createSignerChecks } from '../signer-suite/signer-checks.js'
import { testSigner } from '../signer-suite/test-signer.js'
import { createInitCommand } from './init-command.js'
import { readConfigFile } from './read-config-file.js'
import {
  writeReports,
  readProgramOptions,
  readProviderRunOptions,
  addProgramOptions,
  addProviderOptions,
} from './report-options.js'
import type { ProgramFlags, ProviderFlags } from './report-options.js'

const USAGE_ERROR = 2
const SUITES: Readonly<Record<'provider' | 'consumer' | 'vectors', () => readonly CheckInfo[]>> = {
  provider: () => providerChecks,
  consumer: () => consumerChecks,
  vectors: createSignerChecks,
}

/** Runs the command line. Returns 0 if nothing failed, 1 for failures, and 2 for usage errors
 * or if checks cannot be judged. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  let code = 0
  const program = createProgram((result) => {
    code = result
  })
  try {
    await program.parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${escapeControlsInLines(message)}\n`)
    return USAGE_ERROR
  }
  return code
}

/** Creates the program with all commands. `finish` gets the exit status of a suite. */
export function createProgram(finish: (code: number) => void): Command {
  const provider = new Command('provider').description('Tests a running provider.')
  addProviderOptions(provider).action(async ({ config, ...flags }: ProviderFlags) => {
    const read = readConfigFile(config)
    finish(writeReports(await testProvider(read, readProviderRunOptions(flags)), flags, config))
  })
  const consumer = new Command('consumer').description('Tests a client, driven by a small program.')
  addProgramOptions(consumer).action(async ({ command, ...flags }: ProgramFlags) => {
    finish(writeReports(await testConsumer(command, readProgramOptions(flags)), flags))
  })
  const vectors = new Command('vectors').description('Tests a signer with the test vectors.')
  addProgramOptions(vectors).action(async ({ command, ...flags }: ProgramFlags) => {
    finish(writeReports(await testSigner(command, readProgramOptions(flags)), flags))
  })
  const root = new Command('oauthplus-testkit')
    .description('Tests an OAuth 1.0a implementation against RFC 5849.')
    .version(VERSIONS.testkit, '-V, --version', 'print the version')
    .helpCommand(false)
  const commands: readonly (readonly [Command, readonly string[]])[] = [
    [createInitCommand(), ['init', 'init --approve-url "http://a/ok?t={oauth_token}"']],
    [
      provider,
      [
        'provider --config provider.json --html a.html',
        'provider --config provider.json --only nonce',
      ],
    ],
    [
      consumer,
      ["consumer --command 'python3 client.py'", 'consumer --command ./client --junit a.xml'],
    ],
    [
      vectors,
      ["vectors --command 'python3 signer.py'", 'vectors --command ./signer --only hand-made'],
    ],
    [createListCommand(), ['list', 'list provider']],
  ]
  for (const [command] of commands) root.addCommand(command)
  const examples = commands.map(([, [first = '']]) => first)
  for (const [command, lines] of [[root, examples] as const, ...commands]) {
    command
      .exitOverride()
      .helpOption('-h, --help', 'show help')
      .addHelpText(
        'after',
        `\nExamples:\n${lines.map((line) => `  oauthplus-testkit ${line}`).join('\n')}`,
      )
  }
  return root.addHelpText('after', '\nExit status: 0, 1 for failures, 2 if it cannot run or judge.')
}

function createListCommand(): Command {
  return new Command('list')
    .summary('Lists the checks.')
    .description('Lists the checks: id, title, section, and level or severity.')
    .addArgument(
      new Argument('[suite]', 'only the checks of one suite').choices(Object.keys(SUITES)),
    )
    .action((suite?: keyof typeof SUITES) => {
      const suites = suite === undefined ? Object.values(SUITES) : [SUITES[suite]]
      for (const { id, title, section, level, severity } of suites.flatMap((checks) => checks())) {
        process.stdout.write(`${[id, title, section, severity ?? level].join('\t')}\n`)
      }
    })
}
