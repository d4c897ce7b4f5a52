import {
  isFunction,
  isInteger,
  isPairs,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { ProviderResponse } from '../response.js'
import type { HeaderAccess } from './node-response.js'

/** A response whose headers can be read and set. */
export const isHeaderAccess: OptionCheck = isRecordWith(
  'a response with getHeader and setHeader',
  optionChecks<HeaderAccess>({
    required: { getHeader: isFunction, setHeader: isFunction },
    optional: {},
  }),
)

/** The headers of a neutral response. */
export const isHeaderList: OptionCheck = isRecordWith(
  'a response with headers',
  optionChecks<Pick<ProviderResponse, 'headers'>>({ required: { headers: isPairs }, optional: {} }),
)

/** A neutral response. */
export const isProviderResponse: OptionCheck = isRecordWith(
  'a ProviderResponse',
  optionChecks<ProviderResponse>({
    required: { status: isInteger(100, 599), headers: isPairs, body: isString },
    optional: {},
  }),
)
