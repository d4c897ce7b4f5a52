import { escapeHtml } from './escape-html.js'
import { isolateText } from './isolate-text.js'
import type { VerifierPage } from './page-data.js'
import { renderDocument, renderParagraph } from './page-document.js'
import type { PageContext } from './page-context.js'
import type { PageWords } from './page-words.js'

/** Renders the page that shows the verifier. */
export function renderVerifierPage(
  { consumer, verifier }: VerifierPage,
  words: PageWords,
  { theme }: Pick<PageContext, 'theme'>,
): string {
  return renderDocument({ words, theme }, words.verifierTitle(isolateText(consumer.name)), [
    renderParagraph(words.verifierText),
    `<output class="verifier" id="oauth_verifier">${escapeHtml(verifier)}</output>`,
    renderParagraph(words.verifierCaution),
  ])
}
