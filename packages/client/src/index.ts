/**
 * A Consumer of OAuth 1.0a: three-legged flows with a callback or a typed verifier, xAuth, and a
 * `fetch` that signs. On any runtime with `fetch`.
 *
 * @module
 */
// Errors are told apart with these; one install shall be enough.
export { isOAuthError, OAuthError } from '@oauthplus/core'
export type { Problem, ProblemCode, ProblemDetails } from '@oauthplus/core'
export type { AuthorizeOptions, AuthorizeResult } from './authorize.js'
export type { CallbackOptions } from './callback.js'
export type { ClientOptions, Consumer } from './client-options.js'
export { createClient } from './create-client.js'
export type { Client, ClientWithToken } from './create-client.js'
export type { ExchangeResult } from './exchange.js'
export type { FetchFunction } from './fetch-function.js'
export { memoryPendingStore } from './memory-pending-store.js'
export type { MemoryPendingStoreOptions } from './memory-pending-store.js'
export type { PendingRequestToken, PendingStore } from './pending-store.js'
export type { VerifierOptions } from './request-token-with-verifier.js'
export { isOAuthResponseError, OAuthResponseError } from './response-error.js'
export type { ResponseErrorDetails } from './response-error.js'
export type { ServiceProvider } from './service-provider.js'
export type { RequestToken, Token, TokenSource } from './token.js'
export type { TokenResponse } from './token-response.js'
export type { XauthOptions } from './xauth.js'
