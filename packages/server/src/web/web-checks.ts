import { createOptionCheck } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

/** A `Request` or a `Response`, of any implementation. */
export function isWebMessage(expected: 'a Request' | 'a Response'): OptionCheck {
  return createOptionCheck(expected, (value) =>
    areHeaders((value as Partial<Request> | null | undefined)?.headers),
  )
}

/** The headers of a `Request` or a `Response`, of any implementation. */
export const isHeaders: OptionCheck = createOptionCheck('Headers', areHeaders)

function areHeaders(value: unknown): boolean {
  return typeof (value as Partial<Headers> | null | undefined)?.get === 'function'
}
