import { formatForm, parameterValue, signatureBaseString } from '@oauthplus/core'
import type { CollectedRequest, ParameterList } from '@oauthplus/core'
import { maskParameter } from '@oauthplus/core/internal'

/** The correct base string, for finding the cause of a wrong signature. */
export interface DebugReport {
  /** The request method. */
  readonly method: string
  /** The URL without its query. */
  readonly url: string
  /** The parameters of header, query and form, decoded, in the order sent; secrets are masked. */
  readonly parameters: ParameterList
  /** The base string, made with the masked values; `undefined` for PLAINTEXT, which has none. */
  readonly baseString: string | undefined
}

/** Reports the correct base string. */
export function createDebugReport(request: CollectedRequest): DebugReport {
  const { method, url } = request
  const bare = url.replace(/\?.*/s, '')
  const header = request.header.map(maskParameter)
  const query = request.query.map(maskParameter)
  const form = request.form.map(maskParameter)
  const isPlaintext = parameterValue(request.protocol, 'oauth_signature_method') === 'PLAINTEXT'
  return {
    method,
    url: bare,
    parameters: [...header, ...query, ...form],
    baseString: isPlaintext
      ? undefined
      : signatureBaseString({
          method,
          url: `${bare}?${formatForm(query)}`,
          parameters: [...header, ...form],
        }),
  }
}
