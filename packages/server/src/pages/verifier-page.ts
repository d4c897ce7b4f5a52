import { escapeHtml } from './html.js'
import { isolated } from './isolated.js'
import type { VerifierPage } from './page-data.js'
import { pageDocument, paragraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page that shows the verifier. */
export function verifierPage({ consumer, verifier }: VerifierPage, words: PageWords): string {
  return pageDocument(words, words.verifierTitle, [
    paragraph(words.verifierText(isolated(consumer.name))),
    `<output class="verifier" id="oauth_verifier">${escapeHtml(verifier)}</output>`,
    paragraph(words.verifierCaution),
  ])
}
