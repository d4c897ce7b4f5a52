import { renderAccount } from './render-account.js'
import { renderConsumer, renderScopes } from './render-consumer.js'
import { escapeHtml } from './escape-html.js'
import { isolateText } from './isolate-text.js'
import type { ConsentPage } from './page-data.js'
import { renderDocument, renderHiddenFields, renderLink, renderParagraph } from './page-document.js'
import type { PageContext } from './page-context.js'
import type { PageWords } from './page-words.js'

/** Renders the page on which the user decides. */
export function renderConsentPage(
  data: ConsentPage,
  words: PageWords,
  { theme }: Pick<PageContext, 'theme'>,
): string {
  const { consumer, scopes, applicationsUrl, fields } = data
  const title = words.consentTitle(isolateText(consumer.name), isolateSite(theme.siteName))
  return renderDocument({ words, theme }, title, [
    ...renderAccount(data, words),
    ...renderConsumer(consumer),
    ...(scopes.length === 0
      ? [renderParagraph(words.consentNoScopes)]
      : [renderParagraph(words.consentScopes), ...renderScopes(scopes, words, 'h2')]),
    renderParagraph(describeLifetime(data, words)),
    renderCallback(data, words),
    renderParagraph(words.consentCaution),
    '<form method="post">',
    ...renderHiddenFields(fields),
    `<button type="submit" name="decision" value="approve">${escapeHtml(words.allow)}</button>`,
    `<button type="submit" name="decision" value="deny">${escapeHtml(words.deny)}</button>`,
    '</form>',
    ...(applicationsUrl === undefined
      ? []
      : [`<p>${renderLink(applicationsUrl, words.manageApplications)}</p>`]),
  ])
}

function isolateSite(siteName: string | undefined): string | undefined {
  return siteName === undefined ? undefined : isolateText(siteName)
}

function describeLifetime({ lifetimeSeconds }: ConsentPage, words: PageWords): string {
  return lifetimeSeconds === undefined
    ? words.consentUnlimited
    : words.consentLasts(words.duration(lifetimeSeconds))
}

function renderCallback({ callbackOrigin }: ConsentPage, words: PageWords): string {
  return callbackOrigin === undefined
    ? renderParagraph(words.consentOutOfBand)
    : `<p>${escapeHtml(words.consentLeadsTo)} <strong dir="ltr">${escapeHtml(callbackOrigin)}</strong></p>`
}
