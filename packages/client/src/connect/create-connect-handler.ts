import { isOAuthError } from '@oauthplus/core'
import type { OAuthError } from '@oauthplus/core'
import { argumentError, assertArgument, assertOptions } from '@oauthplus/core/internal'

import type { Client } from '../create-client.js'
import { isClient } from '../settings/is-client.js'
import { OUT_OF_BAND } from '../settings/out-of-band.js'
import { toFailure } from './connect-failure.js'
import type { ConnectFailure } from './connect-failure.js'
import { CONNECT_OPTIONS } from './connect-options.js'
import type { ConnectRoutesOptions } from './connect-options.js'
import { renderConnectPage } from './connect-page.js'
import type { ConnectPageName, ConnectResponse } from './connect-page.js'
import { isConnectRequest, readHeader, readPath } from './connect-request.js'
import type { ConnectRequest } from './connect-request.js'

// Browsers treat a second slash, and any backslash, as the start of a host name.
const LOCAL_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/

/**
 * Creates the routes, independent of the platform: a function that returns the response to a
 * request, or `undefined` if the path is not one of the routes.
 *
 * @internal
 */
export function createConnectHandler<Source extends object>(
  functionName: string,
  client: Client,
  options: ConnectRoutesOptions<Source>,
): (request: Source & ConnectRequest) => Promise<ConnectResponse | undefined> {
  assertArgument(functionName, { client }, isClient)
  assertOptions(functionName, options, CONNECT_OPTIONS)
  if (client.callbackUrl === OUT_OF_BAND) {
    throw argumentError(
      `${functionName}: client must have a callbackUrl, to which the provider redirects the user`,
    )
  }
  const { protocol, origin, pathname } = new URL(client.callbackUrl)
  // URLs with other schemes have the origin "null", which browsers also send for pages that hide
  // their origin.
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw argumentError(`${functionName}: the callbackUrl of client must be an http or https URL`)
  }
  const { connect = '/connect', callback = pathname } = options.paths ?? {}
  if (connect === callback) {
    throw argumentError(`${functionName}: paths.connect and paths.callback must differ`)
  }
  const { serviceName: service = 'the other service' } = options
  const renderPage = (name: ConnectPageName): Promise<ConnectResponse> =>
    renderConnectPage(name, { service, action: connect })

  async function respondToFailure(
    failure: ConnectFailure,
    request: Source,
  ): Promise<ConnectResponse> {
    const path = await options.onError(failure, request)
    return typeof path === 'string'
      ? redirect(toLocalPath('onError', path))
      : renderPage(failure.reason)
  }

  async function start(request: Source & ConnectRequest): Promise<ConnectResponse> {
    if (!isSameSite(request, origin)) {
      return respondToFailure({ reason: 'cross_site', error: undefined }, request)
    }
    try {
      const { url, setCookie } = await client.authorize(
        await options.getAuthorizeOptions?.(request),
      )
      return redirect(url, setCookie)
    } catch (error) {
      return respondToFailure(toFailure(rethrowOtherErrors(error)), request)
    }
  }

  async function end(request: Source & ConnectRequest): Promise<ConnectResponse> {
    const result = await client.callback(request).catch(rethrowOtherErrors)
    if (isOAuthError(result)) return respondToFailure(toFailure(result), request)
    const { setCookie, ...connected } = result
    const path = await options.onToken(connected, request)
    return redirect(typeof path === 'string' ? toLocalPath('onToken', path) : '/', setCookie)
  }

  function toLocalPath(name: string, path: string): string {
    if (LOCAL_PATH.test(path)) return path
    throw argumentError(
      `${functionName}: ${name} must return undefined or a path of this site that begins with exactly one slash`,
    )
  }

  return async (request) => {
    assertArgument(functionName, { request }, isConnectRequest)
    const path = readPath(request)
    const { method } = request
    if (path === connect) {
      if (method === 'POST') return start(request)
      return method === 'GET' || method === 'HEAD'
        ? renderPage('start')
        : refuseMethod('GET, HEAD, POST')
    }
    // Link previews send HEAD, which must not complete a flow.
    if (path === callback) return method === 'GET' ? end(request) : refuseMethod('GET')
    return undefined
  }
}

/**
 * Returns whether a form comes from a page of this site. Browsers without Sec-Fetch-Site send only
 * the Origin header.
 */
function isSameSite(request: ConnectRequest, origin: string): boolean {
  const site = readHeader(request, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return readHeader(request, 'origin') === origin
}

function rethrowOtherErrors(error: unknown): OAuthError {
  if (isOAuthError(error)) return error
  throw error
}

function redirect(location: string, setCookie?: string): ConnectResponse {
  return {
    status: 303,
    headers: [
      ['Location', location],
      ['Cache-Control', 'no-store'],
      // A callback URL contains a verifier.
      ['Referrer-Policy', 'no-referrer'],
      ...(setCookie === undefined ? [] : [['Set-Cookie', setCookie] as const]),
    ],
    body: '',
  }
}

function refuseMethod(allowed: string): ConnectResponse {
  return { status: 405, headers: [['Allow', allowed]], body: '' }
}
