/** Where a request has come to. */
export type Endpoint = 'request-token' | 'access-token' | 'invalidation' | 'resource'
