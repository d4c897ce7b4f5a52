import type { createProvider as CreateProvider } from '@oauthplus/server'
import type { Pool } from 'pg'

export declare const pool: Pool

// No PostgreSQL listens at the URL of the examples; the tests of the package run the same calls.
export declare const createProvider: typeof CreateProvider
