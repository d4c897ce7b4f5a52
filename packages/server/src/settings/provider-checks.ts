import {
  describeValue,
  createOptionCheck,
  isArrayOf,
  isBoolean,
  isEither,
  isFunction,
  isInteger,
  isMapOf,
  isNonEmptyString,
  isObjectOf,
  isOneOf,
  isString,
  isStringArray,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck, OptionChecks } from '@oauthplus/core/internal'

import { ENGLISH_WORDS } from '../pages/words/english.js'
import { isPortal } from './portal-settings.js'
import { isTheme } from './theme-check.js'
import type { PageWords } from '../pages/page-words.js'
import type { Pages } from '../pages.js'
import type { ProviderRequest } from '../request.js'
import { STORE_OPERATIONS } from '../store/store-operations.js'
import type { ProviderOptions, Limits, ScopeOptions } from './provider-options.js'

/** A store: any object with the operations of one. */
export const isStore: OptionCheck = (value) => {
  const missing = STORE_OPERATIONS.filter(
    (name) =>
      typeof value !== 'object' ||
      typeof (value as Readonly<Record<string, unknown>> | null)?.[name] !== 'function',
  )
  if (missing.length === 0) return undefined
  const lacks = missing.length < STORE_OPERATIONS.length ? ` without ${missing.join(', ')}` : ''
  const message = `must be a store such as memoryStore(), received ${describeValue(value)}${lacks}`
  return { path: '', message, code: 'ERR_INVALID_ARG_TYPE' }
}

/** The neutral form of a request; cheap, because every request is checked. */
export const isProviderRequest: OptionCheck = createOptionCheck(
  'a ProviderRequest, with method, url, headers, peer and readBody',
  (value) => {
    if (typeof value !== 'object' || value === null) return false
    const { method, url, headers, peer, readBody } = value as Partial<ProviderRequest>
    return (
      typeof method === 'string' &&
      typeof url === 'string' &&
      Array.isArray(headers) &&
      isPeer(peer) &&
      typeof readBody === 'function'
    )
  },
)

// Of an object in place of the address, all senders would be one to the limits.
function isPeer(peer: unknown): boolean {
  if (typeof peer !== 'object' || peer === null) return false
  const { address } = peer as Partial<ProviderRequest['peer']>
  return address === undefined || typeof address === 'string'
}

const isPositive = isInteger(1)
const isThrottle = createOptionCheck('a throttle with a consume function, or false', (value) => {
  if (value === false) return true
  const isObject = typeof value === 'object' && value !== null
  return isObject && 'consume' in value && typeof value.consume === 'function'
})
const isSignatureMethod = createOptionCheck(
  'the name of a signature method, or a custom method with name, family, sign and verify',
  (value) =>
    typeof value === 'string' ||
    (typeof value === 'object' &&
      value !== null &&
      ['sign', 'verify'].every((name) => typeof (value as Members)[name] === 'function') &&
      typeof (value as Members).name === 'string'),
)
type Members = Readonly<Record<string, unknown>>

const SCOPE = optionChecks<ScopeOptions>({
  required: { description: isNonEmptyString },
  optional: { allowWrites: isBoolean },
})
const LIMITS = optionChecks<Limits>({
  required: {},
  optional: {
    passwords: isThrottle,
    passwordsByUsername: isThrottle,
    passwordsByAddress: isThrottle,
    requestTokens: isThrottle,
    invalidSignatures: isThrottle,
    diagnoses: isThrottle,
    portalChanges: isThrottle,
  },
})
const PAGES = optionChecks<Partial<Pages<never>>>({
  required: {},
  optional: {
    consent: isFunction,
    verifier: isFunction,
    denied: isFunction,
    applications: isFunction,
    error: isFunction,
  },
})
const WORDS = optionChecks<Partial<PageWords>>({
  required: {},
  optional: Object.fromEntries(
    Object.entries(ENGLISH_WORDS).map(([name, words]) => [
      name,
      name === 'direction'
        ? isOneOf('ltr', 'rtl')
        : typeof words === 'function'
          ? isFunction
          : isString,
    ]),
  ) as Record<keyof PageWords, OptionCheck>,
})
const isWordsObject = isObjectOf(WORDS)
const isWords: OptionCheck = (value) =>
  typeof value === 'function' ? undefined : isWordsObject(value)

/** The result of the application's function for words: `undefined` for the English ones. */
export const isFoundWords: OptionCheck = (value) =>
  value === undefined ? undefined : isWordsObject(value)

/** The options of a provider. */
export const PROVIDER_OPTIONS: OptionChecks = optionChecks<ProviderOptions<unknown>>({
  required: { store: isStore, findUser: isFunction },
  optional: {
    publicUrl: isEither('a URL as a string, or a function', isString, isFunction),
    trustedProxies: isStringArray,
    allowForwardedPrefix: isBoolean,
    allowedHosts: isStringArray,
    isUserActive: isFunction,
    scopes: isMapOf(
      "an object of scopes by name, such as { photos: { description: 'See your photos' } }",
      isObjectOf(SCOPE),
    ),
    defaultScopes: isStringArray,
    realm: isString,
    signatureMethods: isArrayOf('an array of signature methods', isSignatureMethod),
    timestampWindowSeconds: isPositive,
    requestTokenLifetimeSeconds: isPositive,
    accessTokenLifetimeSeconds: isPositive,
    sessionLifetimeSeconds: isPositive,
    skipRepeatedConsent: isBoolean,
    blockedCallbackHosts: isStringArray,
    nativeSchemes: isStringArray,
    allowAlternativeAuthorizationHeader: isBoolean,
    allowTokenRequestsByGet: isBoolean,
    allowPlainHttpResources: isBoolean,
    allowPlaintextInQuery: isBoolean,
    verifyPassword: isFunction,
    limits: isObjectOf(LIMITS),
    tokenParameters: isFunction,
    getUserName: isFunction,
    getProblemUrl: isFunction,
    theme: isTheme,
    pages: isObjectOf(PAGES),
    words: isWords,
    portal: isPortal,
    disclosure: isOneOf('problem', 'status'),
    on: isFunction,
    debug: isFunction,
    diagnose: isFunction,
    sendDiagnosis: isBoolean,
    bodyLimitBytes: isPositive,
    parameterLimit: isPositive,
    now: isFunction,
    randomBytes: isFunction,
  },
})
