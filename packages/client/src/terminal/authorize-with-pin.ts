import { isOAuthError } from '@oauthplus/core'
import { assertArgument, assertOptions, isFunction, optionChecks } from '@oauthplus/core/internal'

import type { Client } from '../create-client.js'
import { AUTHORIZE_CHECKS } from '../flows/authorize-options.js'
import type { AuthorizeOptions } from '../flows/authorize-options.js'
import type { ExchangeResult } from '../flows/exchange.js'
import { isClient } from '../settings/is-client.js'
import { askInTerminal } from './ask-in-terminal.js'

const MAX_TRIES = 3
const MISTYPED_CODES: ReadonlySet<string> = new Set(['verifier_invalid', 'parameter_absent'])

/** The options of {@link authorizeWithPin}. */
export interface PinOptions extends AuthorizeOptions {
  /** Shows the URL to the user, or opens it in a browser. */
  readonly show: (url: string) => void | Promise<void>
  /**
   * Asks for the code that the provider has shown to the user. Defaults to a question on the
   * terminal.
   */
  readonly ask?: ((signal: AbortSignal | undefined) => Promise<string>) | undefined
}

const OPTIONS = optionChecks<PinOptions>({
  required: { show: isFunction },
  optional: { ...AUTHORIZE_CHECKS, ask: isFunction },
})

/**
 * Runs a flow without a callback (`oob`): shows the URL and asks for the verifier, up to three
 * times if it was mistyped.
 *
 * @example
 *
 * ```ts
 * const client = createClient({ provider, consumer })
 * const { token } = await authorizeWithPin(client, {
 *   show: (url) => console.log(`Open ${url}`),
 * })
 * ```
 *
 * @param client A client without a `callbackUrl`.
 * @param options How to show the URL and how to ask, plus the options of `authorize`.
 *
 * @returns The result of `exchangeVerifier`: the access token and more.
 *
 * @throws `OAuthError` like `authorize` and `exchangeVerifier`, and `input_ended` if the input ends
 *   first. If `signal` aborts, its reason or an `AbortError`.
 *
 * @see [RFC 5849, section 2.1](https://www.rfc-editor.org/rfc/rfc5849#section-2.1)
 */
export async function authorizeWithPin(
  client: Client,
  options: PinOptions,
): Promise<ExchangeResult> {
  assertArgument('authorizeWithPin', { client }, isClient)
  assertOptions('authorizeWithPin', options, OPTIONS)
  const { show, ask = askInTerminal, ...authorizeOptions } = options
  const { signal } = options
  const { url, requestToken } = await client.authorize(authorizeOptions)
  await show(url)
  for (let tries = 1; ; tries++) {
    const verifier = await ask(signal)
    try {
      return await client.exchangeVerifier({ requestToken, verifier, signal })
    } catch (error) {
      if (tries === MAX_TRIES || !isOAuthError(error) || !MISTYPED_CODES.has(error.code))
        throw error
    }
  }
}
