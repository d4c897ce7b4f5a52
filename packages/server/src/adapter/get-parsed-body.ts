import { parseForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import {
  assertArgument,
  createOptionCheck,
  hasFormContentType,
  isBody,
  isPairs,
  isRecordWith,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import { isHeaderList } from './response-checks.js'
import type { ProviderRequest } from '../request.js'
import type { SignedContent } from '../results.js'

const isBytes = createOptionCheck('a Uint8Array', (value) => value instanceof Uint8Array)
/** The content of a request that was verified. */
export const isContent: OptionCheck = isRecordWith(
  'a grant',
  optionChecks<Partial<Pick<SignedContent, 'body'>> & Pick<SignedContent, 'form'>>({
    required: { form: isPairs },
    optional: { body: isBody },
  }),
)

/**
 * Returns the body of an authenticated request as a body parser would leave it: a form as an object
 * without a prototype, in which a repeated name has an array of values. Any other body is left to
 * the handler: its bytes are in the stream, and in `grant.body` if they were read.
 *
 * @example
 *
 * ```ts
 * if (result.ok) console.log(getParsedBody(request, result.grant)) // { a: ['1', '3'], b: '2' }
 * ```
 *
 * @param request The request.
 * @param grant The grant of the request.
 *
 * @returns The object; `undefined` if the body is not a form. Names such as `__proto__` are names
 *   like any other in the object.
 *
 * @see [body-parser](https://github.com/expressjs/body-parser#bodyparserurlencodedoptions)
 */
export function getParsedBody(
  request: Pick<ProviderRequest, 'headers'>,
  grant: Pick<SignedContent, 'body' | 'form'>,
): Record<string, string | string[]> | undefined {
  assertArgument('getParsedBody', { request }, isHeaderList)
  assertArgument('getParsedBody', { grant }, isContent)
  if (grant.body === undefined || !hasFormContentType(request.headers)) return undefined
  return toFormObject(grant.form)
}

/**
 * Parses a form as body parsers do, for a framework that has no parser for forms.
 *
 * @example
 *
 * ```ts
 * parseFormBody(new TextEncoder().encode('a=1&b=2&a=3')) // { a: ['1', '3'], b: '2' }
 * ```
 *
 * @param bytes The body.
 *
 * @returns An object without a prototype, in which a repeated name has an array of values.
 *
 * @throws `OAuthError` `parameter_rejected`, with `statusCode` 400 for the framework, when an escape is
 *   malformed or not UTF-8.
 *
 * @see [URL Standard, section 5.1](https://url.spec.whatwg.org/#urlencoded-parsing)
 */
export function parseFormBody(bytes: Uint8Array): Record<string, string | string[]> {
  assertArgument('parseFormBody', { bytes }, isBytes)
  try {
    return toFormObject(parseForm(new TextDecoder().decode(bytes)))
  } catch (error) {
    throw Object.assign(error as Error, { statusCode: 400 })
  }
}

function toFormObject(parameters: ParameterList): Record<string, string | string[]> {
  const form = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of parameters) {
    const earlier = form[name]
    if (earlier === undefined) form[name] = value
    else if (typeof earlier === 'string') form[name] = [earlier, value]
    else earlier.push(value)
  }
  return form
}
