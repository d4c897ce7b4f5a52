import { isolateText } from './isolate-text.js'
import type { DeniedPage } from './page-data.js'
import { renderDocument, renderParagraph } from './page-document.js'
import type { PageContext } from './page-context.js'
import type { PageWords } from './page-words.js'

/** Renders the page that says that access was denied. */
export function renderDeniedPage(
  { consumer }: DeniedPage,
  words: PageWords,
  { theme }: Pick<PageContext, 'theme'>,
): string {
  return renderDocument({ words, theme }, words.deniedTitle, [
    renderParagraph(words.deniedText(isolateText(consumer.name))),
  ])
}
