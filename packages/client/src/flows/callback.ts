import { OAuthError } from '@oauthplus/core'
import type { Problem } from '@oauthplus/core'
import {
  argumentError,
  assertArgument,
  assertOptions,
  createOptionCheck,
  optionChecks,
} from '@oauthplus/core/internal'

import { readCallbackParameters } from './read-callback-parameters.js'
import { isCallbackSource, readCallbackRequest } from './callback-request.js'
import type { CallbackRequest, ReceivedCallback } from './callback-request.js'
import { exchange } from './exchange.js'
import type { ExchangeResult } from './exchange.js'
import { takeBound } from '../pending/waiting.js'
import { isSignal } from '../settings/is-signal.js'
import { getEndpoint } from '../settings/get-endpoint.js'
import { escapeProblem } from '../errors/escape-problem.js'
import { toErrorCode, toProblemDetails } from '../errors/problem-report.js'
import type { FlowSettings } from '../settings/flow-settings.js'

/** The options of `callback`. */
export interface CallbackOptions {
  /** Aborts the exchange. */
  readonly signal?: AbortSignal | undefined
}

/** The options of `callback` for a URL. */
export interface CallbackUrlOptions extends CallbackOptions {
  /** The complete `Cookie` header of the request. With null, the callback is refused. */
  readonly cookie: string | null | undefined
}

const isCookie = createOptionCheck(
  'the Cookie header as a string, or null',
  (value) => typeof value === 'string' || value === null || value === undefined,
)
const OPTIONS = optionChecks<CallbackUrlOptions>({
  required: { cookie: isCookie },
  optional: { signal: isSignal },
})

/**
 * Completes a flow: checks that this browser started it, and exchanges the request token, once.
 *
 * @internal
 */
export async function callback(
  settings: FlowSettings,
  request: CallbackRequest | string | URL,
  options: CallbackOptions | CallbackUrlOptions,
): Promise<ExchangeResult> {
  const { url, cookie } = readCallback(request, options)
  getEndpoint(settings, 'accessTokenUrl')
  const { tokenKey, verifier, problem } = readCallbackParameters(url)
  if (tokenKey === undefined) {
    // The visitor is unknown, so the error reports only that a user denied access.
    throw problem?.code === 'callback_denied' ? createReportedError(problem) : createRefusal()
  }
  if (problem === undefined && verifier === '') {
    throw new OAuthError('parameter_absent', 'The callback contains no oauth_verifier.', {
      details: { parametersAbsent: ['oauth_verifier'] },
    })
  }
  const entry = await takeBound(settings, tokenKey, cookie)
  if (entry === undefined) throw createRefusal()
  if (problem !== undefined) throw createReportedError(problem)
  return exchange(settings, { tokenKey, entry, verifier, signal: options.signal })
}

function readCallback(
  request: CallbackRequest | string | URL,
  options: CallbackOptions | CallbackUrlOptions,
): ReceivedCallback {
  assertArgument('callback', { request }, isCallbackSource)
  assertOptions('callback', options, OPTIONS)
  if (typeof request !== 'string' && 'headers' in request) {
    if (!('cookie' in options)) return readCallbackRequest(request)
    throw argumentError(
      'callback: cookie must be omitted if the first argument is a request, which has its own Cookie header',
    )
  }
  if (!('cookie' in options)) {
    throw argumentError(
      "callback: cookie is required with a URL: pass the request's Cookie header, or null if it has none",
    )
  }
  return { url: request, cookie: options.cookie ?? '' }
}

function createRefusal(): OAuthError {
  return new OAuthError(
    'callback_refused',
    'The callback does not belong to a flow that is pending in this browser. Start again.',
  )
}

function createReportedError(problem: Problem): OAuthError {
  const code = toErrorCode(problem)
  const options = { details: toProblemDetails(escapeProblem(problem)) }
  return code === 'callback_denied'
    ? new OAuthError(code, 'The user denied access.', options)
    : new OAuthError(code, 'The provider reported a problem instead of a verifier.', options)
}
