import type { createProvider as CreateProvider } from '@oauthplus/server'

// No Redis listens where the examples look for it; the tests of the package run the same calls.
export declare const createProvider: typeof CreateProvider
