import { escapeHtml } from './escape-html.js'
import type { ErrorPage } from './page-data.js'
import { renderDocument, renderParagraph } from './page-document.js'
import type { PageContext } from './page-context.js'
import type { PageWords } from './page-words.js'

/** Renders the page that says that something is wrong. */
export function renderErrorPage(
  { code, message, problemUrl }: ErrorPage,
  words: PageWords,
  { theme }: Pick<PageContext, 'theme'>,
): string {
  const shown = `<code>${escapeHtml(code)}</code>`
  // The URL of this page contains the request token.
  const linked =
    problemUrl === undefined
      ? shown
      : `<a href="${escapeHtml(problemUrl)}" rel="noreferrer">${shown}</a>`
  return renderDocument({ words, theme }, words.errorTitle, [
    renderParagraph(words.errorMessage(code, message)),
    renderParagraph(words.errorAdvice(code)),
    `<p>${escapeHtml(words.errorCode)} ${linked}</p>`,
  ])
}
