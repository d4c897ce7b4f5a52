import { sealedStore } from '@oauthplus/server'
import type { Command } from 'commander'

import { describeFailure } from '../describe-failure.js'
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
import { readStoreKeys } from '../provider-side/store-keys.js'
import { createCommand } from '../create-command.js'

/** `store`. */
export function createStoreGroupCommand(): Command {
  return createCommand('store', 'manage the store of a Provider').addCommand(createCheckCommand())
}

/** `store check`. */
function createCheckCommand(): Command {
  return createStoreCommand('check', 'check that a store works and is durable').action(
    (flags: StoreOptions) =>
      withUncheckedStore(flags, async (store, checkSealing) => {
        await failAsUnreachable(store.check())
        await checkSealing()
        const warnings = store.warnings ? await failAsUnreachable(store.warnings()) : []
        if (flags.json === true) printJson({ fit: true, warnings })
        else for (const line of [...warnings, 'The store is fit.']) note(escapeCell(line))
      }),
  )
}

/** `migrate`. */
export function createMigrateCommand(): Command {
  return createStoreCommand('migrate', 'create or update the tables of a store').action(
    (flags: StoreOptions) =>
      withUncheckedStore(flags, async (store, checkSealing) => {
        await failAsUnreachable(store.migrate())
        await checkSealing()
        printResult(flags, { result: { ready: true }, line: 'The store is ready.' })
      }),
  )
}

/** `purge`. */
export function createPurgeCommand(): Command {
  return createStoreCommand('purge', 'delete expired nonces and tokens').action(
    (flags: StoreOptions) =>
      withProvider(flags, async (provider) => {
        const count = await provider.purge()
        printResult(flags, { result: { forgotten: count }, line: `Deleted: ${count}.` })
      }),
  )
}

/** `rekey`. */
export function createRekeyCommand(): Command {
  return createStoreCommand('rekey', 'encrypt a sealed store with the first of its keys').action(
    async (flags: StoreOptions) => {
      const keys = await readStoreKeys(flags)
      if (keys === undefined)
        throw createUsageFailure('Keys are missing: use --keys, or set OAUTHPLUS_ENCRYPTION_KEYS')
      await withUnsealedStore(flags, async (store) => {
        const { consumers, accessTokens } = await failAsUnreachable(
          sealedStore(store, keys).rekey(),
        )
        printResult(flags, {
          result: { consumers, accessTokens },
          line: `Encrypted again: ${consumers} Consumers, ${accessTokens} Access Tokens.`,
        })
      })
    },
  )
}

/** Awaits an operation of the store. If it rejects, the store is unreachable or not fit. */
async function failAsUnreachable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw new Failure(describeFailure(error).line ?? 'the store failed', EXIT_CODES.unreachable)
  }
}
