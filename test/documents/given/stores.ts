export { sqliteStore } from '@oauthplus/store-sqlite'

// 32 bytes each, in base64.
export const newKey: string = 'A'.repeat(43)
export const oldKey: string = 'B'.repeat(42) + 'A'
export const lookupKey: string = 'C'.repeat(42) + 'A'
