import { isOAuthError } from '@oauthplus/core'
import type { OAuthError } from '@oauthplus/core'

import { toPageProblem } from '../errors/conceal.js'
import { createPageResponse } from './create-page-response.js'
import type { PageVisit } from './create-page-response.js'
import type { Operation } from '../settings/provider-event.js'
import { findProblemUrl } from '../refusals/find-problem-url.js'
import { getProblemStatus, createRefusal, createStatusHeaders } from '../refusals/refusal.js'
import type { RequestContext } from '../refusals/refusal.js'
import type { ProviderResponse } from '../response.js'
import type { Refusal } from '../results.js'
import type { Settings } from '../settings/settings.js'

/** The operation of a page, and for whom it is rendered. */
interface RequestedPage<User> {
  readonly operation: Operation
  readonly visit: PageVisit<User>
  readonly context?: RequestContext
}

/** Runs an operation; a refusal becomes a result whose response is a page. */
export async function runWithErrorPage<User, Result>(
  settings: Settings<User>,
  page: RequestedPage<User>,
  operation: (context: RequestContext) => Promise<Result>,
): Promise<Result | Refusal> {
  const { context = { isProven: false } } = page
  try {
    return await operation(context)
  } catch (error) {
    if (!isOAuthError(error)) throw error
    const response = await createErrorResponse(settings, error, {
      ...page.visit,
      userId: context.userId,
    })
    return createRefusal(settings, error, { operation: page.operation, context, response })
  }
}

/** Responds to a person with a page, because browsers do not understand an OAuth challenge. */
async function createErrorResponse<User>(
  settings: Settings<User>,
  error: OAuthError,
  visit: PageVisit<User>,
): Promise<ProviderResponse> {
  const problem = toPageProblem(error)
  // Nothing here is solved by sending credentials, so 401, which promises that, becomes 400.
  const status = getProblemStatus(problem) === 401 ? 400 : getProblemStatus(problem)
  return createPageResponse(settings, {
    name: 'error',
    data: {
      status,
      code: problem.code,
      message: problem.message,
      problemUrl: findProblemUrl(settings, problem.code),
    },
    visit,
    status,
    headers: createStatusHeaders(problem),
  })
}
