/**
 * What undici adds on Node: an interceptor that signs, and a `fetch` on a dispatcher of your own.
 *
 * @module
 */
export { dispatcherFetch } from './undici/dispatcher-fetch.js'
export { oauthInterceptor } from './undici/oauth-interceptor.js'
export type { OAuthInterceptorOptions } from './undici/oauth-interceptor.js'
