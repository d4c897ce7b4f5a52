import type { HeaderList } from './header-list.js'
import type { ParameterList } from './parameter-list.js'

/** A request as a server received it. */
export interface ReceivedRequest {
  /** The request method. */
  readonly method: string
  /** The absolute URL that the client asked for, with its query as sent. */
  readonly url: string
  /** The headers as received, duplicates kept. */
  readonly headers: HeaderList
  /**
   * The body as on the wire, before any content-decoding. May be left out where it is no form and
   * carries no hash.
   */
  readonly body?: Uint8Array | string | null | undefined
}

/**
 * A received request with its parameters taken apart and found sound: one source, no duplicates.
 */
export interface CollectedRequest extends ReceivedRequest {
  /** Where the protocol parameters stand; `undefined` where there are none. */
  readonly source: 'header' | 'body' | 'query' | undefined
  /** The URL as the base string has it, without its query. */
  readonly baseStringUri: string
  /** The realm of the Authorization header. */
  readonly realm: string | undefined
  /** The protocol parameters (`oauth_*`), decoded, in the order sent. */
  readonly protocol: ParameterList
  /** All parameters of the Authorization header but its realm. */
  readonly header: ParameterList
  /** All parameters of the query. */
  readonly query: ParameterList
  /** All parameters of the form body; none where the body is no form. */
  readonly form: ParameterList
}
