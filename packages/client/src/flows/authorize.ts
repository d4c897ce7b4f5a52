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

/** A new flow. */
export interface AuthorizeResult {
  /** The URL of the page to redirect the user to. */
  readonly url: string
  /**
   * The value of a `Set-Cookie` header that binds the flow to this browser. Send it with the
   * redirect.
   */
  readonly setCookie: string
  /**
   * Identifies the flow if the user copies the verifier by hand. Keep it on the server, in the
   * user's session.
   */
  readonly requestToken: RequestToken
  /** The other parameters of the provider's response. */
  readonly parameters: ParameterList
  /** The other parameters by name: `extra.xoauth_request_auth_url`. */
  readonly extra: ExtraParameters
}

/**
 * Starts a flow: fetches a request token and stores it until the user returns.
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
    wanted: 'request token',
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

// With two tokens in the URL, the page might use the other one, and the user would approve someone
// else's flow.
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
    'The provider did not send oauth_callback_confirmed=true, which OAuth 1.0a requires. Set provider.allowUnconfirmedCallback only if the provider is known to omit it.',
  )
}
