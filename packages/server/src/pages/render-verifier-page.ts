import { escapeHtml } from './escape-html.js'
import { isolateText } from './isolate-text.js'
import type { VerifierPage } from './page-data.js'
import { renderDocument, renderParagraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page that shows the verifier. */
export function renderVerifierPage({ consumer, verifier }: VerifierPage, words: PageWords): string {
  return renderDocument(words, words.verifierTitle, [
    renderParagraph(words.verifierText(isolateText(consumer.name))),
    `<output class="verifier" id="oauth_verifier">${escapeHtml(verifier)}</output>`,
    renderParagraph(words.verifierCaution),
  ])
}
