import { isolateText } from './isolate-text.js'
import type { DeniedPage } from './page-data.js'
import { renderDocument, renderParagraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page that says that access was denied. */
export function renderDeniedPage({ consumer }: DeniedPage, words: PageWords): string {
  return renderDocument(words, words.deniedTitle, [
    renderParagraph(words.deniedText(isolateText(consumer.name))),
  ])
}
