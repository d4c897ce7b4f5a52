import { renderConsumer, renderScopes } from './render-consumer.js'
import { escapeHtml } from './escape-html.js'
import { isolateText } from './isolate-text.js'
import type { ConsentPage } from './page-data.js'
import { renderHiddenFields, renderDocument, renderParagraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page on which the User decides. */
export function renderConsentPage(data: ConsentPage, words: PageWords): string {
  const { consumer, scopes, callbackOrigin, fields } = data
  return renderDocument(words, words.consentTitle(isolateText(consumer.name)), [
    ...renderConsumer(consumer),
    ...(scopes.length === 0
      ? [renderParagraph(words.consentNoScopes)]
      : [renderParagraph(words.consentScopes), ...renderScopes(scopes, words)]),
    callbackOrigin === undefined
      ? renderParagraph(words.consentOutOfBand)
      : `<p>${escapeHtml(words.consentLeadsTo)} <strong dir="ltr">${escapeHtml(callbackOrigin)}</strong></p>`,
    renderParagraph(words.consentCaution),
    '<form method="post">',
    ...renderHiddenFields(fields),
    `<button type="submit" name="decision" value="approve">${escapeHtml(words.allow)}</button>`,
    `<button type="submit" name="decision" value="deny">${escapeHtml(words.deny)}</button>`,
    '</form>',
  ])
}
