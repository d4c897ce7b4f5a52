import type { IncomingMessage, Server, ServerResponse } from 'node:http'

import type { AuthenticateResult, ProviderRequest } from '@oauthplus/server'

import type { User } from './any-page.js'

export { createServer } from 'node:http'
export { subscribe } from 'node:diagnostics_channel'
export { postgresStore } from '@oauthplus/store-postgres'
export { redisStore } from '@oauthplus/store-redis'

export declare function count(type: string): void

export declare const databaseUrl: string
export declare const redisUrl: string
export declare const newKey: string
export declare const oldKey: string
export declare const lookupKey: string
export declare const request: ProviderRequest
export declare const frameworkRequest: object
export declare const response: ServerResponse & IncomingMessage
export declare const result: AuthenticateResult<User>
export declare const server: Server
export declare function next(): void
export declare function show(photos: readonly string[]): void
