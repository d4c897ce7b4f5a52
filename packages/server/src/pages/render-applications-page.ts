import { renderAccount } from './render-account.js'
import { renderConsumer, renderScopes } from './render-consumer.js'
import { escapeHtml } from './escape-html.js'
import { isolateText, renderIsolatedText } from './isolate-text.js'
import type { ApplicationsPage, ConnectedApplication } from './page-data.js'
import { renderDocument, renderHiddenFields, renderLink, renderParagraph } from './page-document.js'
import type { PageContext } from './page-context.js'
import type { PageWords } from './page-words.js'

/** Renders the page that lists which applications have access to the user's account. */
export function renderApplicationsPage(
  data: ApplicationsPage,
  words: PageWords,
  { theme }: Pick<PageContext, 'theme'>,
): string {
  const { applications, nextUrl } = data
  return renderDocument({ words, theme }, words.applicationsTitle, [
    ...renderAccount(data, words),
    ...(applications.length === 0
      ? [renderParagraph(words.applicationsNone)]
      : applications.flatMap((application) => renderSection(application, words))),
    ...(nextUrl === undefined ? [] : [`<p>${renderLink(nextUrl, words.nextPage)}</p>`]),
  ])
}

function renderSection(application: ConnectedApplication, words: PageWords): readonly string[] {
  const { consumer, scopes, fields } = application
  return [
    '<section>',
    `<h2>${renderIsolatedText(isolateText(consumer.name))}</h2>`,
    ...renderConsumer(consumer),
    ...(scopes.length === 0
      ? [renderParagraph(words.applicationNoScopes)]
      : [renderParagraph(words.applicationScopes), ...renderScopes(scopes, words, 'h3')]),
    renderParagraph(listTimes(application, words).join(' ')),
    '<form method="post">',
    ...renderHiddenFields(fields),
    `<button type="submit" aria-label="${escapeHtml(words.revokeFrom(isolateText(consumer.name)))}">${escapeHtml(words.revoke)}</button>`,
    '</form>',
    '</section>',
  ]
}

function listTimes(application: ConnectedApplication, words: PageWords): readonly string[] {
  const { grantedAtSeconds, lastUsedAtSeconds, expiresAtSeconds } = application
  return [
    words.applicationSince(words.date(grantedAtSeconds)),
    lastUsedAtSeconds === undefined
      ? words.applicationNeverUsed
      : words.applicationLastUsed(words.date(lastUsedAtSeconds)),
    ...(expiresAtSeconds === undefined
      ? []
      : [words.applicationExpires(words.date(expiresAtSeconds))]),
  ]
}
