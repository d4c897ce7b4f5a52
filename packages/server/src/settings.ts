import { formatAuthorizationHeader } from '@oauthplus/core'
import type { SignatureMethodRegistry } from '@oauthplus/core'

import { defaultPages } from './pages.js'
import type { Pages } from './pages.js'
import type { ProviderOptions, ScopeOptions } from './provider-options.js'
import { publicUrlFunction } from './public-url.js'
import type { PublicUrl } from './public-url.js'
import { randomText } from './random-text.js'
import type { RandomText } from './random-text.js'
import { providerMethods } from './signature-methods.js'
import type { Store } from './store.js'
import { guardedStore } from './unavailable.js'

/** The options of a Provider: validated, defaults filled in. */
export interface Settings<User> {
  readonly store: Store
  readonly publicUrl: PublicUrl
  readonly findUser: ProviderOptions<User>['findUser']
  readonly isUserActive: NonNullable<ProviderOptions<User>['isUserActive']>
  readonly verifyPassword?: NonNullable<ProviderOptions<User>['verifyPassword']>
  readonly tokenParameters: NonNullable<ProviderOptions<User>['tokenParameters']>
  readonly scopes: ReadonlyMap<string, ScopeOptions>
  readonly defaultScopes: readonly string[]
  readonly realm: string
  readonly signatureMethods: SignatureMethodRegistry
  readonly timestampWindowSeconds: number
  readonly requestTokenLifetimeSeconds: number
  readonly accessTokenLifetimeSeconds?: number
  readonly tokenRequestsByGet: boolean
  readonly plainHttpResources: boolean
  readonly bodyLimitBytes: number
  readonly parameterLimit: number
  readonly pages: Pages
  /** The names of the pages that the application replaced. */
  readonly replacedPages: ReadonlySet<string>
  readonly nowSeconds: () => number
  readonly random: RandomText
  /**
   * Judges the signatures of unknown Consumers and tokens, so that they cost as much as those of
   * known ones.
   */
  readonly dummySecret: string
}

const DEFAULTS = {
  defaultScopes: [],
  isUserActive: () => true,
  tokenParameters: () => [],
  realm: 'OAuth',
  timestampWindowSeconds: 300,
  requestTokenLifetimeSeconds: 600,
  tokenRequestsByGet: true,
  plainHttpResources: false,
  bodyLimitBytes: 1_048_576,
  parameterLimit: 1000,
  now: Date.now,
  randomBytes: (count: number): Uint8Array =>
    globalThis.crypto.getRandomValues(new Uint8Array(count)),
} as const

const WHOLE_NUMBERS = [
  'timestampWindowSeconds',
  'requestTokenLifetimeSeconds',
  'accessTokenLifetimeSeconds',
  'bodyLimitBytes',
  'parameterLimit',
] as const

/** Validates the options of a Provider. */
export function settingsOf<User>(options: ProviderOptions<User>): Settings<User> {
  // Callers in JavaScript may leave out what the types demand.
  const { store, findUser } = options as Partial<ProviderOptions<User>>
  if (typeof store !== 'object' || typeof findUser !== 'function') {
    throw new TypeError('createProvider needs a store and a findUser function')
  }
  const all = { ...DEFAULTS, ...withoutUndefined(options) }
  const { now, realm } = all
  for (const name of WHOLE_NUMBERS) requireWhole(name, all[name])
  const scopes = new Map(Object.entries(all.scopes ?? {}))
  for (const name of [...scopes.keys(), ...all.defaultScopes]) requireScope(name, scopes)
  // A realm that no header can hold must fail here, not with the first challenge.
  formatAuthorizationHeader([], { realm })
  const random = randomText(all.randomBytes)
  return {
    ...all,
    store: guardedStore(store),
    publicUrl: publicUrlFunction(all.publicUrl),
    scopes,
    signatureMethods: providerMethods(all.signatureMethods),
    pages: { ...defaultPages, ...all.pages },
    replacedPages: new Set(Object.keys(all.pages ?? {})),
    nowSeconds: () => Math.floor(now() / 1000),
    random,
    dummySecret: random.secret(),
  }
}

/** An option given as `undefined` is an option left out. */
function withoutUndefined<Options extends object>(
  options: Options,
): { readonly [Name in keyof Options]: Exclude<Options[Name], undefined> } {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [Name in keyof Options]: Exclude<Options[Name], undefined> }
}

function requireScope(name: string, scopes: ReadonlyMap<string, ScopeOptions>): void {
  if (!/^[^\s,]+$/.test(name)) {
    throw new TypeError('The name of a scope must not be empty or hold spaces or commas')
  }
  if (!scopes.has(name)) throw new TypeError(`defaultScopes names ${name}, which scopes lacks`)
}

function requireWhole(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return
  throw new TypeError(`${name} must be a whole number above 0`)
}
