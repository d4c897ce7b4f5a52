/**
 * Web `Request` and `Response`, translated from and to the neutral forms. For adapters of frameworks and
 * platforms that have them.
 *
 * @module
 */
export { addWebHeaders, createHeaderAccess } from './web/add-web-headers.js'
export { createWebResponse } from './web/create-web-response.js'
export { readWebPath } from './web/read-web-path.js'
export { readWebRequest } from './web/read-web-request.js'
export type { WebRequestOptions } from './web/read-web-request.js'
