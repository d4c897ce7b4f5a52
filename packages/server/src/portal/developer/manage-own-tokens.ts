import type { ParameterList } from '@oauthplus/core'

import { createRedirect } from '../../authorization/create-page-response.js'
import { limitScopes } from '../../consumer/scopes.js'
import { createFullError } from '../../errors/full-error.js'
import { isolateText } from '../../pages/isolate-text.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import { createAccessToken } from '../../tokens/new-access-token.js'
import { revokeTokens } from '../../tokens/revoke-tokens.js'
import { confirmVisitor } from '../confirm-visitor.js'
import { createPortalError } from '../create-portal-error.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { readNewForm } from '../portal-form.js'
import { renderDetails } from '../render-details.js'
import { loadOwnConsumer } from './load-own-consumer.js'
import { renderCode } from './render-credentials.js'
import { createSentBeforePage } from './create-sent-before-page.js'
import { renderOwnTokens } from './render-own-tokens.js'

const TOKENS_PER_PAGE = 100

/** Shows the tokens of the developer's own account; POST issues one, which is shown once, or revokes one. */
export async function manageOwnTokens<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const { settings, request, userId, words } = context
  const consumer = await loadOwnConsumer(context)
  const { key: consumerKey } = consumer
  if (request.method === 'POST') return changeTokens(context, consumer)
  const tokens = await settings.store.listAccessTokens(
    { consumerKey, userId },
    { limit: TOKENS_PER_PAGE },
  )
  return createPortalPage(context, {
    title: `${words.tokensLink}: ${isolateText(consumer.name)}`,
    content: [
      renderParagraph(words.tokensText),
      ...(await renderOwnTokens(context, consumer, tokens)),
      `<p>${renderLink(createViewUrl(context, { application: consumerKey }), words.back)}</p>`,
    ],
  })
}

async function changeTokens<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
): Promise<ProviderResponse> {
  const { settings, userId, request } = context
  const { key: consumerKey } = consumer
  // Each form has a token key as its target: that of the token to revoke, or that of the token to issue.
  const { target: tokenKey, form } = await readNewForm(context, {
    name: `tokens ${consumerKey}`,
    targetField: 'token',
  })
  const { token } = await settings.store.findCredentials(consumerKey, tokenKey)
  if (form.some(([name, value]) => name === 'action' && value === 'revoke')) {
    const isOwn = token?.consumerKey === consumerKey && token.userId === userId
    if (isOwn) await revokeTokens(settings, { tokenKey }, { revokedBy: 'user' })
    return createRedirect(303, request.localUrl)
  }
  const unconfirmed = await confirmVisitor(context)
  if (unconfirmed !== undefined) return unconfirmed
  if (consumer.status !== 'accepted') throw createPortalError('changedMeanwhile')
  return issueToken(context, consumer, { tokenKey, form })
}

async function issueToken<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
  { tokenKey, form }: { readonly tokenKey: string; readonly form: ParameterList },
): Promise<ProviderResponse> {
  const { settings, userId, words } = context
  const wanted = new Set(form.filter(([name]) => name === 'scope').map(([, value]) => value))
  const scopes = limitScopes([...settings.scopes.keys()], consumer.scopes)
  const granted = {
    userId,
    scopes: scopes.filter((scope) => wanted.has(scope)),
    grantedBy: 'owner',
  } as const
  const { accessToken } = await createAccessToken(settings, consumer, granted)
  const { secret } = accessToken
  const outcome = await settings.store.createAccessToken({ ...accessToken, key: tokenKey })
  const url = createViewUrl(context, { application: consumer.key, view: 'tokens' })
  if (outcome === 'exists') return createSentBeforePage(context, url)
  if (outcome !== 'created') throw createFullError(outcome)
  settings.emit({
    type: 'access_token_issued',
    consumerKey: consumer.key,
    tokenKey,
    ...granted,
  })
  return createPortalPage(context, {
    title: words.tokenIssuedTitle,
    content: [
      renderParagraph(words.secretOnce),
      ...renderDetails([
        [words.fieldToken, renderCode(tokenKey)],
        [words.fieldTokenSecret, renderCode(secret)],
      ]),
      `<p>${renderLink(url, words.back)}</p>`,
    ],
  })
}
