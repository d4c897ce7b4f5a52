import { isInteger, isPairs, isRecordWith, isString, optionChecks } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { ProviderResponse } from '../response.js'

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
