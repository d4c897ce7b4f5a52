import { createOptionCheck } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/

/** A URL that a header or a link can contain. */
export const isLocation: OptionCheck = createOptionCheck(
  'a URL as a string of printable ASCII characters, anything else percent-encoded',
  (value) => typeof value === 'string' && PRINTABLE_ASCII.test(value),
)
