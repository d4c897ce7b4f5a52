/**
 * A Service Provider of OAuth 1.0a on Express 5 and 4.21, with all that a newcomer needs to make
 * one.
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
export { keepRawBody } from '@oauthplus/server/node'
export { expressOAuth } from './express-oauth.js'
export type { ExpressOAuth, ExpressOAuthOptions } from './express-oauth.js'
export type { ExpressHandler, ExpressRequest, ExpressResponse } from './express-request.js'
