import type { BodyInput, UnreadBody } from './body-input.js'
import type { HeaderList } from './header-list.js'
import type { HeadersInput } from './pairs-input.js'
import type { ParameterList } from './parameter-list.js'
import type { UrlInput } from './url-input.js'

/** A request as a server received it, in any shape that platforms have. */
export interface ReceivedRequestInput {
  /** The request method. */
  readonly method: string
  /** The absolute URL that the client asked for, with its query as sent. */
  readonly url: UrlInput
  /**
   * The headers: pairs, `Headers`, or a plain object such as Node's `request.headers`. Node keeps only
   * the first of two `Authorization` or `Content-Type` headers there, and both in `headersDistinct`.
   */
  readonly headers: HeadersInput
  /**
   * The body as on the wire, before any content-decoding. May be left out, or be a stream that
   * nobody reads, if it is not a form and carries no hash.
   */
  readonly body?: BodyInput | UnreadBody | null | undefined
}

/** A request as a server received it. */
export interface ReceivedRequest {
  /** The request method. */
  readonly method: string
  /** The absolute URL that the client asked for, with its query as sent. */
  readonly url: string
  /** The headers as received, duplicates kept. */
  readonly headers: HeaderList
  /**
   * The body as on the wire, before any content-decoding. May be left out if it is not a form and
   * carries no hash.
   */
  readonly body?: Uint8Array | string | null | undefined
}

/**
 * A received request with its parameters taken apart and found sound: one source, no duplicates.
 */
export interface CollectedRequest extends ReceivedRequest {
  /** The place of the protocol parameters; `undefined` if there are none. */
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
  /** All parameters of the form body; none if the body is not a form. */
  readonly form: ParameterList
}
