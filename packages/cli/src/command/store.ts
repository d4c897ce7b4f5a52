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
  return createCommand('store', 'where a Provider keeps what it must not forget').addCommand(
    createCheckCommand(),
  )
}

/** `store check`. */
function createCheckCommand(): Command {
  return createStoreCommand('check', 'check that a store can keep its word').action(
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
  return createStoreCommand(
    'migrate',
    'make the tables of a store, or bring them up to date',
  ).action((flags: StoreOptions) =>
    withUncheckedStore(flags, async (store, checkSealing) => {
      await failAsUnreachable(store.migrate())
      await checkSealing()
      printResult(flags, { result: { ready: true }, line: 'The store is ready.' })
    }),
  )
}

/** `purge`. */
export function createPurgeCommand(): Command {
  return createStoreCommand('purge', 'forget nonces and tokens that have expired').action(
    (flags: StoreOptions) =>
      withProvider(flags, async (provider) => {
        const count = await provider.purge()
        printResult(flags, { result: { forgotten: count }, line: `Forgotten: ${count}.` })
      }),
  )
}

/** `rekey`. */
export function createRekeyCommand(): Command {
  return createStoreCommand('rekey', 'encrypt a sealed store with the first of its keys').action(
    async (flags: StoreOptions) => {
      const keys = await readStoreKeys(flags)
      if (keys === undefined)
        throw createUsageFailure('Which keys? Say --keys, or set OAUTHPLUS_ENCRYPTION_KEYS')
      await withUnsealedStore(flags, async (store) => {
        const { consumers, accessTokens } = await failAsUnreachable(
          sealedStore(store, keys).rekey(),
        )
        printResult(flags, {
          result: { consumers, accessTokens },
          line: `Encrypted anew: ${consumers} Consumers, ${accessTokens} Access Tokens.`,
        })
      })
    },
  )
}

/** Waits for what a store does by itself: where it cannot, it is out of reach or not fit. */
async function failAsUnreachable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw new Failure(describeFailure(error).line ?? 'the store failed', EXIT_CODES.unreachable)
  }
}
