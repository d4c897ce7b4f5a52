import type { UnreadBody } from './body-input.js'
import type { PairsLike } from './pairs-input.js'

/** A `Request` of the Fetch standard, as far as it is read. */
export interface WebRequest {
  /** The request method. */
  readonly method: string
  /** The absolute URL. */
  readonly url: string
  /** The headers. */
  readonly headers: PairsLike
  /** The body, which is read from a clone only. */
  readonly body?: UnreadBody | null
  /** Whether the body was read. */
  readonly bodyUsed: boolean
  /** Returns the same request once more. */
  clone(): WebRequest
  /** Reads the body. */
  arrayBuffer(): Promise<ArrayBuffer>
}

/** Returns whether a request is a `Request` of the Fetch standard. @internal */
export function isWebRequest(value: unknown): value is WebRequest {
  const request = value as Partial<WebRequest> | null | undefined
  return typeof request?.clone === 'function' && typeof request.arrayBuffer === 'function'
}
