/**
 * An OAuth 1.0a service provider on Express 5 and 4.21, with everything that `@oauthplus/server`
 * exports.
 *
 * @module
 */
export * from '@oauthplus/server'
export type { RoutePaths } from '@oauthplus/server/adapter'
export { keepRawBody } from '@oauthplus/server/node'
export { expressOAuth } from './express-oauth.js'
export type { ExpressOAuth, ExpressOAuthOptions } from './express-oauth.js'
export type { ExpressHandler, ExpressRequest, ExpressResponse } from './express-request.js'
