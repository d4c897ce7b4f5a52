import { escapeHtml } from './html.js'
import type { ErrorPage } from './page-data.js'
import { pageDocument, paragraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page that says that something is wrong. */
export function errorPage({ code, message }: ErrorPage, words: PageWords): string {
  return pageDocument(words, words.errorTitle, [
    paragraph(words.errorMessage(code, message)),
    paragraph(words.errorAdvice),
    `<p>${escapeHtml(words.errorCode)} <code>${escapeHtml(code)}</code></p>`,
  ])
}
