/**
 * Functions for adapters to web frameworks: the endpoints, the authentication of
 * requests, and the headers and the body of an accepted request. This module works without Node.js.
 *
 * @module
 */
export type { AdapterOptions } from './adapter/adapter-options.js'
export { createAdapter } from './adapter/create-adapter.js'
export type { Adapter, AdapterNames, RoutedRequest } from './adapter/create-adapter.js'
export type { FindGrant } from './adapter/create-grant-memory.js'
export type { HeaderAccess } from './adapter/header-access.js'
export { getParsedBody, parseFormBody } from './adapter/get-parsed-body.js'
export { leaveParsedBody } from './adapter/leave-parsed-body.js'
export { findRoutePaths } from './adapter/route-paths.js'
export type { RoutePaths } from './adapter/route-paths.js'
export type { FrameworkOAuth } from './adapter/framework-oauth.js'
export { getVaryHeader } from './adapter/get-vary-header.js'
export { addHeaders, addToHeader, writeHeaders } from './adapter/write-headers.js'
