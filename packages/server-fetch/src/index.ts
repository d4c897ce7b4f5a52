/**
 * A Service Provider of OAuth 1.0a on web `Request` and `Response`, with all that a newcomer
 * needs to make one.
 *
 * @module
 */
export { createProvider, isOAuthError, memoryStore } from '@oauthplus/server'
export type {
  AuthenticateOptions,
  ConsumerDetails,
  ConsumerGrant,
  ConsumerInfo,
  ConsumerOptions,
  ConsumerWithSecret,
  DebugReport,
  Grant,
  LanguagePreference,
  MemoryStoreOptions,
  Limits,
  Provider,
  ProviderEvent,
  ProviderOptions,
  RegisterConsumerOptions,
  ScopeOptions,
  Store,
  Throttle,
} from '@oauthplus/server'
export type { RoutePaths } from '@oauthplus/server/adapter'
export { fetchOAuth } from './fetch-oauth.js'
export type { FetchHandler, FetchOAuth, FetchOAuthOptions } from './fetch-oauth.js'
