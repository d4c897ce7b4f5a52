import { formatForm, OAuthError, parameterValue } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { appendQuery, argumentError, assertOptions, optionChecks } from '@oauthplus/core/internal'

import { startWaiting } from '../pending/waiting.js'
import { OUT_OF_BAND } from '../settings/out-of-band.js'
import { getEndpoint } from '../settings/get-endpoint.js'
import type { FlowSettings } from '../settings/flow-settings.js'
import type { RequestToken } from '../token.js'
import { AUTHORIZE_CHECKS } from './authorize-options.js'
import type { AuthorizeOptions } from './authorize-options.js'
import { toExtra } from './extra-parameters.js'
import type { ExtraParameters } from './extra-parameters.js'
import { requestToken } from './request-token.js'

const OPTIONS = optionChecks<AuthorizeOptions>({ required: {}, optional: AUTHORIZE_CHECKS })

/** A flow that was started. */
export interface AuthorizeResult {
  /** Where to send the User. */
  readonly url: string
  /**
   * The value of a `Set-Cookie` header, to be sent with the redirect: it binds the flow to this
   * browser.
   */
  readonly setCookie: string
  /**
   * What names the flow if the User carries the verifier. Keep it on the server, with the
   * User's session.
   */
  readonly requestToken: RequestToken
  /** The other parameters of the Provider's response. */
  readonly parameters: ParameterList
  /** The same by name: `extra.xoauth_request_auth_url`. */
  readonly extra: ExtraParameters
}

/**
 * Starts a flow: fetches a Request Token and lets it wait for its User.
 *
 * @internal
 */
export async function authorize(
  settings: FlowSettings,
  options: AuthorizeOptions,
): Promise<AuthorizeResult> {
  assertOptions('authorize', options, OPTIONS)
  const authorizeUrl = getEndpoint(settings, 'authorizeUrl')
  assertNoToken(authorizeUrl, options.authorizeParameters)
  const accessTokenUrl = getEndpoint(settings, 'accessTokenUrl')
  const { callbackUrl, pendingLifetimeSeconds } = settings
  const { token, parameters } = await requestToken(settings, {
    wanted: 'Request Token',
    url: getEndpoint(settings, 'requestTokenUrl'),
    parameters: [['oauth_callback', callbackUrl], ...(options.parameters ?? [])],
    signal: options.signal,
  })
  assertConfirmed(settings, parameters)
  const setCookie = await startWaiting(settings, token.key, {
    secret: token.secret,
    outOfBand: callbackUrl === OUT_OF_BAND,
    accessTokenUrl,
    expiresAtSeconds: settings.nowSeconds() + pendingLifetimeSeconds,
    state: options.state,
  })
  const query = formatForm([...(options.authorizeParameters ?? []), ['oauth_token', token.key]])
  const url = appendQuery(authorizeUrl, query)
  return {
    url,
    setCookie,
    requestToken: { key: token.key },
    parameters,
    extra: toExtra(parameters),
  }
}

// Of two tokens the page may take the other one, and the User would approve what somebody else started.
function assertNoToken(authorizeUrl: string, authorizeParameters: ParameterList = []): void {
  const isToken = ([name]: ParameterList[number]): boolean => name === 'oauth_token'
  const { searchParams } = new URL(authorizeUrl)
  const option = authorizeParameters.some(isToken)
    ? 'authorizeParameters'
    : searchParams.has('oauth_token') && 'provider.authorizeUrl'
  if (option === false) return
  throw argumentError(`authorize: ${option} must not contain oauth_token, which authorize adds`)
}

function assertConfirmed(settings: FlowSettings, parameters: ParameterList): void {
  const confirmed = parameterValue(parameters, 'oauth_callback_confirmed')
  if (confirmed?.toLowerCase() === 'true') return
  if (confirmed === undefined && settings.allowUnconfirmedCallback) return
  throw new OAuthError(
    'callback_unconfirmed',
    'The Provider did not send oauth_callback_confirmed=true, as OAuth 1.0a demands; provider.allowUnconfirmedCallback is for one that is known to leave it out.',
  )
}
