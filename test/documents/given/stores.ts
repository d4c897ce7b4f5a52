export { postgresStore } from '@oauthplus/store-postgres'
export { redisStore } from '@oauthplus/store-redis'
export { sqliteStore } from '@oauthplus/store-sqlite'

export declare const databaseUrl: string
export declare const redisUrl: string

// 32 bytes each, in base64.
export const newKey: string = 'A'.repeat(43)
export const oldKey: string = 'B'.repeat(42) + 'A'
export const lookupKey: string = 'C'.repeat(42) + 'A'
