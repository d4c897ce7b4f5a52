/**
 * Node's own requests and answers, translated from and to the neutral forms: what every adapter of
 * a framework on Node needs.
 *
 * @module
 */
export { createGrantMemory } from './adapter/grant-memory.js'
export type { FindGrant, GrantMemory } from './adapter/grant-memory.js'
export { nodeRequest } from './node/node-request.js'
export type { NodeRequest, NodeRequestOptions } from './node/node-request.js'
export { addToHeader, writeHeaders, writeNodeResponse } from './node/node-response.js'
export type { HeaderAccess, NodeResponse } from './node/node-response.js'
export { parsedBody } from './adapter/parsed-body.js'
export { keepRawBody } from './node/raw-body.js'
export type { BodySource, FinishingResponse } from './node/read-body.js'
export type { StreamState } from './node/read-stream.js'
export { requireCalled } from './adapter/require-called.js'
