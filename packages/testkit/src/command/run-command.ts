import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { Command, CommanderError } from 'commander'

import { consumerChecks } from '../consumer-suite/consumer-checks.js'
import { testConsumer } from '../consumer-suite/test-consumer.js'
import { providerChecks } from '../provider-suite/provider-checks.js'
import { readProviderConfig } from '../provider-suite/provider-config.js'
import type { ConfiguredConsumer, ProviderConfig } from '../provider-suite/provider-config.js'
import { testProvider } from '../provider-suite/test-provider.js'
import { conclude, runOptions, withReportOptions } from './report-options.js'
import type { ReportFlags } from './report-options.js'

const MISUSE = 2

/** Runs the command line. Gives 0 when nothing failed, 1 for failures, 2 for what cannot be run. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  let code = 0
  const program = new Command('oauthplus-testkit')
    .description('Tells where an OAuth 1.0a implementation departs from RFC 5849.')
    .exitOverride()

  withReportOptions(
    program
      .command('provider')
      .description('test a running provider')
      .requiredOption(
        '--config <file>',
        'its endpoints, its Consumers, and how a User approves: JSON',
      ),
  ).action(async ({ config, ...flags }: ReportFlags & { readonly config: string }) => {
    code = conclude(await testProvider(readConfig(config), runOptions(flags)), flags)
  })

  withReportOptions(
    program
      .command('consumer')
      .description('test a client, driven by a small program')
      .requiredOption(
        '--command <command>',
        'a program that reads tasks and writes answers: a line of JSON each',
      ),
  ).action(async ({ command, ...flags }: ReportFlags & { readonly command: string }) => {
    code = conclude(await testConsumer(command, runOptions(flags)), flags)
  })

  program
    .command('list')
    .description('list the checks of a provider and of a client')
    .action(() => {
      for (const { id, title, section, level, severity } of [
        ...providerChecks,
        ...consumerChecks,
      ]) {
        process.stdout.write(`${[id, title, section, severity ?? level].join('\t')}\n`)
      }
    })

  try {
    await program.parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSE
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return MISUSE
  }
  return code
}

/** Reads a configuration; a key may stand in a file of its own, named relative to it. */
function readConfig(file: string): ProviderConfig {
  const config = readProviderConfig(readFileSync(file, 'utf8'))
  const { rsaConsumer } = config as {
    readonly rsaConsumer?: ConfiguredConsumer & { readonly privateKeyFile?: string }
  }
  if (rsaConsumer?.privateKeyFile === undefined) return config
  const privateKey = readFileSync(resolve(dirname(file), rsaConsumer.privateKeyFile), 'utf8')
  return { ...config, rsaConsumer: { ...rsaConsumer, privateKey } }
}
