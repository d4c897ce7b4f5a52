import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { DurableStore } from '@oauthplus/server'

import { EXIT_CODES, Failure, createUsageFailure } from '../failure.js'
import { isInstalledGlobally } from './is-installed-globally.js'

/** The options of a store. Each kind rejects unknown options. */
interface StoreOptions {
  readonly purgeEverySeconds?: false
  readonly prefix?: string | undefined
}

type CreateStore = (place: string, options: StoreOptions) => DurableStore

interface StoreKind {
  readonly schemes: RegExp
  readonly module: string
  readonly make: string
  /** The packages that must be installed. */
  readonly packages: string
  /** Converts the URL to the first argument of the store. */
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

/** The options of `openStore`. */
interface OpenStoreOptions {
  /** The prefix of its tables or keys. */
  readonly prefix?: string | undefined
  /** The project with the store's package, if it is not installed with the command line. */
  readonly folder?: string | undefined
}

/** Opens the store at a URL, by its scheme. It does not connect yet. */
export async function openStore(
  url: string,
  { prefix, folder }: OpenStoreOptions,
): Promise<DurableStore> {
  if (url.startsWith('memory:')) {
    throw createUsageFailure(
      'A store in memory ends with its process: manage its consumers in your application',
    )
  }
  const kind = KINDS.find(({ schemes }) => schemes.test(url))
  if (kind === undefined) {
    // The URL may contain a password.
    throw createUsageFailure(
      'The store must be sqlite:FILE, postgres://…, redis://… or redis-cluster://…',
    )
  }
  const { [kind.make]: make } = (await load(kind, folder)) as Readonly<
    Record<string, CreateStore | undefined>
  >
  if (make === undefined)
    throw new Failure(`${kind.module} is incompatible with this version of oauthplus: update both`)
  return make(kind.place(url), { ...kind.options, prefix })
}

/**
 * Loads a package from the installation of the command line, or from the specified project. Never
 * loads code from the working directory by default, because it may not be trustworthy.
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
      ? `This store requires more packages: npm install ${isInstalledGlobally() ? '--global ' : ''}${packages}. If a project has them, use --store-folder FOLDER`
      : `--store-folder: the project does not have ${module}. Run in it: npm install ${packages}`,
    EXIT_CODES.usage,
  )
}
