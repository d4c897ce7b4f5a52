/**
 * An OAuth 1.0a service provider on web `Request` and `Response`, with everything that `@oauthplus/server`
 * exports.
 *
 * @module
 */
export * from '@oauthplus/server'
export type { RoutePaths } from '@oauthplus/server/adapter'
export { fetchOAuth } from './fetch-oauth.js'
export type { FetchHandler, FetchOAuth, FetchOAuthOptions } from './fetch-oauth.js'
