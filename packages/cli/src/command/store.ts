import { sealedStore } from '@oauthplus/server'
import type { Command } from 'commander'

import { EXIT_CODES, Failure, createUsageFailure } from '../failure.js'
import { note, printJson, printResult } from '../output/print.js'
import { escapeCell } from '../output/escape.js'
import {
  createStoreCommand,
  withProvider,
  withUncheckedStore,
  withUnsealedStore,
} from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { describeStoreFailure } from '../provider-side/describe-store-failure.js'
import { readStoreKeys } from '../provider-side/store-keys.js'
import { addExamples, createCommand } from '../create-command.js'

const CHECK_EXAMPLES = [
  'store check --store postgres://provider@localhost/oauth',
  'store check --store sqlite:oauth.db --json',
]

/** Creates `store`. */
export function createStoreGroupCommand(): Command {
  const command = createCommand('store', 'manage the store of a provider').addCommand(
    createCheckCommand(),
  )
  return addExamples(command, CHECK_EXAMPLES)
}

/** Creates `store check`. */
function createCheckCommand(): Command {
  const command = createStoreCommand('check', 'check that a store works and is durable').action(
    (flags: StoreOptions) =>
      withUncheckedStore(flags, async (store, checkSealing) => {
        await failAsUnreachable(store.check())
        await checkSealing()
        const warnings = store.warnings ? await failAsUnreachable(store.warnings()) : []
        if (flags.json === true) printJson({ fit: true, warnings })
        else for (const line of [...warnings, 'The store works.']) note(escapeCell(line))
      }),
  )
  return addExamples(command, CHECK_EXAMPLES)
}

/** Creates `migrate`. */
export function createMigrateCommand(): Command {
  const command = createStoreCommand('migrate', 'create or update the tables of a store').action(
    (flags: StoreOptions) =>
      withUncheckedStore(flags, async (store, checkSealing) => {
        await failAsUnreachable(store.migrate())
        await checkSealing()
        printResult(flags, { result: { ready: true }, line: 'The store is ready.' })
      }),
  )
  return addExamples(command, [
    'migrate --store sqlite:oauth.db',
    'migrate --store postgres://localhost/oauth --store-prefix oauth_',
  ])
}

/** Creates `purge`. */
export function createPurgeCommand(): Command {
  const command = createStoreCommand('purge', 'delete expired nonces and tokens').action(
    (flags: StoreOptions) =>
      withProvider(flags, async (provider) => {
        const count = await provider.purge()
        printResult(flags, { result: { forgotten: count }, line: `Deleted: ${count}.` })
      }),
  )
  return addExamples(command, ['purge', 'purge --store sqlite:oauth.db --json'])
}

/** Creates `rekey`. */
export function createRekeyCommand(): Command {
  const command = createStoreCommand(
    'rekey',
    'encrypt a sealed store with the first of its keys',
  ).action(async (flags: StoreOptions) => {
    const keys = await readStoreKeys(flags)
    if (keys === undefined)
      throw createUsageFailure('Keys are missing: use --keys, or set OAUTHPLUS_ENCRYPTION_KEYS')
    await withUnsealedStore(flags, async (store) => {
      const { consumers, accessTokens } = await failAsUnreachable(sealedStore(store, keys).rekey())
      printResult(flags, {
        result: { consumers, accessTokens },
        line: `Encrypted again: ${consumers} consumers, ${accessTokens} access tokens.`,
      })
    })
  })
  return addExamples(command, [
    'rekey --keys keys.json',
    'rekey --store sqlite:oauth.db --keys keys.json --json',
  ])
}

/** Awaits a store operation. If it rejects, the store is unreachable or unsuitable. */
async function failAsUnreachable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw new Failure(describeStoreFailure(error), EXIT_CODES.unreachable)
  }
}
