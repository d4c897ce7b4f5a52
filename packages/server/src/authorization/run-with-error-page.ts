import { isOAuthError } from '@oauthplus/core'
import type { OAuthError } from '@oauthplus/core'

import { toPageProblem } from '../errors/conceal.js'
import { createPageResponse } from './create-page-response.js'
import type { Operation } from '../settings/provider-event.js'
import type { LanguagePreference } from '../language-preference.js'
import { getProblemStatus, createRefusal, createStatusHeaders } from '../refusals/refusal.js'
import type { RequestContext } from '../refusals/refusal.js'
import type { ProviderResponse } from '../response.js'
import type { Refusal } from '../results.js'
import type { Settings } from '../settings/settings.js'

/** What was asked for on a page, and in which language. */
interface RequestedPage {
  readonly operation: Operation
  readonly language: LanguagePreference | undefined
  readonly context?: RequestContext
}

/** Runs an operation; what it refuses becomes a result whose response is a page. */
export async function runWithErrorPage<User, Result>(
  settings: Settings<User>,
  page: RequestedPage,
  operation: (context: RequestContext) => Promise<Result>,
): Promise<Result | Refusal> {
  const { context = { isProven: false } } = page
  try {
    return await operation(context)
  } catch (error) {
    if (!isOAuthError(error)) throw error
    const response = await createErrorResponse(settings, error, page.language)
    return createRefusal(settings, error, { operation: page.operation, context, response })
  }
}

/** Answers a refusal to a person: with a page, not with a challenge that no browser understands. */
async function createErrorResponse<User>(
  settings: Settings<User>,
  error: OAuthError,
  language: LanguagePreference | undefined,
): Promise<ProviderResponse> {
  const problem = toPageProblem(error)
  // Nothing here is solved by sending credentials, so 401, which promises that, becomes 400.
  const status = getProblemStatus(problem) === 401 ? 400 : getProblemStatus(problem)
  return createPageResponse(settings, {
    name: 'error',
    data: { status, code: problem.code, message: problem.message },
    language,
    status,
    headers: createStatusHeaders(problem),
  })
}
