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

/** Who signs, how, and for whom. */
export interface OAuthInterceptorOptions<
  Provider extends ServiceProvider = ServiceProvider,
> extends Pick<
  ClientOptions<Provider>,
  'provider' | 'consumer' | 'allowInsecure' | 'userAgent' | 'now' | 'nonce'
> {
  /**
   * The origins that requests are signed for, such as `https://api.photos.example`; all others pass
   * as they are. All of them https, or all http.
   */
  readonly origins: readonly string[]
  /** The token, or a function that finds it for every request. Without it, only the Consumer signs. */
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
 * Creates an interceptor for undici's `Dispatcher.compose`, which signs what goes to the origins
 * that are listed, and nothing else. Compose it before interceptors that redirect or retry, so that
 * it sees what these send: each hop to a listed origin is then signed again, with a nonce of its own,
 * and a `Location` that repeats the credentials of a query or a form loses them; a redirect that
 * repeats them inside another value fails with {@link OAuthError} `redirect_refused`. In the wrong order
 * the signed request would be repeated: a redirect or a second attempt fails with a `TypeError` before
 * it is sent; a retry that resumes a broken response is not noticed, and its used nonce is for the
 * Provider to refuse. Compose it after undici's `dns`, which puts an address in the place of the origin.
 *
 * Form bodies are signed if they come as strings or bytes, as with `request`. What cannot be
 * signed fails with `onResponseError`: {@link OAuthError} `body_unreadable` for a form that is a
 * stream, as undici's own `fetch` makes of every body; `insecure_transport` for PLAINTEXT over
 * http; `parameter_rejected` for a URL or form that cannot be read; `TypeError` for a request
 * without an origin, or with an Authorization header of its own.
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
 * @param options Who signs, how, and for which origins.
 *
 * @returns The interceptor.
 *
 * @throws `TypeError` when an option cannot be: no origin, an invalid one, https and http in one
 *   list, a signature method without its key.
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
  /** What a server may repeat in a `Location`. */
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
      'PLAINTEXT sends the secrets themselves, so it needs https.',
    )
  }
  const request = toUnsignedRequest(options, settings)
  // undici leaves the Content-Type of a POST to the GET that a redirect has made of it.
  const isForm = hasFormContentType(request.headers) && !/^(?:GET|HEAD)$/i.test(request.method)
  const transmission = selectTransmission(settings, isForm)
  const signed = await sign(settings, request, {
    token: token === undefined ? undefined : await findToken(token),
    sendBodyHash: settings.sendBodyHash,
    transmission,
  })
  const isBodySigned = transmission === 'body'
  const isNamed = headerValues(signed.headers, 'user-agent').length > 0
  // The query is in the path that was signed.
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
      'oauthInterceptor: origins must list the origins to sign for; an interceptor sees the hops of redirects to others, too',
    )
  }
  const schemes = new Set(origins.map((origin) => origin.split(':', 1)[0]))
  if (schemes.size > 1) {
    throw argumentError(
      'oauthInterceptor: origins must be all https or all http: a redirect from one to the other would be signed',
    )
  }
}
