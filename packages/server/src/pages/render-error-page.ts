import { escapeHtml } from './escape-html.js'
import type { ErrorPage } from './page-data.js'
import { renderDocument, renderParagraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page that says that something is wrong. */
export function renderErrorPage({ code, message }: ErrorPage, words: PageWords): string {
  return renderDocument(words, words.errorTitle, [
    renderParagraph(words.errorMessage(code, message)),
    renderParagraph(words.errorAdvice),
    `<p>${escapeHtml(words.errorCode)} <code>${escapeHtml(code)}</code></p>`,
  ])
}
