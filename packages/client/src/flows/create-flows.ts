import { nameErrors } from '@oauthplus/core/internal'

import { memoryPendingStore } from '../pending/memory-pending-store.js'
import type { Settings } from '../settings/settings.js'
import { authorize } from './authorize.js'
import type { AuthorizeResult } from './authorize.js'
import type { AuthorizeOptions } from './authorize-options.js'
import { callback } from './callback.js'
import type { CallbackOptions, CallbackUrlOptions } from './callback.js'
import type { CallbackRequest } from './callback-request.js'
import { createRenew } from './create-renew.js'
import type { Renew } from '../fetch/renew.js'
import type { ExchangeResult } from './exchange.js'
import { exchangeVerifier } from './exchange-verifier.js'
import type { VerifierOptions } from './exchange-verifier.js'
import type { FlowSettings } from '../settings/flow-settings.js'
import type { TokenResponse } from './token-response.js'
import { xauth } from './xauth.js'
import type { XauthOptions } from './xauth.js'

/**
 * The flows of a client.
 *
 * @internal
 */
export interface Flows {
  readonly authorize: (options: AuthorizeOptions) => Promise<AuthorizeResult>
  readonly callback: (
    request: CallbackRequest | string | URL,
    options: CallbackOptions | CallbackUrlOptions,
  ) => Promise<ExchangeResult>
  readonly exchangeVerifier: (options: VerifierOptions) => Promise<ExchangeResult>
  readonly xauth: (options: XauthOptions) => Promise<TokenResponse>
  readonly renew: Renew
}

/**
 * Creates the flows of a client. They share the pending request tokens and the running renewals.
 *
 * @internal
 */
export function createFlows(clientSettings: Settings): Flows {
  const { now } = clientSettings
  const settings: FlowSettings = {
    ...clientSettings,
    pending: clientSettings.pending ?? memoryPendingStore({ now }),
  }
  return {
    authorize: (options) => nameErrors('authorize', () => authorize(settings, options)),
    callback: (request, options) =>
      nameErrors('callback', () => callback(settings, request, options)),
    exchangeVerifier: (options) =>
      nameErrors('exchangeVerifier', () => exchangeVerifier(settings, options)),
    xauth: (options) => nameErrors('xauth', () => xauth(settings, options)),
    renew: createRenew(settings),
  }
}
