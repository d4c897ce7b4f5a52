/**
 * A Service Provider of OAuth 1.0a that knows no framework: it answers the three endpoints, checks
 * every protected request, and keeps what it must remember in a {@link Store}.
 *
 * @module
 */
export { isOAuthError } from '@oauthplus/core'
export type { AuthenticateOptions } from './authenticate.js'
export type { Applications } from './applications.js'
export type { Authorization } from './authorization.js'
export type { Loaded } from './consent.js'
export type { ConsumerDetails, ConsumerWithSecret } from './consumer-details.js'
export type { ConsumerOptions, RegisterConsumerOptions } from './consumer-options.js'
export type { ConsumerPage, Consumers, RotateConsumerOptions } from './consumers.js'
export type { DebugReport } from './debug-report.js'
export { memoryStore } from './memory-store.js'
export type { MemoryStoreOptions } from './memory-store.js'
export { createProvider } from './provider.js'
export type { Provider } from './provider.js'
export type {
  AccessTokenIssuedEvent,
  AuthorizationEvent,
  ConsumerEvent,
  EventSubject,
  Operation,
  ProviderEvent,
  RequestAuthenticatedEvent,
  RequestRefusedEvent,
  RequestTokenIssuedEvent,
  TokensRevokedEvent,
} from './provider-event.js'
export type {
  LanguagePreference,
  ProviderOptions,
  Quotas,
  ScopeOptions,
} from './provider-options.js'
export type { ProviderRequest } from './request.js'
export type { ProviderResponse } from './response.js'
export type {
  Answered,
  Authenticated,
  AuthenticateResult,
  AuthorizationDecision,
  AuthorizationInput,
  Consent,
  ConsumerGrant,
  ConsumerInfo,
  Grant,
  NamedScope,
  Refusal,
  SignedContent,
  TwoLeggedResult,
  Visitor,
} from './results.js'
export { createRouteHandler } from './route-handler.js'
export type { RoutedRequest, RouteHandlerOptions, RoutePaths } from './route-handler.js'
export type {
  AccessTokenFilter,
  AccessTokenRecord,
  AccessTokenState,
  ConsumerCredential,
  ConsumerRecord,
  ConsumerStatus,
  FoundCredentials,
  GrantOrigin,
  NonceRecord,
  PageRequest,
  RequestTokenRecord,
  RequestTokenState,
  RevocationTarget,
  Store,
} from './store.js'
export type { Throttle } from './throttle.js'
export type { IssuedToken, IssueTokenOptions, TokenDetails, TokenPage, Tokens } from './tokens.js'
