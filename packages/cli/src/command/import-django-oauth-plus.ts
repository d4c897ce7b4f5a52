import type { Command } from 'commander'

import { readDjangoDump } from '../provider-side/django/django-dump.js'
import { importConsumers } from '../provider-side/django/import-consumers.js'
import { importReport, printImportReport } from '../provider-side/django/import-report.js'
import { importTokens } from '../provider-side/django/import-tokens.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { readText } from '../read-file.js'

interface Flags extends StoreOptions {
  readonly plaintextInQuery?: true
}

/** `import django-oauth-plus`. */
export function importDjangoOauthPlus(): Command {
  return storeCommand(
    'django-oauth-plus <file>',
    'take Consumers, Access Tokens and scopes from manage.py dumpdata oauth_provider',
  )
    .option(
      '--plaintext-in-query',
      'let each Consumer send PLAINTEXT too, also in URLs, which then hold its secrets',
    )
    .action(async (file: string, flags: Flags) => {
      const records = readDjangoDump(await readText(file))
      await withProvider(flags, async (provider, store) => {
        const report = importReport()
        const { plaintextInQuery = false } = flags
        const consumers = await importConsumers(provider, records, { report, plaintextInQuery })
        await importTokens(store, records, { consumers, report })
        printImportReport(report, flags)
      })
    })
}
