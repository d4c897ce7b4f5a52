import { escapeHtml } from './escape-html.js'
import { renderIsolatedText } from './isolate-text.js'
import { PAGE_STYLE } from './page-style.js'
import type { PageWords } from './page-words.js'

/** Writes a whole document around content that is HTML already; texts may be isolated in the title. */
export function renderDocument(
  { language, direction }: Pick<PageWords, 'language' | 'direction'>,
  title: string,
  content: readonly string[],
): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${renderIsolatedText(title)}</h1>
${content.join('\n')}
</main>
</body>
</html>
`
}

/** Writes a paragraph, in which texts may be isolated. */
export function renderParagraph(text: string): string {
  return `<p>${renderIsolatedText(text)}</p>`
}

/** Writes the hidden fields of a form. */
export function renderHiddenFields(
  fields: readonly (readonly [name: string, value: string])[],
): readonly string[] {
  return fields.map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
}
