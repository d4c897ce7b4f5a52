import { describeScopes, limitScopes } from '../../consumer/scopes.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { renderHiddenFields, renderParagraph } from '../../pages/page-document.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import type { AccessTokenRecord } from '../../store/token-records.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields } from '../portal-form.js'
import { renderScopeChoices } from './render-application-form.js'

/** Renders the developer's own tokens, each with a button that revokes it, and the form that issues one. */
export async function renderOwnTokens<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
  tokens: readonly AccessTokenRecord[],
): Promise<readonly string[]> {
  const { words } = context
  const sections: string[] = []
  for (const token of tokens) sections.push(...(await renderToken(context, token)))
  return [
    ...(tokens.length === 0 ? [renderParagraph(words.tokensNone)] : sections),
    ...(consumer.status === 'accepted'
      ? await renderIssueForm(context, consumer)
      : [renderParagraph(words.tokensNotAccepted)]),
  ]
}

async function renderToken<User>(
  context: PortalContext<User>,
  token: AccessTokenRecord,
): Promise<readonly string[]> {
  const { settings, words, pageWords } = context
  const { key, consumerKey, scopes, createdAtSeconds, lastUsedAtSeconds } = token
  const names = describeScopes(settings, scopes)
  const csrf = await createFormFields(context, { name: `tokens ${consumerKey}`, target: key })
  const times = [
    pageWords.applicationSince(pageWords.date(createdAtSeconds)),
    lastUsedAtSeconds === undefined
      ? pageWords.applicationNeverUsed
      : pageWords.applicationLastUsed(pageWords.date(lastUsedAtSeconds)),
  ]
  return [
    '<section>',
    `<p><code dir="ltr">${escapeHtml(key)}</code></p>`,
    ...(names.length === 0 ? [] : ['<ul>']),
    ...names.map(
      ({ name, description }) => `<li>${escapeHtml(pageWords.scope(name, description))}</li>`,
    ),
    ...(names.length === 0 ? [] : ['</ul>']),
    renderParagraph(times.join(' ')),
    '<form method="post">',
    ...renderHiddenFields([['action', 'revoke'], ['token', key], ...csrf]),
    `<button type="submit" aria-label="${escapeHtml(`${words.tokensRevoke} ${key}`)}">${escapeHtml(words.tokensRevoke)}</button>`,
    '</form>',
    '</section>',
  ]
}

async function renderIssueForm<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
): Promise<readonly string[]> {
  const { settings, words } = context
  const key = settings.random.key()
  const csrf = await createFormFields(context, { name: `tokens ${consumer.key}`, target: key })
  const offered = limitScopes([...settings.scopes.keys()], consumer.scopes)
  return [
    '<section>',
    '<form method="post" class="stacked">',
    ...renderHiddenFields([['action', 'issue'], ['token', key], ...csrf]),
    ...renderScopeChoices(context, [], offered),
    `<button type="submit" class="primary">${escapeHtml(words.tokensIssue)}</button>`,
    '</form>',
    '</section>',
  ]
}
