import type { Operation } from './settings/provider-event.js'

/** The operations that check a signature: the token endpoints and protected resources. */
export type Endpoint = Exclude<Operation, 'authorization' | 'applications' | 'portal'>
