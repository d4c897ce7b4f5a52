import { constantTimeEqual, OAuthError } from '@oauthplus/core'
import { digestWithKey } from '@oauthplus/core/internal'

import { assertVisit } from './assert-visit.js'
import { toConsumerInfo } from '../consumer/consumer-details.js'
import { runWithErrorPage } from './run-with-error-page.js'
import type { AccountData, ConnectedApplication } from '../pages/page-data.js'
import { createLoginResponse, getSwitchUserUrl } from './create-login-response.js'
import { getUserName } from './get-user-name.js'
import { findActiveUser } from '../checks/find-active-user.js'
import { createPageResponse, createRedirect } from './create-page-response.js'
import { createPage } from '../store/record-page.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'
import { revokeTokens } from '../tokens/revoke-tokens.js'
import { describeScopes } from '../consumer/scopes.js'
import type { Settings } from '../settings/settings.js'
import type { AccessTokenRecord } from '../store/token-records.js'
import { isRenewable } from '../tokens/token-state.js'
import { readOptional, readLanguage, readSingle, readVisitorRequest } from './visitor-request.js'
import type { VisitorRequest } from './visitor-request.js'

const TOKENS_PER_PAGE = 500

/** Tokens of one consumer. */
type ConsumerTokens = [AccessTokenRecord, ...AccessTokenRecord[]]

/** The applications to which users have granted access. */
export interface Applications {
  /** Responds with the page that lists them for the user who is logged in, and revokes access in a POST request. */
  respond(request: ProviderRequest, visitor: Visitor): Promise<ProviderResponse>
}

/** Creates the page of connected applications. */
export function createApplications<User>(settings: Settings<User>): Applications {
  return {
    async respond(request, visitor) {
      assertVisit('applications.respond', request, visitor)
      const page = {
        operation: 'applications',
        visit: { request, language: readLanguage(request) },
      } as const
      const outcome = await runWithErrorPage(settings, page, async (context) => {
        const visit = await readVisitorRequest(settings, { request, visitor, context })
        return { response: await handleApplications(settings, visit, visitor) }
      })
      return outcome.response
    },
  }
}

async function handleApplications<User>(
  settings: Settings<User>,
  request: VisitorRequest,
  visitor: Visitor,
): Promise<ProviderResponse> {
  const { method, userId, localUrl } = request
  if (method === 'POST') {
    await revokeByUser(settings, request)
    return createRedirect(303, localUrl)
  }
  if (userId === undefined) return createLoginResponse(visitor, localUrl)
  const user = await findActiveUser(settings, userId)
  const account = {
    userName: user === undefined ? undefined : getUserName(settings, user, userId),
    switchUserUrl: getSwitchUserUrl(visitor, localUrl),
  }
  return listApplications(settings, request, { user, userId, account })
}

async function listApplications<User>(
  settings: Settings<User>,
  { query, visit, localUrl }: VisitorRequest,
  {
    user,
    userId,
    account,
  }: {
    readonly user: User | undefined
    readonly userId: string
    readonly account: AccountData
  },
): Promise<ProviderResponse> {
  const after = readOptional(query, 'after')
  const found = await settings.store.listAccessTokens(
    { userId },
    { after, limit: TOKENS_PER_PAGE + 1 },
  )
  const { records, next } = createPage(found, TOKENS_PER_PAGE)
  const byConsumer = new Map<string, ConsumerTokens>()
  for (const token of records.filter((record) => isLive(settings, record))) {
    const others = byConsumer.get(token.consumerKey)
    if (others === undefined) byConsumer.set(token.consumerKey, [token])
    else others.push(token)
  }
  const applications: ConnectedApplication[] = []
  for (const [consumerKey, tokens] of byConsumer) {
    const consumer = await settings.store.findConsumer(consumerKey)
    if (consumer) {
      applications.push({
        consumer: toConsumerInfo(consumer),
        ...(await describeConnection(settings, tokens)),
      })
    }
  }
  applications.sort((a, b) => a.consumer.name.localeCompare(b.consumer.name))
  const path = localUrl.replace(/\?.*/, '')
  const nextUrl = next === undefined ? undefined : `${path}?after=${encodeURIComponent(next)}`
  return createPageResponse(settings, {
    name: 'applications',
    data: { ...account, applications, nextUrl },
    visit: { ...visit, user, userId },
    iconUrls: applications.flatMap(({ consumer }) => consumer.iconUrl ?? []),
  })
}

// A list of any length: as arguments of a call, some hundred thousand would fill the stack.
function findLatest(seconds: readonly number[]): number {
  return seconds.reduce((latest, each) => Math.max(latest, each), 0)
}

async function describeConnection<User>(
  settings: Settings<User>,
  tokens: ConsumerTokens,
): Promise<Omit<ConnectedApplication, 'consumer'>> {
  const [first] = tokens
  const used = tokens.flatMap(({ lastUsedAtSeconds }) => lastUsedAtSeconds ?? [])
  const ends = tokens.map((token) =>
    token.sessionHandleDigest === undefined ? token.expiresAtSeconds : token.keepUntilSeconds,
  )
  return {
    scopes: describeScopes(settings, [...new Set(tokens.flatMap(({ scopes }) => scopes))]),
    grantedAtSeconds: tokens.reduce(
      (first, { createdAtSeconds }) => Math.min(first, createdAtSeconds),
      Infinity,
    ),
    lastUsedAtSeconds: used.length === 0 ? undefined : findLatest(used),
    expiresAtSeconds: ends.some((end) => end === undefined)
      ? undefined
      : findLatest(ends.map(Number)),
    fields: [
      ['consumer', first.consumerKey],
      ['csrf', await deriveCsrf(first)],
    ],
  }
}

async function revokeByUser<User>(
  settings: Settings<User>,
  { userId, readForm }: VisitorRequest,
): Promise<void> {
  if (userId === undefined) {
    throw new OAuthError('permission_denied', 'Log in, then open this page again.')
  }
  const form = await readForm()
  const consumerKey = readSingle(form, 'consumer')
  const csrf = readSingle(form, 'csrf')
  const target = { consumerKey, userId }
  const tokens = await settings.store.listAccessTokens(target, { limit: TOKENS_PER_PAGE })
  const values = await Promise.all(tokens.map(deriveCsrf))
  if (!values.some((value) => constantTimeEqual(value, csrf))) {
    throw new OAuthError(
      'permission_denied',
      'This was not asked for on the page of your applications; open that page again.',
      { details: { status: 403 } },
    )
  }
  await revokeTokens(settings, target, { revokedBy: 'user' })
}

/**
 * Derives the value that proves that a revocation comes from the page. Besides this provider, only the
 * token's own consumer could derive it, and that consumer may invalidate the token anyway.
 */
function deriveCsrf({ secret, userId }: AccessTokenRecord): Promise<string> {
  return digestWithKey(`revoke ${userId}`, secret)
}

function isLive<User>({ nowSeconds }: Settings<User>, token: AccessTokenRecord): boolean {
  const now = nowSeconds()
  return (token.expiresAtSeconds ?? Infinity) >= now || isRenewable(token, now)
}
