import { SIGNATURE_METHODS } from '@oauthplus/core'
import { createProvider, sealedStore } from '@oauthplus/server'
import type { DurableStore, Provider } from '@oauthplus/server'
import { Option } from 'commander'
import type { Command } from 'commander'

import { addRareOption, createCommand } from '../create-command.js'
import { createUsageFailure } from '../failure.js'
import { openStore } from './open-store.js'
import { assertSealing, readStoreKeys } from './store-keys.js'
import type { KeyFlags } from './store-keys.js'

/** The options of every command that uses a store. */
export interface StoreOptions extends KeyFlags {
  readonly store?: string | undefined
  readonly storePrefix?: string | undefined
  readonly storeFolder?: string | undefined
  readonly json?: true
}

/** Creates a command that uses a store. */
export function createStoreCommand(nameAndArguments: string, description: string): Command {
  const command = createCommand(nameAndArguments, description)
    .option('--store <url>', 'sqlite:FILE, postgres://… or redis://… (OAUTHPLUS_STORE)')
    .option('--json', 'print JSON')
  const options = [
    new Option('--store-prefix <text>', 'the prefix of its tables or keys'),
    new Option('--store-folder <folder>', 'the project with the package of the store'),
    new Option('--keys <file>', 'the keys of a sealed store'),
  ]
  for (const option of options) addRareOption(command, option)
  return command
}

/**
 * Opens the store of the options or the environment, and closes it afterwards. Rejects missing
 * keys, and keys for a store that is not sealed.
 */
export function withStore<Result>(
  options: StoreOptions,
  use: (store: DurableStore) => Promise<Result>,
): Promise<Result> {
  return withUncheckedStore(options, async (store, checkSealing) => {
    await checkSealing()
    return use(store)
  })
}

/**
 * Like `withStore`, for a store that may not be readable yet. Call `checkSealing` as soon as it is.
 */
export async function withUncheckedStore<Result>(
  options: StoreOptions,
  use: (store: DurableStore, checkSealing: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const keys = await readStoreKeys(options)
  return withUnsealedStore(options, (store) =>
    use(keys === undefined ? store : sealedStore(store, keys), () =>
      assertSealing(store, keys !== undefined),
    ),
  )
}

/** Like `withStore`, without the keys of a sealed store. */
export async function withUnsealedStore<Result>(
  options: StoreOptions,
  use: (store: DurableStore) => Promise<Result>,
): Promise<Result> {
  const url = options.store ?? process.env.OAUTHPLUS_STORE
  if (url === undefined || url === '') {
    throw createUsageFailure('--store is required. You can also set OAUTHPLUS_STORE')
  }
  const store = await openStore(url, {
    prefix: options.storePrefix ?? process.env.OAUTHPLUS_STORE_PREFIX,
    folder: options.storeFolder ?? process.env.OAUTHPLUS_STORE_FOLDER,
  })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

/** Creates a provider on the store, to manage its consumers and tokens. */
export function withProvider<Result>(
  options: StoreOptions,
  use: (provider: Provider<never>, store: DurableStore) => Promise<Result>,
  {
    scopes = [],
    accessTokenLifetimeSeconds,
    nativeSchemes,
  }: {
    /** The names of scopes that tokens may have. */
    readonly scopes?: readonly string[]
    readonly accessTokenLifetimeSeconds?: number | undefined
    /** The schemes without a dot that callbacks may use. */
    readonly nativeSchemes?: readonly string[] | undefined
  } = {},
): Promise<Result> {
  return withStore(options, (store) =>
    use(
      createProvider<never>({
        store,
        // This provider does not handle requests.
        findUser: () => undefined,
        // The application decides which of them are allowed.
        signatureMethods: SIGNATURE_METHODS.map(({ name }) => name),
        scopes: Object.fromEntries(scopes.map((name) => [name, { description: name }])),
        accessTokenLifetimeSeconds,
        nativeSchemes,
      }),
      store,
    ),
  )
}
