import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { Argument, Command, CommanderError } from 'commander'

import type { CheckInfo } from '../checks/check.js'
import { consumerChecks } from '../consumer-suite/consumer-checks.js'
import { testConsumer } from '../consumer-suite/test-consumer.js'
import { providerChecks } from '../provider-suite/provider-checks.js'
import type { ConfiguredConsumer, ProviderConfig } from '../provider-suite/provider-config.js'
import { readProviderConfig } from '../provider-suite/read-provider-config.js'
import { testProvider } from '../provider-suite/test-provider.js'
import { createSignerChecks } from '../signer-suite/signer-checks.js'
import { testSigner } from '../signer-suite/test-signer.js'
import { readPrivateKeyFile } from './read-private-key-file.js'
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
  const program = new Command('oauthplus-testkit')
    .description('Tests an OAuth 1.0a implementation against RFC 5849.')
    .exitOverride()

  addProviderOptions(program.command('provider').description('test a running provider')).action(
    async ({ config, ...flags }: ProviderFlags) => {
      const report = await testProvider(readConfig(config), readProviderRunOptions(flags))
      code = writeReports(report, flags, config)
    },
  )

  addProgramOptions(
    program.command('consumer').description('test a client, driven by a small program'),
  ).action(async ({ command, ...flags }: ProgramFlags) => {
    code = writeReports(await testConsumer(command, readProgramOptions(flags)), flags)
  })

  addProgramOptions(
    program.command('vectors').description('test a signer with the test vectors'),
  ).action(async ({ command, ...flags }: ProgramFlags) => {
    code = writeReports(await testSigner(command, readProgramOptions(flags)), flags)
  })

  program
    .command('list')
    .description('list the checks: id, title, section, and level or severity')
    .addArgument(
      new Argument('[suite]', 'only the checks of one suite').choices(Object.keys(SUITES)),
    )
    .action((suite?: keyof typeof SUITES) => {
      const suites = suite === undefined ? Object.values(SUITES) : [SUITES[suite]]
      for (const { id, title, section, level, severity } of suites.flatMap((checks) => checks())) {
        process.stdout.write(`${[id, title, section, severity ?? level].join('\t')}\n`)
      }
    })

  try {
    await program.parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return USAGE_ERROR
  }
  return code
}

/** Reads a configuration. `privateKeyFile` is a path relative to the file. */
function readConfig(file: string): ProviderConfig {
  const config = readProviderConfig(readFileSync(file, 'utf8'))
  const { rsaConsumer } = config as {
    readonly rsaConsumer?: ConfiguredConsumer & { readonly privateKeyFile?: string }
  }
  if (rsaConsumer?.privateKeyFile === undefined) return config
  const privateKey = readPrivateKeyFile(resolve(dirname(file), rsaConsumer.privateKeyFile))
  return { ...config, rsaConsumer: { ...rsaConsumer, privateKey } }
}
