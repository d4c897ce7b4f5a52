import type { HeaderList } from '@oauthplus/core'

/** A request in the form that the adapters of all frameworks create. */
export interface ProviderRequest {
  /** The request method as received. */
  readonly method: string
  /** The request target as received, with its query: a path, or a full URL. */
  readonly url: string
  /** The headers as received, duplicates kept. */
  readonly headers: HeaderList
  /**
   * Reads the body as on the wire, before any content-decoding; empty if there is none. Called
   * only if the body is needed. A second call returns the same bytes. Rejects with an
   * `OAuthError` (`parameter_rejected`, status 413) when the body is longer than `limitBytes`.
   */
  readBody(limitBytes: number): Promise<Uint8Array>
  /** The other end of the connection, as the network reports it. */
  readonly peer: {
    /** The IP address; `undefined` if it cannot be known. */
    readonly address: string | undefined
    /** Whether the connection is TLS. */
    readonly secure: boolean
  }
}
