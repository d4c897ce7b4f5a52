import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { DurableStore } from '@oauthplus/server'

import { EXIT_CODES, Failure, createUsageFailure } from '../failure.js'

/** The options of a store. Each kind refuses what it does not know. */
interface StoreOptions {
  readonly purgeEverySeconds?: false
  readonly prefix?: string | undefined
}

type CreateStore = (place: string, options: StoreOptions) => DurableStore

interface StoreKind {
  readonly schemes: RegExp
  readonly module: string
  readonly make: string
  /** What must be installed. */
  readonly packages: string
  /** What the store itself is told of the URL. */
  readonly place: (url: string) => string
  /** The options that a command always passes. */
  readonly options: StoreOptions
}

const KINDS: readonly StoreKind[] = [
  {
    schemes: /^sqlite:/,
    module: '@oauthplus/store-sqlite',
    make: 'sqliteStore',
    packages: '@oauthplus/store-sqlite libsql',
    place: (url) => url.slice('sqlite:'.length),
    options: { purgeEverySeconds: false },
  },
  {
    schemes: /^postgres(?:ql)?:/,
    module: '@oauthplus/store-postgres',
    make: 'postgresStore',
    packages: '@oauthplus/store-postgres pg',
    place: (url) => url,
    options: { purgeEverySeconds: false },
  },
  {
    schemes: /^rediss?(?:-cluster|-sentinel)?:/,
    module: '@oauthplus/store-redis',
    make: 'redisStore',
    packages: '@oauthplus/store-redis redis',
    place: (url) => url,
    options: {},
  },
]

/** How a store is opened. */
interface OpenStoreOptions {
  /** What the names of its tables or keys begin with. */
  readonly prefix?: string | undefined
  /** The project that has the store's package, if that is not installed beside the command line. */
  readonly folder?: string | undefined
}

/** Opens the store at a URL, whose scheme says what kind it is. Nothing is reached yet. */
export async function openStore(
  url: string,
  { prefix, folder }: OpenStoreOptions,
): Promise<DurableStore> {
  if (url.startsWith('memory:')) {
    throw createUsageFailure(
      'A store in memory ends with its process: manage the Consumers in your application',
    )
  }
  const kind = KINDS.find(({ schemes }) => schemes.test(url))
  if (kind === undefined) {
    // The text may hold a password.
    throw createUsageFailure(
      'The store must be sqlite:FILE, postgres://…, redis://… or redis-cluster://…',
    )
  }
  const { [kind.make]: make } = (await load(kind, folder)) as Readonly<
    Record<string, CreateStore | undefined>
  >
  if (make === undefined) throw new Failure(`${kind.module} is of another version: update it`)
  return make(kind.place(url), { ...kind.options, prefix })
}

/**
 * Loads a package from the installation of the command line, or from the project that was named.
 * Never from the working folder by itself: its code may belong to a stranger.
 */
async function load({ module, packages }: StoreKind, folder: string | undefined): Promise<unknown> {
  try {
    if (folder === undefined) return await import(module)
    const project = createRequire(join(resolve(folder), 'package.json'))
    return await import(pathToFileURL(project.resolve(module)).href)
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error
  }
  throw new Failure(
    folder === undefined
      ? `This store needs packages beside oauthplus: npm install ${packages}. If a project has them, name it: --store-folder FOLDER`
      : `--store-folder: the project has no ${module}. Run in it: npm install ${packages}`,
    EXIT_CODES.usage,
  )
}
