import type { ReceivedRequest } from '@oauthplus/core'

/** A request that was read from a text. */
export interface ReadRequest extends ReceivedRequest {
  /** What the text does not say and was assumed, in sentences; left out if nothing was. */
  readonly remarks?: readonly string[] | undefined
  /** The URL as the text has it, if the client changes it before it sends the request. */
  readonly typedUrl?: string | undefined
}
