import { collectRequest, isOAuthError, percentDecode, signatureBaseString } from '@oauthplus/core'
import { compareBaseStrings, maskParameter, maskText } from '@oauthplus/core/internal'
import type { BaseStringDifference } from '@oauthplus/core/internal'

import type { DiagnosedRequest, DiagnoseOptions, Diagnosis } from './diagnosis.js'
import { describeUnsignableSize } from './request-size.js'

/** Adds the differences between the base string of a server and that of the request. */
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
    return compareBaseStrings(own, cleanBaseString(expectedBaseString)).map(maskDifference)
  } catch (error) {
    if (!isOAuthError(error)) throw error
    return undefined
  }
}

// Escaped, because logs quote it and pages escape it.
function cleanBaseString(text: string): string {
  return text
    .replaceAll(/&amp;|\\u0026/g, '&')
    .trim()
    .replace(/^["'`]/, '')
    .replace(/["'`]$/, '')
}

function maskDifference(difference: BaseStringDifference): BaseStringDifference {
  const { part, name, request, server } = difference
  const mask = (text: string | undefined): string | undefined => {
    if (text === undefined) return undefined
    return part === 'parameter' ? maskParameter([decodeName(name), text])[1] : maskText(text)
  }
  return { part, name, request: mask(request), server: mask(server) }
}

// A server may report a string that is not encoded correctly.
function decodeName(name: string): string {
  try {
    return percentDecode(name)
  } catch {
    return name
  }
}
