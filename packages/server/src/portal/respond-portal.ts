import { isOAuthError, OAuthError } from '@oauthplus/core'

import { createLoginResponse } from '../authorization/create-login-response.js'
import { runWithErrorPage } from '../authorization/run-with-error-page.js'
import { readLanguage, readOptional, readVisitorRequest } from '../authorization/visitor-request.js'
import type { VisitorRequest } from '../authorization/visitor-request.js'
import { findActiveUser } from '../checks/find-active-user.js'
import { callOrRefuse } from '../errors/unavailable-error.js'
import { renderParagraph } from '../pages/page-document.js'
import { createRefusal, createStatusHeaders, getProblemStatus } from '../refusals/refusal.js'
import type { RequestContext } from '../refusals/refusal.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'
import type { Settings } from '../settings/settings.js'
import { createPortalError, explainPortalError } from './create-portal-error.js'
import { createPortalPage } from './create-portal-page.js'
import type { PortalManagement } from './create-portal.js'
import { DEVELOPER_VIEWS } from './developer/developer-views.js'
import type { PortalContext, PortalView } from './portal-context.js'
import { assertSameOrigin } from './portal-form.js'
import { REVIEWER_VIEWS } from './reviewer/reviewer-views.js'
import { loadPortalWords } from './words/load-portal-words.js'

/** Which pages are requested, and by whom. */
interface PortalRequest {
  readonly section: 'developer' | 'reviewer'
  readonly request: ProviderRequest
  readonly visitor: Visitor
}

const VIEWS: Readonly<Record<PortalRequest['section'], ReadonlyMap<string, PortalView>>> = {
  developer: DEVELOPER_VIEWS,
  reviewer: REVIEWER_VIEWS,
}

/** Responds to a request for a page of the portal: GET shows a page, only POST changes something. */
export async function respondPortal<User>(
  settings: Settings<User>,
  management: PortalManagement,
  { section, request, visitor }: PortalRequest,
): Promise<ProviderResponse> {
  const page = {
    operation: 'portal',
    visit: { request, language: readLanguage(request) },
  } as const
  const outcome = await runWithErrorPage(settings, page, async (context) => {
    const visit = await readVisitorRequest(settings, { request, visitor, context })
    const response = await handleVisit(settings, management, { section, visit, visitor, context })
    return { response }
  })
  return outcome.response
}

async function handleVisit<User>(
  settings: Settings<User>,
  management: PortalManagement,
  {
    section,
    visit,
    visitor,
    context,
  }: {
    readonly section: PortalRequest['section']
    readonly visit: VisitorRequest
    readonly visitor: Visitor
    readonly context: RequestContext
  },
): Promise<ProviderResponse> {
  const { userId, method, localUrl } = visit
  const { portal } = settings
  if (userId === undefined && method !== 'POST') return createLoginResponse(visitor, localUrl)
  const user = userId === undefined ? undefined : await findActiveUser(settings, userId)
  if (userId === undefined || user === undefined || portal === undefined) {
    throw new OAuthError('permission_denied', 'Log in, then open this page again.', {
      details: { status: 403 },
    })
  }
  const { language } = visit.visit
  const pageWords = await settings.getWords(language)
  const portalContext: PortalContext<User> = {
    ...management,
    settings,
    portal,
    section,
    request: visit,
    visitor,
    user,
    userId,
    mayRegister: await isAllowed(() => portal.mayRegister(user, userId)),
    mayReview: await isAllowed(() => portal.mayReview(user, userId)),
    words: await loadPortalWords(portal.words, language, pageWords.language),
    pageWords,
  }
  return runView(portalContext, context)
}

// Callers in JavaScript may return anything, and only true means yes.
async function isAllowed(ask: () => boolean | Promise<boolean>): Promise<boolean> {
  const verdict: unknown = await callOrRefuse(ask)
  return verdict === true
}

/** Responds with the requested page, or with the page that explains why there is none. */
async function runView<User>(
  context: PortalContext<User>,
  requestContext: RequestContext,
): Promise<ProviderResponse> {
  try {
    return await findView(context).then((view) => view(context))
  } catch (error) {
    const explained = isOAuthError(error) ? explainPortalError(error, context.words) : undefined
    if (!isOAuthError(error) || explained === undefined) throw error
    const problem = { code: error.code, ...error.details }
    const response = await createPortalPage(context, {
      title: explained.title,
      content: [renderParagraph(explained.explanation)],
      status: getProblemStatus(problem),
      headers: createStatusHeaders(problem),
    })
    return createRefusal(context.settings, error, {
      operation: 'portal',
      context: requestContext,
      response,
    }).response
  }
}

async function findView<User>(context: PortalContext<User>): Promise<PortalView> {
  const { section, request, mayRegister, mayReview } = context
  if (!(section === 'developer' ? mayRegister : mayReview)) throw createPortalError('notAllowed')
  const { query, method } = request
  const isApplication = readOptional(query, 'application') !== undefined
  const name = readOptional(query, 'view') ?? (isApplication ? 'application' : 'list')
  const view = VIEWS[section].get(name)
  if (view === undefined) throw createPortalError('notFound')
  if (method === 'POST') {
    // Before it is counted: another site must not use up the changes of its visitors.
    assertSameOrigin(context)
    await countChange(context)
  }
  return view
}

async function countChange<User>({ settings, userId }: PortalContext<User>): Promise<void> {
  try {
    await settings.throttles.consume('portalChanges', [['user', userId]], 'permission_denied')
  } catch (error) {
    if (!isOAuthError(error) || error.code !== 'permission_denied') throw error
    const retryAfterSeconds = error.details?.retryAfterSeconds
    throw createPortalError('tooManyChanges', { retryAfterSeconds })
  }
}
