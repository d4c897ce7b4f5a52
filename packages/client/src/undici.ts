/**
 * Extensions for undici on Node: an interceptor that signs, and a `fetch` that uses your own
 * dispatcher.
 *
 * @module
 */
export { dispatcherFetch } from './undici/dispatcher-fetch.js'
export { oauthInterceptor } from './undici/oauth-interceptor.js'
export type { OAuthInterceptorOptions } from './undici/oauth-interceptor.js'
