import { formatAuthorizationHeader } from '@oauthplus/core'
import type { SignatureMethodRegistry } from '@oauthplus/core/internal'
import {
  argumentError,
  assertArgument,
  assertOptions,
  createOptionCheck,
} from '@oauthplus/core/internal'

import type { DebugReport } from './debug-report.js'
import type { PageWords } from '../pages/page-words.js'
import { defaultPages } from '../pages.js'
import type { Pages } from '../pages.js'
import type { Theme } from '../pages/theme.js'
import { createWordsReader } from './create-words-reader.js'
import type { Diagnose } from './diagnose.js'
import { createPortalSettings } from './portal-settings.js'
import type { PortalSettings } from './portal-settings.js'
import { createEmitter } from './provider-event.js'
import type { ProviderEvent } from './provider-event.js'
import { PROVIDER_OPTIONS } from './provider-checks.js'
import type { ProviderOptions, ScopeOptions } from './provider-options.js'
import type { LanguagePreference } from '../language-preference.js'
import { createQueue } from './one-at-a-time.js'
import type { Queue } from './one-at-a-time.js'
import { createDiagnosisLimit } from './diagnosis-limit.js'
import { assertNativeSchemes } from '../callback/native-schemes.js'
import { isLoopbackHost } from '../public-url/loopback.js'
import { createPublicRequestReader } from '../public-url/public-url.js'
import type { ReadPublicRequest } from '../public-url/public-url.js'
import { createProxyWatch } from './watch-proxy.js'
import type { ProviderRequest } from '../request.js'
import { createSenderReader } from '../public-url/sender-address.js'
import { createRefusalCounter } from './refusal-counter.js'
import type { RefusalCounter } from './refusal-counter.js'
import type { ReadSender } from '../public-url/sender-address.js'
import { createKnownSenders } from './known-senders.js'
import type { KnownSenders } from './known-senders.js'
import { createRandomSource } from './create-random-source.js'
import { createRandomStrings } from './random-strings.js'
import type { RandomStrings } from './random-strings.js'
import { selectSignatureMethods } from './signature-methods.js'
import type { Store } from '../store/store.js'
import { createThrottles } from './throttles.js'
import type { Throttles } from './throttles.js'
import { guardStore } from '../store/guard-store.js'

/** The options of a provider: validated, defaults filled in. */
export interface Settings<User> {
  readonly store: Store
  readonly readPublicRequest: ReadPublicRequest
  readonly readSender: ReadSender
  readonly watchProxy: (request: ProviderRequest) => void
  readonly knownSenders: KnownSenders
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
  readonly sessionLifetimeSeconds?: number
  readonly skipRepeatedConsent: boolean
  readonly blockedCallbackHosts: readonly string[]
  readonly nativeSchemes: readonly string[]
  readonly allowAlternativeAuthorizationHeader: boolean
  readonly allowTokenRequestsByGet: boolean
  readonly allowPlainHttpResources: boolean
  readonly allowPlaintextInQuery: boolean
  readonly throttles: Throttles
  readonly disclosure: 'problem' | 'status'
  readonly bodyLimitBytes: number
  readonly parameterLimit: number
  readonly getUserName?: NonNullable<ProviderOptions<User>['getUserName']>
  readonly getProblemUrl?: ProviderOptions<User>['getProblemUrl']
  readonly theme: Theme
  readonly pages: Pages<User>
  /** The names of the pages that the application replaced. */
  readonly replacedPages: ReadonlySet<string>
  readonly getWords: (preference: LanguagePreference) => Promise<PageWords>
  /** `undefined` without pages for developers and reviewers. */
  readonly portal: PortalSettings<User> | undefined
  /** Counts refused requests for the pages of developers; `undefined` without a portal. */
  readonly refusalCounter: RefusalCounter | undefined
  readonly emit: (event: ProviderEvent) => void
  /** `undefined` if nobody wants reports, which cost something to make. */
  readonly debug: ((report: DebugReport) => void) | undefined
  readonly diagnose?: Diagnose
  /** Counts a diagnosis; false if the limit is reached. */
  readonly takeDiagnosis: () => boolean | Promise<boolean>
  /** Runs one diagnosis at a time, so that several do not keep the process busy together. */
  readonly queueDiagnosis: Queue
  readonly sendDiagnosis: boolean
  readonly nowSeconds: () => number
  readonly random: RandomStrings
  /**
   * Judges the signatures of unknown consumers and tokens, so that they cost as much as those of
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
  skipRepeatedConsent: false,
  blockedCallbackHosts: [],
  nativeSchemes: [],
  allowAlternativeAuthorizationHeader: false,
  allowTokenRequestsByGet: true,
  allowPlainHttpResources: false,
  allowPlaintextInQuery: false,
  disclosure: 'problem',
  sendDiagnosis: false,
  theme: {},
  bodyLimitBytes: 1_048_576,
  parameterLimit: 1000,
  now: Date.now,
} as const

const isMilliseconds = createOptionCheck('milliseconds since 1970 as a number', Number.isFinite)

/** How many diagnoses wait for the one that runs, each with the body of its request. */
const MAX_WAITING_DIAGNOSES = 10

/** Validates the options of a provider. */
export function createSettings<User>(options: ProviderOptions<User>): Settings<User> {
  assertOptions('createProvider', options, PROVIDER_OPTIONS)
  const all = { ...DEFAULTS, ...removeUndefined(options) }
  const { now, realm } = all
  assertSecureUrl(all)
  assertSessionLifetime(all)
  const scopes = new Map(Object.entries(all.scopes ?? {}))
  for (const name of [...scopes.keys(), ...all.defaultScopes]) assertScope(name, scopes)
  assertRealm(realm)
  assertNativeSchemes(all.nativeSchemes)
  const random = createRandomStrings(options.randomBytes ?? createRandomSource())
  const emit = createEmitter(all.on)
  const signatureMethods = selectSignatureMethods(all.signatureMethods)
  if (all.allowPlaintextInQuery && !signatureMethods.has('PLAINTEXT')) {
    throw argumentError(
      'createProvider: allowPlaintextInQuery needs PLAINTEXT among the signatureMethods',
    )
  }
  const store = guardStore(all.store)
  const getSeconds = (): number => readSeconds(now)
  return {
    ...all,
    store,
    readPublicRequest: createPublicRequestReader(all),
    readSender: createSenderReader(all.trustedProxies),
    watchProxy: createProxyWatch(emit, all.trustedProxies),
    knownSenders: createKnownSenders(),
    scopes,
    blockedCallbackHosts: all.blockedCallbackHosts.map((host) => host.toLowerCase()),
    nativeSchemes: all.nativeSchemes.map((scheme) => scheme.toLowerCase()),
    signatureMethods,
    throttles: createThrottles(all.limits ?? {}),
    pages: { ...defaultPages, ...all.pages },
    replacedPages: new Set(Object.keys(all.pages ?? {})),
    getWords: createWordsReader(all.words),
    portal: all.portal && createPortalSettings(all.portal, signatureMethods),
    refusalCounter: all.portal && createRefusalCounter(store, getSeconds),
    emit,
    debug: all.debug && createEmitter(all.debug),
    takeDiagnosis: createDiagnosisLimit(all.limits?.diagnoses, now),
    queueDiagnosis: createQueue(MAX_WAITING_DIAGNOSES),
    nowSeconds: getSeconds,
    random,
    dummySecret: random.secret(),
  }
}

/** Reads the clock. No timestamp or lifetime would ever be over by one that returns NaN. */
function readSeconds(now: () => number): number {
  const milliseconds = now()
  if (!Number.isFinite(milliseconds)) {
    assertArgument('now', { 'the returned value': milliseconds }, isMilliseconds)
  }
  return Math.floor(milliseconds / 1000)
}

/** Refuses a realm that no header can contain, before the first challenge fails of it. */
export function assertRealm(realm: string): void {
  formatAuthorizationHeader([], { realm })
}

/** An option given as `undefined` is an option left out. */
function removeUndefined<Options extends object>(
  options: Options,
): { readonly [Name in keyof Options]: Exclude<Options[Name], undefined> } {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [Name in keyof Options]: Exclude<Options[Name], undefined> }
}

function assertScope(name: string, scopes: ReadonlyMap<string, ScopeOptions>): void {
  if (!/^[^\s,]+$/.test(name)) {
    throw argumentError(
      'createProvider: the name of a scope must not be empty or contain spaces or commas',
    )
  }
  if (!scopes.has(name)) {
    throw argumentError(`createProvider: defaultScopes names ${name}, which is not in scopes`)
  }
}

/** Consumers that use plain http would send every secret in clear. */
function assertSecureUrl({
  publicUrl,
  allowPlainHttpResources,
}: Pick<ProviderOptions<never>, 'publicUrl' | 'allowPlainHttpResources'>): void {
  if (typeof publicUrl !== 'string' || allowPlainHttpResources === true) return
  const [, host = 'localhost'] = /^http:\/\/([^/?#]*)/i.exec(publicUrl) ?? []
  if (isLoopbackHost(host)) return
  throw argumentError(
    'createProvider: publicUrl must begin with https:// if its host is not a loopback host; allowPlainHttpResources allows http for resources',
  )
}

/** Session extension, section 5: a renewal makes sense only if the session outlives the token. */
function assertSessionLifetime(options: {
  readonly accessTokenLifetimeSeconds?: number
  readonly sessionLifetimeSeconds?: number
}): void {
  const { accessTokenLifetimeSeconds = Infinity, sessionLifetimeSeconds } = options
  if (sessionLifetimeSeconds === undefined) return
  if (sessionLifetimeSeconds > accessTokenLifetimeSeconds) return
  throw argumentError(
    'createProvider: sessionLifetimeSeconds must be longer than accessTokenLifetimeSeconds',
  )
}
