/**
 * An OAuth 1.0a service provider on Koa 3 and 2.16, with everything that `@oauthplus/server`
 * exports.
 *
 * @module
 */
export * from '@oauthplus/server'
export type { RoutePaths } from '@oauthplus/server/adapter'
export { keepRawBody } from '@oauthplus/server/node'
export { koaOAuth } from './koa-oauth.js'
export type { KoaOAuth, KoaOAuthOptions } from './koa-oauth.js'
export type { KoaContext, KoaMiddleware } from './koa-context.js'
