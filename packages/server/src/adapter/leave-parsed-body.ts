import { assertArgument, createOptionCheck } from '@oauthplus/core/internal'

import { getParsedBody, isContent } from './get-parsed-body.js'
import type { ProviderRequest } from '../request.js'
import type { SignedContent } from '../results.js'

const isTarget = createOptionCheck(
  'an object',
  (value) => typeof value === 'object' && value !== null,
)

/**
 * Sets a verified form as the body of the request, as a body parser would. Keeps a body that a body
 * parser has set before.
 *
 * @example
 *
 * ```ts
 * if (result.ok) leaveParsedBody(frameworkRequest, request, result.grant)
 * ```
 *
 * @param target The object that has the body as its `body`.
 * @param request The request.
 * @param grant The grant of the request.
 *
 * @returns Whether it has left a form.
 *
 * @see {@link getParsedBody}
 */
export function leaveParsedBody(
  target: { body?: unknown },
  request: Pick<ProviderRequest, 'headers'>,
  grant: Pick<SignedContent, 'body' | 'form'>,
): boolean {
  assertArgument('leaveParsedBody', { target }, isTarget)
  assertArgument('leaveParsedBody', { grant }, isContent)
  // Most requests have no body, and a look at each header takes as long as reading the credentials.
  if (grant.body === undefined) return false
  const form = getParsedBody(request, grant)
  if (form === undefined || isParsed(target.body)) return false
  target.body = form
  return true
}

// Body parsers leave an empty object of what they do not parse, and serverless platforms the bytes.
function isParsed(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return Boolean(body)
  return !(body instanceof Uint8Array) && Object.keys(body).length > 0
}
