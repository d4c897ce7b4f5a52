/**
 * A Service Provider of OAuth 1.0a on Koa 3 and 2.16, with all that a newcomer needs to make one.
 *
 * @module
 */
export { createProvider, isOAuthError, memoryStore } from '@oauthplus/server'
