import { headerValues, OAuthError } from '@oauthplus/core'
import {
  argumentError,
  assertOptions,
  hasFormContentType,
  isBoolean,
  isFunction,
  isString,
  isStringArray,
  optionChecks,
} from '@oauthplus/core/internal'
import type { Dispatcher } from 'undici'

import type { ClientOptions } from '../client-options.js'
import { selectTransmission } from '../fetch/select-transmission.js'
import { sign } from '../fetch/sign.js'
import { listRepeatableCredentials } from '../fetch/list-repeatable-credentials.js'
import type { ServiceProvider } from '../service-provider.js'
import { isServiceProvider } from '../settings/client-checks.js'
import { isConsumer, isToken } from '../settings/credential-checks.js'
import { isExposed } from '../settings/secure-url.js'
import { createSettings } from '../settings/settings.js'
import type { Settings } from '../settings/settings.js'
import { findToken } from '../settings/find-token.js'
import type { TokenSource } from '../token.js'
import { readOrigin, toUnsignedRequest } from './to-unsigned-request.js'
import { dispatchLate } from './dispatch-late.js'
import { removeRepeatedCredentials } from './remove-repeated-credentials.js'

/** The options of {@link oauthInterceptor}. */
export interface OAuthInterceptorOptions<
  Provider extends ServiceProvider = ServiceProvider,
> extends Pick<
  ClientOptions<Provider>,
  'provider' | 'consumer' | 'allowInsecure' | 'userAgent' | 'now' | 'nonce'
> {
  /**
   * The origins to sign for, such as `https://api.photos.example`, all https or all http. Requests
   * to other origins pass unchanged.
   */
  readonly origins: readonly string[]
  /**
   * The token, or a function that returns it for each request. Without it, requests are signed only
   * with the consumer's credentials.
   */
  readonly token?: TokenSource | undefined
}

const OPTIONS = optionChecks<OAuthInterceptorOptions>({
  required: { provider: isServiceProvider, consumer: isConsumer, origins: isStringArray },
  optional: {
    allowInsecure: isBoolean,
    userAgent: isString,
    now: isFunction,
    nonce: isFunction,
    token: (value) => (typeof value === 'function' ? undefined : isToken(value)),
  },
})

/**
 * Creates an interceptor for undici's `Dispatcher.compose` that signs the requests to the listed
 * origins, and no others. Compose it before interceptors that redirect or retry, so that it sees
 * the requests that they send. It then signs each hop to a listed origin again, with a new nonce,
 * and removes repeated credentials from the `Location` of a redirect. A redirect that repeats them
 * inside another value fails with {@link OAuthError} `redirect_refused`. In the wrong order, a
 * redirect or retry would repeat the signed request, so it fails with a `TypeError` before it is
 * sent. A retry that resumes an interrupted response is not detected; the provider refuses its used
 * nonce. Compose the interceptor after undici's `dns`, which replaces the origin with an address.
 *
 * Form bodies are signed if they are strings or bytes, as with `request`. Requests that cannot be
 * signed fail with `onResponseError`: {@link OAuthError} `body_unreadable` for a form that is a
 * stream, which undici's own `fetch` makes of every body; `insecure_transport` for PLAINTEXT over
 * http; `parameter_rejected` for an unreadable URL or form; `TypeError` for a request without an
 * origin, or with its own Authorization header.
 *
 * @example
 *
 * ```ts
 * import { Agent, interceptors, request } from 'undici'
 *
 * const dispatcher = new Agent().compose(
 *   oauthInterceptor({
 *     origins: ['https://photos.example'],
 *     provider: { signatureMethod: 'HMAC-SHA256' },
 *     consumer: { key, secret },
 *     token,
 *   }),
 *   interceptors.redirect({ maxRedirections: 3 }),
 * )
 * const { body } = await request('https://photos.example/photos', { dispatcher })
 * ```
 *
 * @param options The credentials, the provider and the origins.
 *
 * @returns The interceptor.
 *
 * @throws `TypeError` when an option is invalid: no origin, an invalid origin, https and http in
 *   one list, or a signature method without its key.
 *
 * @see [undici, Dispatcher.compose](https://undici.nodejs.org/#/docs/api/Dispatcher?id=dispatchercomposeinterceptors-interceptor)
 */
export function oauthInterceptor<const Provider extends ServiceProvider>(
  options: OAuthInterceptorOptions<Provider>,
): Dispatcher.DispatcherComposeInterceptor {
  assertOptions('oauthInterceptor', options, OPTIONS)
  const { provider, consumer, allowInsecure, userAgent, now, nonce, origins, token } = options
  assertOrigins(origins)
  const settings = createSettings({
    provider: { ...provider, origins },
    consumer,
    allowInsecure,
    userAgent,
    now,
    nonce,
  })
  return (dispatch) => (request, handler) => {
    const { origin } = request
    if (origin !== undefined && !settings.origins?.has(new URL(origin).origin)) {
      return dispatch(request, handler)
    }
    let credentials: readonly string[] = []
    return dispatchLate(dispatch, handler, {
      async prepare() {
        const signed = await signDispatch(settings, request, token)
        credentials = signed.credentials
        return signed.options
      },
      receive: (head) => removeRepeatedCredentials(head, credentials),
    })
  }
}

interface SignedDispatch {
  readonly options: Dispatcher.DispatchOptions
  /** The values that a server may repeat in a `Location` header. */
  readonly credentials: readonly string[]
}

async function signDispatch(
  settings: Settings,
  options: Dispatcher.DispatchOptions,
  token: TokenSource | undefined,
): Promise<SignedDispatch> {
  const origin = readOrigin(options)
  const isPlaintext = settings.signatureMethod.name === 'PLAINTEXT'
  if (isPlaintext && isExposed(new URL(origin)) && !settings.allowInsecure) {
    throw new OAuthError(
      'insecure_transport',
      'PLAINTEXT sends the secrets themselves, so it requires https.',
    )
  }
  const request = toUnsignedRequest(options, settings)
  // undici keeps the Content-Type of a POST for the GET that follows a redirect.
  const isForm = hasFormContentType(request.headers) && !/^(?:GET|HEAD)$/i.test(request.method)
  const transmission = selectTransmission(settings, isForm)
  const signed = await sign(settings, request, {
    token: token === undefined ? undefined : await findToken(token),
    sendBodyHash: settings.sendBodyHash,
    transmission,
  })
  const isBodySigned = transmission === 'body'
  const isNamed = headerValues(signed.headers, 'user-agent').length > 0
  // The signed path already contains the query.
  const { query, ...rest } = options
  const sent = {
    ...rest,
    path: signed.url.slice(signed.url.indexOf('/', signed.url.indexOf('//') + 2)),
    headers: [
      ...signed.headers.flat(),
      ...(settings.userAgent === undefined || isNamed ? [] : ['User-Agent', settings.userAgent]),
    ],
    ...(isBodySigned ? { body: signed.body } : {}),
  }
  return { options: sent, credentials: listRepeatableCredentials(settings, signed) }
}

function assertOrigins(origins: readonly string[]): void {
  if (origins.length === 0) {
    throw argumentError(
      'oauthInterceptor: origins must list the origins to sign for, because the interceptor also sees redirects to other origins',
    )
  }
  const schemes = new Set(origins.map((origin) => origin.split(':', 1)[0]))
  if (schemes.size > 1) {
    throw argumentError(
      'oauthInterceptor: origins must be all https or all http, because a redirect from one to the other would be signed',
    )
  }
}
