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

/** A username and a password, to be exchanged for a token and then forgotten. */
export interface XauthOptions {
  /** The User's name. */
  readonly username: string
  /** The User's password. It is sent, and in nothing else that this package makes. */
  readonly password: string
  /** Further parameters of the form. */
  readonly parameters?: ParameterList | undefined
  /** Ends the request early. */
  readonly signal?: AbortSignal | undefined
}

const OPTIONS = optionChecks<XauthOptions>({
  required: { username: isString, password: isString },
  optional: { parameters: isPairs, signal: isSignal },
})

/**
 * Exchanges a username and a password for an Access Token.
 *
 * @internal
 */
export async function xauth(settings: Settings, options: XauthOptions): Promise<TokenResponse> {
  assertOptions('xauth', options, OPTIONS)
  const { username, password, parameters = [], signal } = options
  if (settings.tokenRequestMethod === 'GET') {
    throw argumentError(
      "xauth: provider.tokenRequestMethod must not be 'GET': the password would be in a URL, and URLs are logged. Use 'POST'",
    )
  }
  return requestToken(settings, {
    wanted: 'Access Token',
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
