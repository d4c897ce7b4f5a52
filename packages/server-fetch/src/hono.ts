/**
 * A Service Provider of OAuth 1.0a in an application on Hono 4.
 *
 * @module
 */
export { honoOAuth } from './hono-oauth.js'
export type { HonoOAuth, HonoOAuthOptions } from './hono-oauth.js'
