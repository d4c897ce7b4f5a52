import type { AuthenticateOptions } from './operations/authenticate.js'

/**
 * The key of the part of a provider that only adapters use. It is a registered symbol, so that the property also
 * exists in a copy of a provider, `{ ...provider }`.
 */
export const ADAPTER_VIEW: unique symbol = Symbol.for('@oauthplus/server/adapter')

/** The part of a provider that only adapters use. */
export interface AdapterView {
  /** The value of `Vary` for every response that depends on the credentials of a request. */
  readonly varyHeader: string
  /** Whether `publicUrl` is a string, so that the host of a request is not used. */
  readonly hasFixedPublicUrl: boolean
  /** Throws a `TypeError` that names `protect` unless a request can be authenticated with the options. */
  assertOptions(options: AuthenticateOptions): void
}
