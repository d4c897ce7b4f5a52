/**
 * Node's own requests and answers, translated from and to the neutral forms: what every adapter of
 * a framework on Node needs.
 *
 * @module
 */
export { createGrantMemory } from './grant-memory.js'
export type { FindGrant, GrantMemory } from './grant-memory.js'
export { nodeRequest } from './node-request.js'
export type { NodeRequest } from './node-request.js'
export { addToHeader, writeHeaders, writeNodeResponse } from './node-response.js'
export type { HeaderAccess, NodeResponse } from './node-response.js'
export { parsedBody } from './parsed-body.js'
export { isPreflight } from './preflight.js'
export { keepRawBody } from './raw-body.js'
