import type { SignatureMethod } from '@oauthplus/core'
import {
  argumentError,
  assertOptions,
  joinAuthorizationHeader,
  nameErrors,
} from '@oauthplus/core/internal'

import { CLIENT_OPTIONS } from './client-checks.js'
import { isExposed, isHttp, parseEndpointUrl, parseUrl } from './secure-url.js'
import { selectSignatureMethod } from './select-signature-method.js'
import type { ClientOptions, Consumer } from '../client-options.js'
import { createClock } from './clock.js'
import type { Clock } from './clock.js'
import type { FetchFunction } from './fetch-function.js'
import type { ServiceDialect } from '../service-dialect.js'
import type { ServiceProviderDescription } from '../service-provider.js'
import { OUT_OF_BAND } from './out-of-band.js'

/** Options that have a value, provided or by default. */
type RequiredOptions<Names extends keyof ClientOptions> = {
  readonly [Name in Names]-?: NonNullable<ClientOptions[Name]>
}

/**
 * The options of a client, checked and completed with defaults.
 *
 * @internal
 */
export interface Settings
  extends
    RequiredOptions<'callbackUrl' | 'pendingLifetimeSeconds' | 'allowInsecure'>,
    Pick<
      ClientOptions,
      'pending' | 'redirectCrossOrigin' | 'onRenew' | 'timeoutSeconds' | 'userAgent'
    >,
    Omit<ServiceProviderDescription, 'origins' | 'dialect'> {
  /** The consumer. */
  readonly consumer: Consumer
  /** The signature method. */
  readonly signatureMethod: SignatureMethod
  /** How the provider deviates from the RFC. */
  readonly dialect: ServiceDialect | undefined
  /** Whether requests contain `oauth_body_hash`. */
  readonly sendBodyHash: boolean
  /** The allowed origins, or `undefined` to allow any. */
  readonly origins: ReadonlySet<string> | undefined
  /** Sends a request. */
  readonly send: FetchFunction
  /** Returns the time, in milliseconds since 1970. */
  readonly now: () => number
  /** Returns the time, in seconds since 1970. */
  readonly nowSeconds: () => number
  /** The time as each origin sees it. */
  readonly clock: Clock
  /** Returns the nonce of a request, or `undefined` to let the core create one. */
  readonly nonce: () => string | undefined
}

/**
 * Checks the options of a client.
 *
 * @internal
 */
export function createSettings(options: ClientOptions, functionName = 'createClient'): Settings {
  assertOptions(functionName, options, CLIENT_OPTIONS)
  return nameErrors(functionName, () => readSettings(options, functionName))
}

function readSettings(options: ClientOptions, functionName: string): Settings {
  const { provider, consumer, callbackUrl = OUT_OF_BAND, now = Date.now } = options
  // selectSignatureMethod checks that the credentials for the provider's method are present.
  const checkedConsumer: Consumer = consumer
  const { allowInsecure = false, pendingLifetimeSeconds } = options
  const dialect: ServiceDialect | undefined = provider.dialect
  if (dialect?.requireUserAgent === true && !options.userAgent) {
    throw argumentError(
      `${functionName}: userAgent is required, because this provider refuses requests without a User-Agent. Use the name of your application`,
    )
  }
  assertCallbackUrl(callbackUrl, allowInsecure)
  const signatureMethod = selectSignatureMethod(provider, checkedConsumer)
  if (signatureMethod.name === 'PLAINTEXT' && provider.transmission === 'query') {
    throw argumentError(
      `${functionName}: provider.transmission must not be 'query' with PLAINTEXT, whose signature contains the secrets, because URLs are logged. Use 'header'`,
    )
  }
  // Refuses a realm that a header cannot contain.
  joinAuthorizationHeader([], provider.realm)
  const security = { allowInsecure }
  const nowSeconds = (): number => Math.floor(now() / 1000)
  return {
    ...provider,
    dialect,
    requestTokenUrl: parseEndpointUrl(
      'provider.requestTokenUrl',
      provider.requestTokenUrl,
      security,
    ),
    authorizeUrl: parseEndpointUrl('provider.authorizeUrl', provider.authorizeUrl, security),
    accessTokenUrl: parseEndpointUrl('provider.accessTokenUrl', provider.accessTokenUrl, security),
    signatureMethod,
    sendBodyHash: provider.sendBodyHash ?? false,
    origins: provider.origins && new Set(provider.origins.map(parseOrigin)),
    consumer: {
      key: checkedConsumer.key,
      secret: checkedConsumer.secret,
      privateKey: checkedConsumer.privateKey,
    },
    callbackUrl,
    pending: options.pending,
    pendingLifetimeSeconds: pendingLifetimeSeconds ?? 600,
    redirectCrossOrigin: options.redirectCrossOrigin,
    allowInsecure,
    onRenew: options.onRenew,
    timeoutSeconds: options.timeoutSeconds,
    userAgent: options.userAgent,
    send: (input, init) => (options.fetch ?? globalThis.fetch)(input, init),
    now,
    nowSeconds,
    clock: createClock(nowSeconds),
    nonce: () => options.nonce?.(),
  }
}

function assertCallbackUrl(callbackUrl: string, allowInsecure: boolean): void {
  if (callbackUrl === OUT_OF_BAND) return
  const url = parseUrl(callbackUrl)
  if (url === undefined) throw argumentError("callbackUrl must be 'oob' or an absolute URL")
  if (isExposed(url) && !allowInsecure) {
    throw argumentError(
      'callbackUrl must use https, because it receives the verifier. Set allowInsecure to allow plain http',
    )
  }
}

function parseOrigin(text: string): string {
  const url = parseUrl(text)
  if (url && isHttp(url) && `${url.origin}/` === url.href) return url.origin
  throw argumentError('provider.origins must be origins, such as https://api.photos.example')
}
