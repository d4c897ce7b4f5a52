import { assertArgument, isAnything, isObjectOf, optionChecks } from '@oauthplus/core/internal'

import { isIndexable } from '../store/storable.js'
import { toPageValue } from '../checks/syntax.js'
import { assertVisit } from './assert-visit.js'
import { handleAuthorize } from './handle-authorize.js'
import { createConsent } from './consent.js'
import type { PageVisit } from './create-page-response.js'
import type { LoadedConsent } from './consent.js'
import { approve, deny } from './decision.js'
import { runWithErrorPage } from './run-with-error-page.js'
import { loadDecidableToken, loadPendingToken } from './pending-token.js'
import type { RequestContext } from '../refusals/refusal.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type {
  EndpointSuccess,
  AuthorizationDecision,
  AuthorizationInput,
  Refusal,
  Visitor,
} from '../results.js'
import type { LanguagePreference } from '../language-preference.js'
import type { Settings } from '../settings/settings.js'
import { readLanguage, readVisitorRequest } from './visitor-request.js'

// A value from a request may have any type. It is refused, and is not a mistake of the caller.
const isLanguage = isObjectOf(
  optionChecks<LanguagePreference>({
    required: { acceptLanguage: isAnything, consumerPreference: isAnything },
    optional: {},
  }),
)
const isInput = isObjectOf(
  // `load` also accepts the input of `decide`, which contains `csrf`.
  optionChecks<AuthorizationInput & Partial<AuthorizationDecision>>({
    required: { tokenKey: isAnything, userId: isIndexable },
    optional: { language: isLanguage, csrf: isAnything },
  }),
)
const isDecision = isObjectOf(
  optionChecks<AuthorizationDecision>({
    required: { tokenKey: isAnything, userId: isIndexable, csrf: isAnything },
    optional: { language: isLanguage },
  }),
)

/** The user's decision about a request token. Refusals include an error page. */
export interface Authorization {
  /** Loads the request for the user's decision, with the consent page. Changes nothing. */
  load(input: AuthorizationInput): Promise<LoadedConsent | Refusal>
  /**
   * Approves: responds with the redirect to the callback, or with the page that shows the verifier,
   * this one time.
   */
  approve(decision: AuthorizationDecision): Promise<EndpointSuccess | Refusal>
  /**
   * Denies: the request token becomes invalid, and the callback receives
   * `oauth_problem=permission_denied`.
   */
  deny(decision: AuthorizationDecision): Promise<EndpointSuccess | Refusal>
  /**
   * Responds at the authorization endpoint: login, consent page on GET, decision on POST.
   */
  respond(request: ProviderRequest, visitor: Visitor): Promise<ProviderResponse>
}

/** Creates the authorization of a provider (RFC 5849 section 2.2). */
export function createAuthorization<User>(settings: Settings<User>): Authorization {
  const ask = <Result extends { readonly ok: true }>(
    { tokenKey, userId, language }: AuthorizationInput,
    operation: (sanitized: AuthorizationInput, visit: PageVisit<User>) => Promise<Result>,
  ): Promise<Result | Refusal> => {
    const context: RequestContext = { isProven: false, userId }
    const visit = { language: sanitizeLanguage(language) }
    const page = { operation: 'authorization', visit, context } as const
    return runWithErrorPage(settings, page, async () => {
      context.tokenKey = toPageValue('oauth_token', tokenKey)
      return operation({ tokenKey, userId }, visit)
    })
  }
  const decide = (given: AuthorizationDecision, apply: typeof approve | typeof deny) =>
    ask(given, async (sanitized, visit) => {
      const decision = { ...sanitized, csrf: toPageValue('csrf', given.csrf) }
      return apply(settings, await loadDecidableToken(settings, decision), { visit })
    })
  return {
    load: async (input) => {
      assertArgument('authorization.load', { input }, isInput)
      return ask(input, async (sanitized, visit) =>
        createConsent(settings, await loadPendingToken(settings, sanitized), { visit }),
      )
    },
    approve: async (decision) => {
      assertArgument('authorization.approve', { decision }, isDecision)
      return decide(decision, approve)
    },
    deny: async (decision) => {
      assertArgument('authorization.deny', { decision }, isDecision)
      return decide(decision, deny)
    },
    async respond(request, visitor) {
      assertVisit('authorization.respond', request, visitor)
      const page = {
        operation: 'authorization',
        visit: { request, language: readLanguage(request) },
      } as const
      const outcome = await runWithErrorPage(settings, page, async (context) => {
        const visit = await readVisitorRequest(settings, { request, visitor, context })
        return { response: await handleAuthorize(settings, visit, visitor) }
      })
      return outcome.response
    },
  }
}

/** Returns what can be read of a language: an application may not have looked at what it passes on. */
function sanitizeLanguage(
  language: LanguagePreference | undefined,
): LanguagePreference | undefined {
  if (language === undefined) return undefined
  const { acceptLanguage, consumerPreference } = language as Record<
    keyof LanguagePreference,
    unknown
  >
  return {
    acceptLanguage: typeof acceptLanguage === 'string' ? acceptLanguage : '',
    consumerPreference: typeof consumerPreference === 'string' ? consumerPreference : undefined,
  }
}
