import { sealedStore } from '@oauthplus/server'
import type { Command } from 'commander'

import { describeFailure } from '../describe-failure.js'
import { EXIT, Failure, misuse } from '../failure.js'
import { note, printJson, tell } from '../output/print.js'
import { printableCell } from '../output/printable.js'
import {
  storeCommand,
  withProvider,
  withUncheckedStore,
  withUnsealedStore,
} from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { storeKeys } from '../provider-side/store-keys.js'
import { newCommand } from '../new-command.js'

/** `store`. */
export function store(): Command {
  return newCommand('store', 'where a Provider keeps what it must not forget').addCommand(
    storeCheck(),
  )
}

/** `store check`. */
function storeCheck(): Command {
  return storeCommand('check', 'check that a store can keep its word').action(
    (flags: StoreOptions) =>
      withUncheckedStore(flags, async (store, checkSealing) => {
        await orUnfit(store.check())
        await checkSealing()
        const warnings = store.warnings ? await orUnfit(store.warnings()) : []
        if (flags.json === true) printJson({ fit: true, warnings })
        else for (const line of [...warnings, 'The store is fit.']) note(printableCell(line))
      }),
  )
}

/** `migrate`. */
export function migrate(): Command {
  return storeCommand('migrate', 'make the tables of a store, or bring them up to date').action(
    (flags: StoreOptions) =>
      withUncheckedStore(flags, async (store, checkSealing) => {
        await orUnfit(store.migrate())
        await checkSealing()
        tell(flags, { result: { ready: true }, line: 'The store is ready.' })
      }),
  )
}

/** `purge`. */
export function purge(): Command {
  return storeCommand('purge', 'forget nonces and tokens that have expired').action(
    (flags: StoreOptions) =>
      withProvider(flags, async (provider) => {
        const count = await provider.purge()
        tell(flags, { result: { forgotten: count }, line: `Forgotten: ${count}.` })
      }),
  )
}

/** `rekey`. */
export function rekey(): Command {
  return storeCommand('rekey', 'encrypt a sealed store with the first of its keys').action(
    async (flags: StoreOptions) => {
      const keys = await storeKeys(flags)
      if (keys === undefined)
        throw misuse('Which keys? Say --keys, or set OAUTHPLUS_ENCRYPTION_KEYS')
      await withUnsealedStore(flags, async (store) => {
        const { consumers, accessTokens } = await orUnfit(sealedStore(store, keys).rekey())
        tell(flags, {
          result: { consumers, accessTokens },
          line: `Encrypted anew: ${consumers} Consumers, ${accessTokens} Access Tokens.`,
        })
      })
    },
  )
}

/** Waits for what a store does by itself: where it cannot, it is out of reach or not fit. */
async function orUnfit<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw new Failure(describeFailure(error).line ?? 'the store failed', EXIT.unreachable)
  }
}
