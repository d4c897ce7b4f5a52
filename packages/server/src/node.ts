/**
 * Node's requests and responses, translated from and to the neutral forms. For adapters of
 * frameworks that run on Node's HTTP server.
 *
 * @module
 */
export { readNodeRequest } from './node/read-node-request.js'
export type { NodeRequest, NodeRequestOptions } from './node/read-node-request.js'
export { writeNodeResponse } from './node/write-node-response.js'
export type { NodeResponse } from './node/write-node-response.js'
export { keepRawBody } from './node/keep-raw-body.js'
export type { BodySource, FinishingResponse } from './node/read-body.js'
export type { StreamState } from './node/read-stream.js'
