import { Option } from 'commander'
import type { Command } from 'commander'

import { readDjangoDump } from '../provider-side/django/django-dump.js'
import { importConsumers } from '../provider-side/django/import-consumers.js'
import { createImportReport, printImportReport } from '../provider-side/django/import-report.js'
import { importTokens } from '../provider-side/django/import-tokens.js'
import { createStoreCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { readText } from '../read-file.js'
import { addExamples, addRareOption, collect, createCommand } from '../create-command.js'

const EXAMPLES = [
  'import django-oauth-plus dump.json',
  'import django-oauth-plus dump.json --store sqlite:oauth.db --json',
]

/** Creates `import`. */
export function createImportCommand(): Command {
  const command = createCommand('import', 'import the data of another provider').addCommand(
    createDjangoOauthPlusCommand(),
  )
  return addExamples(command, EXAMPLES)
}

interface Flags extends StoreOptions {
  readonly nativeScheme?: readonly string[]
  readonly plaintextInQuery?: true
}

/** Creates `import django-oauth-plus`. */
function createDjangoOauthPlusCommand(): Command {
  const command = createStoreCommand(
    'django-oauth-plus <file>',
    'import consumers, access tokens and scopes from manage.py dumpdata oauth_provider',
  ).option(
    '--plaintext-in-query',
    'let each consumer use PLAINTEXT, also in URLs, which then contain its secrets',
  )
  addRareOption(
    command,
    new Option(
      '--native-scheme <scheme>',
      'allow callbacks with this scheme, which has no dot; repeatable',
    ).argParser(collect),
  )
  command.action(async (file: string, flags: Flags) => {
    const records = readDjangoDump(await readText(file))
    const { plaintextInQuery = false, nativeScheme: nativeSchemes } = flags
    await withProvider(
      flags,
      async (provider, store) => {
        const report = createImportReport()
        const consumers = await importConsumers(provider, records, { report, plaintextInQuery })
        await importTokens(store, records, { consumers, report })
        printImportReport(report, flags)
      },
      { nativeSchemes },
    )
  })
  return addExamples(command, EXAMPLES)
}
