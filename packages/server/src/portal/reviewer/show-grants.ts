import { createRedirect } from '../../authorization/create-page-response.js'
import { readOptional } from '../../authorization/visitor-request.js'
import type { TokenDetails } from '../../management/tokens.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText, renderIsolatedText } from '../../pages/isolate-text.js'
import { renderHiddenFields, renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { isIndexable } from '../../store/storable.js'
import { createPortalError } from '../create-portal-error.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields, readNewForm, readPortalForm } from '../portal-form.js'
import { renderDetails } from '../render-details.js'
import { findReviewed } from './find-reviewed.js'

const GRANTS_PER_PAGE = 50

/** The owner of the listed grants: an application, or a user. */
type Grants = { readonly consumerKey: string; readonly name: string } | { readonly userId: string }

/** Shows what users have granted to an application, and revokes it. */
export async function showGrantsOfApplication<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const { key, name } = await findReviewed(context)
  return respond(context, { consumerKey: key, name })
}

/** Shows what a user has granted to applications, and revokes it. */
export async function showGrantsOfUser<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const userId = readOptional(context.request.query, 'user') ?? ''
  if (!isUserId(userId)) throw createPortalError('notFound')
  return respond(context, { userId })
}

async function respond<User>(
  context: PortalContext<User>,
  grants: Grants,
): Promise<ProviderResponse> {
  if (context.request.method !== 'POST') return showGrants(context, grants)
  const actor = { actorId: context.userId }
  const isAll = readOptional(context.request.query, 'revoke') === 'all'
  if (isAll) {
    await readPortalForm(context, { name: 'revoke-all', target: toTarget(grants) })
    await context.tokens.revoke(toFilter(grants), actor)
  } else {
    const form = { name: 'revoke', targetField: 'token' }
    const { target: tokenKey } = await readNewForm(context, form)
    if (tokenKey === '') throw createPortalError('formExpired')
    await context.tokens.revoke({ tokenKey }, actor)
  }
  return createRedirect(303, createViewUrl(context, toParameters(grants)))
}

async function showGrants<User>(
  context: PortalContext<User>,
  grants: Grants,
): Promise<ProviderResponse> {
  const { request, words } = context
  const after = readOptional(request.query, 'after')
  const { tokens, next } = await context.tokens.list({
    ...toFilter(grants),
    after,
    limit: GRANTS_PER_PAGE,
  })
  const parameters = toParameters(grants)
  const nextUrl =
    next === undefined ? undefined : createViewUrl(context, { ...parameters, after: next })
  const sections = await Promise.all(tokens.map((token) => renderGrant(context, grants, token)))
  const subject = isolateText('userId' in grants ? grants.userId : grants.name)
  const backUrl = createViewUrl(
    context,
    'userId' in grants ? {} : { application: grants.consumerKey },
  )
  return createPortalPage(context, {
    title: `${words.grantsLink}: ${subject}`,
    content: [
      ...(tokens.length === 0 ? [renderParagraph(words.grantsNone)] : sections.flat()),
      ...(nextUrl === undefined ? [] : [`<p>${renderLink(nextUrl, words.nextPage)}</p>`]),
      ...(tokens.length === 0 ? [] : await renderRevokeAll(context, grants)),
      `<p>${renderLink(backUrl, words.back)}</p>`,
    ],
  })
}

async function renderGrant<User>(
  context: PortalContext<User>,
  grants: Grants,
  token: TokenDetails,
): Promise<readonly string[]> {
  const { words, pageWords } = context
  const { key, consumer, userId, scopes, createdAtSeconds } = token
  const [parameters, name]: readonly [Readonly<Record<string, string>>, string] =
    'userId' in grants
      ? [{ application: consumer.key }, consumer.name]
      : [{ view: 'user', user: userId }, userId]
  const link = `<a href="${escapeHtml(createViewUrl(context, parameters))}">${renderIsolatedText(isolateText(name))}</a>`
  const toDate = (seconds: number | undefined): string | undefined =>
    seconds === undefined ? undefined : escapeHtml(pageWords.date(seconds))
  const csrf = await createFormFields(context, { name: 'revoke', target: key })
  return [
    '<section>',
    `<h2>${link}</h2>`,
    ...renderDetails([
      [words.fieldScopes, scopes.length === 0 ? undefined : escapeHtml(scopes.join(', '))],
      [words.grantedLabel, toDate(createdAtSeconds)],
      [words.usageLastUsed, toDate(token.lastUsedAtSeconds) ?? escapeHtml(words.usageNever)],
      [words.expiresLabel, toDate(token.expiresAtSeconds)],
    ]),
    '<form method="post" class="stacked">',
    ...renderHiddenFields([['token', key], ...csrf]),
    `<button type="submit" aria-label="${escapeHtml(`${words.revokeButton}: ${isolateText(name)}`)}">${escapeHtml(words.revokeButton)}</button>`,
    '</form>',
    '</section>',
  ]
}

async function renderRevokeAll<User>(
  context: PortalContext<User>,
  grants: Grants,
): Promise<readonly string[]> {
  const { words } = context
  const action = createViewUrl(context, { ...toParameters(grants), revoke: 'all' })
  const csrf = await createFormFields(context, { name: 'revoke-all', target: toTarget(grants) })
  return [
    '<section>',
    `<form method="post" action="${escapeHtml(action)}" class="stacked">`,
    ...renderHiddenFields(csrf),
    `<p>${escapeHtml(words.revokeAllText)}</p>`,
    `<button type="submit">${escapeHtml(words.revokeAllButton)}</button>`,
    '</form>',
    '</section>',
  ]
}

function toParameters(grants: Grants): Readonly<Record<string, string>> {
  return 'userId' in grants
    ? { view: 'user', user: grants.userId }
    : { view: 'grants', application: grants.consumerKey }
}

function toFilter(grants: Grants): { readonly userId: string } | { readonly consumerKey: string } {
  return 'userId' in grants ? { userId: grants.userId } : { consumerKey: grants.consumerKey }
}

function toTarget(grants: Grants): string {
  return JSON.stringify(toFilter(grants))
}

function isUserId(userId: string): boolean {
  return userId !== '' && isIndexable(userId) === undefined
}
