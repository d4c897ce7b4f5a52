import type { ReceivedRequest } from '@oauthplus/core'

/** A request that was parsed from pasted text. */
export interface ReadRequest extends ReceivedRequest {
  /** The assumptions about missing information, as sentences. Omitted if there are none. */
  readonly remarks?: readonly string[] | undefined
  /** The URL as in the text, if the client changes it before sending. */
  readonly typedUrl?: string | undefined
}
