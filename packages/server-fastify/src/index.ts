/**
 * An OAuth 1.0a service provider on Fastify 5, with everything that `@oauthplus/server`
 * exports.
 *
 * @module
 */
export * from '@oauthplus/server'
export type { RoutePaths } from '@oauthplus/server/adapter'
export { keepRawBody } from '@oauthplus/server/node'
export type { RoutesPlugin, RoutesPluginOptions } from './create-routes.js'
export { fastifyOAuth } from './fastify-oauth.js'
export type { FastifyOAuth, FastifyOAuthOptions } from './fastify-oauth.js'
export type { ProtectHook, ProtectedReply, ProtectedRequest } from './protect-hook.js'
