/**
 * A Service Provider of OAuth 1.0a that knows no framework: it answers the three endpoints, checks
 * every protected request, and keeps what it must remember in a {@link Store}.
 *
 * @module
 */
export { isOAuthError } from '@oauthplus/core'
export type { AuthenticateOptions } from './authenticate.js'
export type { Authorization, Loaded } from './authorization.js'
export type { Consumers, RegisterConsumerOptions } from './consumers.js'
export { memoryStore } from './memory-store.js'
export type { MemoryStoreOptions } from './memory-store.js'
export { createProvider } from './provider.js'
export type { Provider } from './provider.js'
export type { ProviderOptions, ScopeOptions } from './provider-options.js'
export type { ProviderRequest } from './request.js'
export type { ProviderResponse } from './response.js'
export type {
  Answered,
  Authenticated,
  AuthenticateResult,
  AuthorizationDecision,
  AuthorizationInput,
  Consent,
  ConsumerInfo,
  Grant,
  NamedScope,
  Refusal,
  Visitor,
} from './results.js'
export { createRouteHandler } from './route-handler.js'
export type { RoutedRequest, RouteHandlerOptions, RoutePaths } from './route-handler.js'
export type {
  AccessTokenRecord,
  ConsumerRecord,
  ConsumerStatus,
  FoundCredentials,
  NonceRecord,
  RequestTokenRecord,
  RequestTokenState,
  Store,
} from './store.js'
