import type { ParameterList } from '@oauthplus/core'
import {
  argumentError,
  assertOptions,
  isPairs,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import { isSignal } from '../settings/is-signal.js'
import { getEndpoint } from '../settings/get-endpoint.js'
import type { Settings } from '../settings/settings.js'
import { requestToken } from './request-token.js'
import type { TokenResponse } from './token-response.js'

/** A username and a password. They are exchanged for a token and not stored. */
export interface XauthOptions {
  /** The username. */
  readonly username: string
  /** The password. It is used only in the request body. */
  readonly password: string
  /** Additional form parameters. */
  readonly parameters?: ParameterList | undefined
  /** Aborts the request. */
  readonly signal?: AbortSignal | undefined
}

const OPTIONS = optionChecks<XauthOptions>({
  required: { username: isString, password: isString },
  optional: { parameters: isPairs, signal: isSignal },
})

/**
 * Exchanges a username and a password for an access token.
 *
 * @internal
 */
export async function xauth(settings: Settings, options: XauthOptions): Promise<TokenResponse> {
  assertOptions('xauth', options, OPTIONS)
  const { username, password, parameters = [], signal } = options
  if (settings.tokenRequestMethod === 'GET') {
    throw argumentError(
      "xauth: provider.tokenRequestMethod must not be 'GET', because the password would be part of the URL, and URLs are logged. Use 'POST'",
    )
  }
  return requestToken(settings, {
    wanted: 'access token',
    url: getEndpoint(settings, 'accessTokenUrl'),
    parameters: [
      ['x_auth_username', username],
      ['x_auth_password', password],
      ['x_auth_mode', 'client_auth'],
      ...parameters,
    ],
    secrets: [password],
    confidential: true,
    signal,
  })
}
