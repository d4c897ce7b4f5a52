import type { createProvider as CreateProvider } from '@oauthplus/server'

// No Redis listens at the URL of the examples; the tests of the package run the same calls.
export declare const createProvider: typeof CreateProvider
