import { assertArgument } from '@oauthplus/core/internal'

import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'
import { createRedirect } from './create-page-response.js'
import { isLocation } from './is-location.js'

/** Redirects to the login page of the application, which redirects back to `returnTo`. */
export function createLoginResponse(visitor: Visitor, returnTo: string): ProviderResponse {
  const url = visitor.getLoginUrl(returnTo)
  assertArgument('getLoginUrl', { 'the returned value': url }, isLocation)
  return createRedirect(302, url)
}

/** Returns the URL to log in with another account; `undefined` if the application has none. */
export function getSwitchUserUrl(visitor: Visitor, returnTo: string): string | undefined {
  const url = visitor.getSwitchUserUrl?.(returnTo)
  if (url !== undefined) {
    assertArgument('getSwitchUserUrl', { 'the returned value': url }, isLocation)
  }
  return url
}
