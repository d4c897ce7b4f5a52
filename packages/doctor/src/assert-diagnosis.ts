import {
  assertArgument,
  isArrayOf,
  isObjectOf,
  isReceived,
  isPublicKey,
  isStringArray,
  optionChecks,
} from '@oauthplus/core/internal'

import type { DiagnosedRequest, DiagnosisKeys } from './diagnosis.js'

const isKeys = isObjectOf(
  optionChecks<DiagnosisKeys>({
    required: {},
    optional: {
      secrets: isStringArray,
      publicKeys: isArrayOf('an array of public keys', isPublicKey),
      tokenSecrets: isStringArray,
      otherSecrets: isStringArray,
    },
  }),
)

/** Checks the request and the keys that were passed to a function. */
export function assertDiagnosis(
  functionName: string,
  request: DiagnosedRequest,
  keys: DiagnosisKeys,
): void {
  assertArgument(functionName, { request }, isReceived)
  assertArgument(functionName, { keys }, isKeys)
}
