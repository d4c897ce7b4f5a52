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

/** How a flow ends on this machine. */
export interface LoopbackOptions extends AuthorizeOptions {
  /** Shows the URL to the User, or opens a browser with it. */
  readonly show: (url: string) => void | Promise<void>
  /** The port to listen on; by default a free one. For Providers that compare callbacks whole. */
  readonly port?: number | undefined
  /** The path of the callback. `/callback` by default. */
  readonly path?: string | undefined
  /** How long the User may take. 300 by default. */
  readonly timeoutSeconds?: number | undefined
}

const OPTIONS = optionChecks<LoopbackOptions>({
  required: { show: isFunction },
  optional: {
    ...AUTHORIZE_CHECKS,
    port: isInteger(0, 65_535),
    path: createOptionCheck(
      'the path of a URL',
      (value) => typeof value === 'string' && /^\/[\w\-./~]*$/.test(value),
    ),
    timeoutSeconds: isTimeout,
  },
})

/**
 * Goes through a flow whose callback is a listener on this machine (127.0.0.1): it starts
 * listening, shows the URL, and ends with the one callback that belongs to the flow. Others are
 * refused, and the wait goes on. The browser is told that it may be closed.
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
 * @param createClient Makes the client, for a callback URL that is known only now.
 * @param options What to show, where to listen, and how long; otherwise as for `authorize`.
 *
 * @returns The Access Token, and what else `callback` returns.
 *
 * @throws `OAuthError` as `authorize` and `callback` do; if `timeoutSeconds` are over, a
 *   `TimeoutError`; if `signal` aborts, its reason; `TypeError` for a `path`, `port` or
 *   `timeoutSeconds` that is none.
 *
 * @see [RFC 8252, section 7.3](https://www.rfc-editor.org/rfc/rfc8252#section-7.3), which gives the
 *   reasons for a loopback address and a free port
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
    assertArgument('authorizeOnLoopback', { 'what createClient returned': client }, isClient)
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
    // What shows may wait for the browser to end, and must not contain up the program then.
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
  // The program is what started the flow, so it presents the cookie in the browser's place.
  const [cookie] = flow.setCookie.split(';', 1)
  return async (target) => {
    // Anyone who finds the port can send a request; only one that names this flow may end it.
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
      // Browsers may ask twice: the second finds the Request Token taken while the first is exchanged.
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
    // A query that cannot be read, or can be read in two ways.
    return undefined
  }
}

function limitSignal(timeoutSeconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout])
}
