import {
  describeValue,
  createOptionCheck,
  isAnything,
  isBoolean,
  isDialect,
  isFunction,
  isInteger,
  isMethod,
  isObjectOf,
  isOneOf,
  isString,
  isStringArray,
  isTimeout,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck, OptionChecks } from '@oauthplus/core/internal'

import { isConsumer } from './credential-checks.js'
import type { ClientOptions } from '../client-options.js'
import type { ServiceProvider } from '../service-provider.js'

const isProviderObject = isObjectOf(
  // The members of a preset beyond the data of a provider.
  optionChecks<ServiceProvider & { readonly notes?: unknown }>({
    required: {},
    optional: {
      requestTokenUrl: isString,
      authorizeUrl: isString,
      accessTokenUrl: isString,
      origins: isStringArray,
      realm: isString,
      transmission: isOneOf('header', 'query', 'body'),
      tokenRequestMethod: isOneOf('POST', 'GET'),
      allowUnconfirmedCallback: isBoolean,
      sendEmptyToken: isBoolean,
      dialect: isDialect,
      readResponse: isFunction,
      readError: isFunction,
      signatureMethod: isMethod,
      sendBodyHash: isBoolean,
      notes: isAnything,
    },
  }),
)

/** Checks for a service provider, and hints at presets that need to be called. */
export const isServiceProvider: OptionCheck = (value) =>
  typeof value === 'function'
    ? {
        path: '',
        message: `must be a service provider, received ${describeValue(value)}; call a preset that is a function, as in netsuite({ accountId })`,
        code: 'ERR_INVALID_ARG_TYPE',
      }
    : isProviderObject(value)

const isPending = createOptionCheck(
  'a PendingStore, with set, get and take, or a SealedPendingStore',
  (value) => {
    if (typeof value !== 'object' || value === null) return false
    const names = 'seal' in value ? ['seal', 'open'] : ['set', 'get', 'take']
    return names.every(
      (name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function',
    )
  },
)

/** The options of a client. */
export const CLIENT_OPTIONS: OptionChecks = optionChecks<ClientOptions>({
  required: { provider: isServiceProvider, consumer: isConsumer },
  optional: {
    callbackUrl: isString,
    pending: isPending,
    pendingLifetimeSeconds: isInteger(1),
    onRenew: isFunction,
    redirectCrossOrigin: isOneOf('refuse', 'unsigned'),
    allowInsecure: isBoolean,
    timeoutSeconds: isTimeout,
    userAgent: isString,
    fetch: isFunction,
    now: isFunction,
    nonce: isFunction,
  },
})
