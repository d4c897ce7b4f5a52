import { collectRequest, isOAuthError, signatureBaseString } from '@oauthplus/core'
import { compareBaseStrings } from '@oauthplus/core/internal'
import type { BaseStringDifference } from '@oauthplus/core/internal'

import type { DiagnosedRequest, DiagnoseOptions, Diagnosis } from './diagnosis.js'
import { describeUnsignableSize } from './request-size.js'

/** Adds how the base string of a server differs from that of the request. */
export function addDifferences(
  diagnosis: Diagnosis,
  request: DiagnosedRequest,
  { expectedBaseString, dialect }: DiagnoseOptions,
): Diagnosis {
  if (expectedBaseString === undefined) return diagnosis
  return { ...diagnosis, differences: findDifferences(request, expectedBaseString, dialect) }
}

function findDifferences(
  request: DiagnosedRequest,
  expectedBaseString: string,
  dialect: DiagnoseOptions['dialect'],
): readonly BaseStringDifference[] | undefined {
  if (describeUnsignableSize(request) !== undefined) return undefined
  try {
    const { method, url, header, form } = 'protocol' in request ? request : collectRequest(request)
    const createBaseString = dialect?.baseString ?? signatureBaseString
    const own = createBaseString({ method, url, parameters: [...header, ...form] })
    return compareBaseStrings(own, expectedBaseString)
  } catch (error) {
    if (!isOAuthError(error)) throw error
    return undefined
  }
}
