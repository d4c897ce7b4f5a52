/**
 * A Service Provider of OAuth 1.0a on Fastify 5, with everything that a newcomer needs to make one.
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
export type { RoutesPlugin, RoutesPluginOptions } from './create-routes.js'
export { fastifyOAuth } from './fastify-oauth.js'
export type { FastifyOAuth, FastifyOAuthOptions } from './fastify-oauth.js'
export type { ProtectHook, ProtectedReply, ProtectedRequest } from './protect-hook.js'
