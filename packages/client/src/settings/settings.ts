import { formatAuthorizationHeader } from '@oauthplus/core'
import type { SignatureMethod } from '@oauthplus/core'

import type { ClientOptions } from '../client-options.js'
import type { FetchFunction } from '../fetch/fetch-function.js'
import { memoryPendingStore } from '../pending/memory-pending-store.js'
import { endpointUrl, isExposed, parseUrl } from './secure-url.js'
import type { ServiceProvider } from '../service-provider.js'
import { signingMethod } from './signing-method.js'

/**
 * The callback of a flow without one: the User carries the verifier (RFC 5849, section 2.1).
 *
 * @internal
 */
export const OUT_OF_BAND = 'oob'

/** Options that have a value, given or by default. */
type Given<Names extends keyof ClientOptions> = {
  readonly [Name in Names]-?: NonNullable<ClientOptions[Name]>
}

/**
 * The options of a client: validated, defaults filled in.
 *
 * @internal
 */
export interface Settings
  extends
    Given<
      | 'consumer'
      | 'callbackUrl'
      | 'pending'
      | 'pendingLifetimeSeconds'
      | 'redirectCrossOrigin'
      | 'allowInsecure'
    >,
    Pick<ServiceProvider, 'requestTokenUrl' | 'authorizeUrl' | 'accessTokenUrl' | 'realm'> {
  /** How requests are signed. */
  readonly signatureMethod: SignatureMethod
  /** Whether the Provider is known to leave out `oauth_callback_confirmed`. */
  readonly callbackConfirmedOmitted: boolean
  /** Sends a request. */
  readonly send: FetchFunction
  /** The time, in seconds since 1970. */
  readonly nowSeconds: () => number
  /** Gives the nonce of a request; `undefined` leaves it to the core. */
  readonly nonce: () => string | undefined
}

/**
 * Validates the options of a client.
 *
 * @internal
 */
export function settingsOf(options: ClientOptions): Settings {
  const { provider, consumer, callbackUrl = OUT_OF_BAND, now = Date.now } = options
  const { allowInsecure = false, redirectCrossOrigin = 'refuse', pendingLifetimeSeconds } = options
  // Callers in JavaScript may leave out, or mistype, what the types demand.
  if (!isObject(provider) || !isObject(consumer)) {
    throw new TypeError('createClient needs a provider and a consumer')
  }
  if (!['refuse', 'unsigned'].includes(redirectCrossOrigin)) {
    throw new TypeError("redirectCrossOrigin must be 'refuse' or 'unsigned'")
  }
  requireCallbackUrl(callbackUrl, allowInsecure)
  requireFunctions(options)
  // Refuses a realm that a header cannot hold.
  formatAuthorizationHeader([], { realm: provider.realm })
  const security = { allowInsecure }
  return {
    requestTokenUrl: endpointUrl('requestTokenUrl', provider.requestTokenUrl, security),
    authorizeUrl: endpointUrl('authorizeUrl', provider.authorizeUrl, security),
    accessTokenUrl: endpointUrl('accessTokenUrl', provider.accessTokenUrl, security),
    signatureMethod: signingMethod(provider, consumer),
    realm: provider.realm,
    callbackConfirmedOmitted: provider.callbackConfirmedOmitted ?? false,
    consumer: { key: consumer.key, secret: consumer.secret, privateKey: consumer.privateKey },
    callbackUrl,
    pending: options.pending ?? memoryPendingStore({ now }),
    pendingLifetimeSeconds: positive('pendingLifetimeSeconds', pendingLifetimeSeconds ?? 600),
    redirectCrossOrigin,
    allowInsecure,
    send: (input, init) => (options.fetch ?? globalThis.fetch)(input, init),
    nowSeconds: () => Math.floor(now() / 1000),
    nonce: () => options.nonce?.(),
  }
}

/**
 * Gives the URL of an endpoint that a flow needs.
 *
 * @internal
 */
export function requireEndpoint(
  settings: Settings,
  name: 'requestTokenUrl' | 'authorizeUrl' | 'accessTokenUrl',
): string {
  const url = settings[name]
  if (url === undefined) throw new TypeError(`This needs provider.${name}, which is not set`)
  return url
}

function requireCallbackUrl(callbackUrl: string, allowInsecure: boolean): void {
  if (callbackUrl === OUT_OF_BAND) return
  const url = parseUrl(callbackUrl)
  if (url === undefined) throw new TypeError("callbackUrl must be 'oob' or an absolute URL")
  if (isExposed(url) && !allowInsecure) {
    throw new TypeError(
      'callbackUrl must use https, because the verifier travels there; allowInsecure opens plain http',
    )
  }
}

function requireFunctions({ pending, fetch, now, nonce }: ClientOptions): void {
  for (const [name, value] of Object.entries({ fetch, now, nonce })) {
    if (value !== undefined && typeof (value as unknown) !== 'function') {
      throw new TypeError(`${name} must be a function`)
    }
  }
  const methods: readonly unknown[] =
    pending === undefined ? [] : [pending.set, pending.get, pending.take]
  if (!methods.every((method) => typeof method === 'function')) {
    throw new TypeError('pending must be a PendingStore, with set, get and take')
  }
}

function positive(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new TypeError(`${name} must be a positive whole number`)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
