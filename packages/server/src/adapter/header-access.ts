import { isFunction, isRecordWith, optionChecks } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import { createMethodCheck } from './create-method-check.js'

/** The headers of a response that is being made. */
export interface HeaderAccess {
  /** Returns a header that was set before. */
  getHeader(name: string): number | string | readonly string[] | undefined
  /** Sets a header. */
  setHeader(name: string, value: string): unknown
}

/** A response whose headers can be read and set. */
export const isHeaderAccess: OptionCheck = createMethodCheck(
  ['getHeader', 'setHeader'],
  isRecordWith(
    'a response with getHeader and setHeader',
    optionChecks<HeaderAccess>({
      required: { getHeader: isFunction, setHeader: isFunction },
      optional: {},
    }),
  ),
)
