/**
 * An OAuth 1.0a client: three-legged flows with a callback or a typed verifier, xAuth, renewal, and
 * a `fetch` that signs. Runs on any platform with `fetch`.
 *
 * @module
 */
// Re-exported so that callers can identify errors without another dependency.
export { isOAuthError, OAuthError } from '@oauthplus/core'
export type { Problem, ProblemCode, ProblemDetails } from '@oauthplus/core'
export type {
  ClientOptions,
  Consumer,
  ConsumerFor,
  RenewedToken,
  RsaConsumer,
  SecretConsumer,
} from './client-options.js'
export { createClient } from './create-client.js'
export type { Client, ClientWithToken } from './create-client.js'
export { readProblem } from './errors/read-problem.js'
export type { ReadResponse } from './errors/find-reported-problem.js'
export type { ReportedProblem } from './errors/reported-problem.js'
export type { ReadError, ServiceError } from './errors/service-error.js'
export { isOAuthResponseError, OAuthResponseError } from './errors/response-error.js'
export type { ResponseErrorDetails } from './errors/response-error.js'
export { readBaseString } from './errors/read-base-string.js'
export type { FetchFunction } from './settings/fetch-function.js'
export type { AuthorizeOptions } from './flows/authorize-options.js'
export type { AuthorizeResult } from './flows/authorize.js'
export type { CallbackOptions, CallbackUrlOptions } from './flows/callback.js'
export type { CallbackRequest } from './flows/callback-request.js'
export type { ExchangeResult } from './flows/exchange.js'
export type { VerifierOptions } from './flows/exchange-verifier.js'
export type { ExtraParameters } from './flows/extra-parameters.js'
export type { RenewOptions } from './fetch/renew.js'
export type { TokenResponse } from './flows/token-response.js'
export type { XauthOptions } from './flows/xauth.js'
export { memoryPendingStore } from './pending/memory-pending-store.js'
export type { MemoryPendingStoreOptions } from './pending/memory-pending-store.js'
export type { PendingRequestToken, PendingStore } from './pending/pending-store.js'
export { sealedPendingStore } from './pending/sealed-pending-store.js'
export type { SealedPendingStore } from './pending/sealed-pending-store.js'
export type {
  CustomServiceProvider,
  HmacName,
  HmacServiceProvider,
  PlaintextServiceProvider,
  RsaName,
  RsaServiceProvider,
  ServiceProvider,
  ServiceProviderDescription,
  SignatureMethodName,
} from './service-provider.js'
export type { RequestToken, Token, TokenSource } from './token.js'
