import { aboutConsumer, scopeList } from './consumer-text.js'
import { escapeHtml } from './html.js'
import { isolated } from './isolated.js'
import type { ConsentPage } from './page-data.js'
import { hiddenFields, pageDocument, paragraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page on which the User decides. */
export function consentPage(data: ConsentPage, words: PageWords): string {
  const { consumer, scopes, callbackOrigin, fields } = data
  return pageDocument(words, words.consentTitle(isolated(consumer.name)), [
    ...aboutConsumer(consumer),
    ...(scopes.length === 0
      ? [paragraph(words.consentNoScopes)]
      : [paragraph(words.consentScopes), ...scopeList(scopes, words)]),
    callbackOrigin === undefined
      ? paragraph(words.consentOutOfBand)
      : `<p>${escapeHtml(words.consentLeadsTo)} <strong dir="ltr">${escapeHtml(callbackOrigin)}</strong></p>`,
    paragraph(words.consentCaution),
    '<form method="post">',
    ...hiddenFields(fields),
    `<button type="submit" name="decision" value="approve">${escapeHtml(words.allow)}</button>`,
    `<button type="submit" name="decision" value="deny">${escapeHtml(words.deny)}</button>`,
    '</form>',
  ])
}
