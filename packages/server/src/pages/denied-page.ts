import { isolated } from './isolated.js'
import type { DeniedPage } from './page-data.js'
import { pageDocument, paragraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page that says that access was denied. */
export function deniedPage({ consumer }: DeniedPage, words: PageWords): string {
  return pageDocument(words, words.deniedTitle, [
    paragraph(words.deniedText(isolated(consumer.name))),
  ])
}
