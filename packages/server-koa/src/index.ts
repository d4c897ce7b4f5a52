/**
 * A Service Provider of OAuth 1.0a on Koa 3 and 2.16, with all that a newcomer needs to make
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
export { koaOAuth } from './koa-oauth.js'
export type { KoaOAuth, KoaOAuthOptions } from './koa-oauth.js'
export type { KoaContext, KoaMiddleware } from './koa-context.js'
