import type { RequestListener } from 'node:http'

import type { Provider } from '@oauthplus/server'

import type { HostUser } from './host-provider.js'

/**
 * Creates an application of a framework with everything under `/v1`: the endpoints; `/v1/echo` and the paths
 * below it, protected, which respond with a `View`; and `/v1/parsed`, the same behind the framework's
 * own body parsers. The header `X-Read` puts a body parser in front of OAuth, which keeps the bytes
 * (`kept`) or loses them (`lost`).
 */
export type MakeListener = (provider: Provider<HostUser>) => RequestListener
