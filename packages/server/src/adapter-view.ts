import type { AuthenticateOptions } from './operations/authenticate.js'

/**
 * The key of what a provider offers to adapters only. It is registered, so that the property also
 * survives a provider that was copied with `{ ...provider }`.
 */
export const ADAPTER_VIEW: unique symbol = Symbol.for('@oauthplus/server/adapter')

/** The part of a provider that only adapters use. */
export interface AdapterView {
  /** The value of `Vary` for every response that depends on the credentials of a request. */
  readonly varyHeader: string
  /** Whether `publicUrl` is a string, so that no host that a request names is believed. */
  readonly hasFixedPublicUrl: boolean
  /** Throws a `TypeError` that names `protect` unless a request can be authenticated with the options. */
  assertOptions(options: AuthenticateOptions): void
}
