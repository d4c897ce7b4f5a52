import {
  assertArgument,
  isFunction,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import type { ProviderRequest } from '../request.js'
import type { Visitor } from '../results.js'
import { isProviderRequest } from '../settings/provider-checks.js'

const isVisitor = isRecordWith(
  'an object with getUserId and getLoginUrl',
  optionChecks<Visitor>({
    required: { getUserId: isFunction, getLoginUrl: isFunction },
    optional: {
      getSwitchUserUrl: isFunction,
      applicationsUrl: isString,
      developerUrl: isString,
      reviewerUrl: isString,
    },
  }),
)

/** Throws a `TypeError` unless these are the request of a browser and its visitor. */
export function assertVisit(
  functionName: string,
  request: ProviderRequest,
  visitor: Visitor,
): void {
  assertArgument(functionName, { request }, isProviderRequest)
  assertArgument(functionName, { visitor }, isVisitor)
}
