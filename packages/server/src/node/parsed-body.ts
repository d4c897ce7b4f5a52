import { hasFormContentType } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import {
  assertArgument,
  isBody,
  isPairs,
  isRecordWith,
  optionChecks,
} from '@oauthplus/core/internal'

import { isHeaderList } from './node-checks.js'
import type { ProviderRequest } from '../request.js'
import type { SignedContent } from '../results.js'

const isContent = isRecordWith(
  'a grant',
  optionChecks<Partial<Pick<SignedContent, 'body'>> & Pick<SignedContent, 'form'>>({
    required: { form: isPairs },
    optional: { body: isBody },
  }),
)

/**
 * Gives the body of an authenticated request as a body parser would leave it: a form as an object
 * without a prototype, in which a repeated name has an array of values; any other body that was
 * read as its bytes.
 *
 * @example
 *
 * ```ts
 * if (result.ok) console.log(parsedBody(request, result.grant)) // { a: ['1', '3'], b: '2' }
 * ```
 *
 * @param request The request.
 * @param grant What it carries.
 *
 * @returns The object or the bytes; `undefined` where the body was not read, and is still to be
 *   read by the handler. Names such as `__proto__` are names like any other in the object.
 *
 * @see [body-parser](https://github.com/expressjs/body-parser#bodyparserurlencodedoptions)
 */
export function parsedBody(
  request: Pick<ProviderRequest, 'headers'>,
  grant: Pick<SignedContent, 'body' | 'form'>,
): Record<string, string | string[]> | Uint8Array | undefined {
  assertArgument('parsedBody', { request }, isHeaderList)
  assertArgument('parsedBody', { grant }, isContent)
  if (grant.body === undefined) return undefined
  return hasFormContentType(request.headers) ? formObject(grant.form) : grant.body
}

function formObject(parameters: ParameterList): Record<string, string | string[]> {
  const form = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of parameters) {
    const earlier = form[name]
    if (earlier === undefined) form[name] = value
    else if (typeof earlier === 'string') form[name] = [earlier, value]
    else earlier.push(value)
  }
  return form
}
