/**
 * An OAuth 1.0a service provider on Hono 4, with everything that `@oauthplus/server` exports.
 *
 * @module
 */
export * from '@oauthplus/server'
export type { RoutePaths } from '@oauthplus/server/adapter'
export { honoOAuth } from './hono-oauth.js'
export type { HonoOAuth, HonoOAuthOptions } from './hono-oauth.js'
