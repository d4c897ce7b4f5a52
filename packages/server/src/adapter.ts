/**
 * What an adapter for a web framework needs besides the Provider: routing, the check of options, and
 * the headers and the body of a request that was let through. Nothing here needs Node.
 *
 * @module
 */
export { assertAuthenticateOptions } from './adapter/assert-authenticate-options.js'
export { assertCalled } from './adapter/assert-called.js'
export { createGrantMemory } from './adapter/create-grant-memory.js'
export type { FindGrant, GrantMemory } from './adapter/create-grant-memory.js'
export { hasFixedPublicUrl } from './adapter/has-fixed-public-url.js'
export type { HeaderAccess } from './adapter/header-access.js'
export { getParsedBody, parseFormBody } from './adapter/get-parsed-body.js'
export { createRouteHandler } from './adapter/create-route-handler.js'
export type { RoutedRequest, RouteHandlerOptions } from './adapter/create-route-handler.js'
export { findRoutePaths } from './adapter/route-paths.js'
export type { RoutePaths } from './adapter/route-paths.js'
export { getVaryHeader } from './adapter/get-vary-header.js'
export { addToHeader, writeHeaders } from './adapter/write-headers.js'
