import { isOAuthError } from '@oauthplus/core'
import {
  assertArgument,
  assertOptions,
  createOptionCheck,
  isFunction,
  isInteger,
  isTimeout,
  optionChecks,
} from '@oauthplus/core/internal'

import type { Client } from '../create-client.js'
import { isOAuthResponseError } from '../errors/response-error.js'
import { AUTHORIZE_CHECKS } from '../flows/authorize-options.js'
import type { AuthorizeOptions } from '../flows/authorize-options.js'
import { readCallbackParameters } from '../flows/read-callback-parameters.js'
import type { ExchangeResult } from '../flows/exchange.js'
import { isClient } from '../settings/is-client.js'
import type { ClosingPage } from './closing-page.js'
import { listenOnLoopback } from './loopback-listener.js'
import type { Visit } from './loopback-listener.js'

const FOREIGN: ClosingPage = {
  status: 400,
  title: 'This step has ended',
  text: 'The program does not expect this request. Go back to the program and start again.',
}

/** The options of {@link authorizeOnLoopback}. */
export interface LoopbackOptions extends AuthorizeOptions {
  /** Shows the URL to the user, or opens it in a browser. */
  readonly show: (url: string) => void | Promise<void>
  /**
   * The port to listen on. Defaults to a free port. Set it for providers that compare the complete
   * callback URL.
   */
  readonly port?: number | undefined
  /** The path of the callback. Defaults to `/callback`. */
  readonly path?: string | undefined
  /** The time limit for the user. Defaults to 300. */
  readonly timeoutSeconds?: number | undefined
}

const OPTIONS = optionChecks<LoopbackOptions>({
  required: { show: isFunction },
  optional: {
    ...AUTHORIZE_CHECKS,
    port: isInteger(0, 65_535),
    path: createOptionCheck(
      'a URL path',
      (value) => typeof value === 'string' && /^\/[\w\-./~]*$/.test(value),
    ),
    timeoutSeconds: isTimeout,
  },
})

/**
 * Runs a flow whose callback is a listener on this machine (127.0.0.1). Starts listening, shows the
 * URL, and resolves after the callback that belongs to the flow. Other requests are refused, and
 * the wait continues. The browser shows a page that says that it can be closed.
 *
 * @example
 *
 * ```ts
 * const { token } = await authorizeOnLoopback(
 *   (callbackUrl) => createClient({ provider, consumer, callbackUrl }),
 *   { show: (url) => console.log(`Open ${url}`) },
 * )
 * ```
 *
 * @param createClient Creates the client for a callback URL, which is known only after the listener
 *   has started.
 * @param options How to show the URL, where to listen and how long, plus the options of
 *   `authorize`.
 *
 * @returns The result of `callback`: the access token and more.
 *
 * @throws `OAuthError` like `authorize` and `callback`. A `TimeoutError` after `timeoutSeconds`.
 *   The reason of `signal` if it aborts. A `TypeError` for an invalid `path`, `port` or
 *   `timeoutSeconds`.
 *
 * @see [RFC 8252, section 7.3](https://www.rfc-editor.org/rfc/rfc8252#section-7.3), the reasons for
 *   a loopback address and a free port
 */
export async function authorizeOnLoopback(
  createClient: (callbackUrl: string) => Client,
  options: LoopbackOptions,
): Promise<ExchangeResult> {
  assertArgument('authorizeOnLoopback', { createClient }, isFunction)
  assertOptions('authorizeOnLoopback', options, OPTIONS)
  const { show, port = 0, path = '/callback', timeoutSeconds = 300, ...authorizeOptions } = options
  const signal = limitSignal(timeoutSeconds, options.signal)
  signal.throwIfAborted()
  const listener = await listenOnLoopback(port, path)
  try {
    const client = createClient(listener.callbackUrl)
    assertArgument('authorizeOnLoopback', { 'the return value of createClient': client }, isClient)
    const { url, setCookie, requestToken } = await client.authorize({ ...authorizeOptions, signal })
    const ended = new Promise<ExchangeResult>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error)
      })
      listener.open(
        createVisit(client, {
          setCookie,
          tokenKey: requestToken.key,
          site: new URL(url).host,
          signal,
          resolve,
          reject,
        }),
      )
    })
    // The function may wait for the browser to exit, which must not delay the program.
    const shown = (async () => show(url))()
    return await Promise.race([ended, shown.then(() => ended)])
  } finally {
    listener.close()
  }
}

function createVisit(
  client: Client,
  flow: {
    readonly setCookie: string
    readonly tokenKey: string
    readonly site: string
    readonly signal: AbortSignal
    readonly resolve: (result: ExchangeResult) => void
    readonly reject: (reason: unknown) => void
  },
): Visit {
  // The program started the flow, so it presents the cookie instead of the browser.
  const [cookie] = flow.setCookie.split(';', 1)
  return async (target) => {
    // Anyone who finds the port can send a request. Only a request that names this flow may complete
    // it.
    if (readTokenKey(target) !== flow.tokenKey) return { page: FOREIGN }
    try {
      const result = await client.callback(target, { cookie, signal: flow.signal })
      return {
        page: {
          status: 200,
          title: `Connected to ${flow.site}`,
          text: 'You can close this window.',
        },
        onSent: () => {
          flow.resolve(result)
        },
      }
    } catch (error) {
      // Browsers may send the request twice: the second then finds the request token taken while the
      // first exchanges it.
      const isRefused = isOAuthError(error) && error.code === 'callback_refused'
      if (isRefused && !isOAuthResponseError(error)) return { page: FOREIGN }
      return {
        page: {
          status: 400,
          title: `Not connected to ${flow.site}`,
          text: 'The program shows the reason. You can close this window.',
        },
        onSent: () => {
          flow.reject(error)
        },
      }
    }
  }
}

function readTokenKey(target: string): string | undefined {
  try {
    return readCallbackParameters(target).tokenKey
  } catch {
    // A malformed or ambiguous query.
    return undefined
  }
}

function limitSignal(timeoutSeconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout])
}
