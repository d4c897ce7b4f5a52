import { escapeHtml } from './escape-html.js'
import { createPageStyle } from './create-page-style.js'
import { renderIsolatedText } from './isolate-text.js'
import type { PageWords } from './page-words.js'
import type { Theme } from './theme.js'

/** The parts that are the same on every page. */
export interface PageFrame {
  readonly words: PageWords
  readonly theme: Theme
  /** HTML between the header and the content. */
  readonly navigation?: readonly string[] | undefined
  /** The style; by default that of the theme. */
  readonly style?: string | undefined
}

/** Renders a whole document around content that is HTML; strings may be isolated in the title. */
export function renderDocument(
  { words, theme, navigation = [], style = createPageStyle(theme) }: PageFrame,
  title: string,
  content: readonly string[],
): string {
  const { siteName } = theme
  return `<!doctype html>
<html lang="${escapeHtml(words.language)}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(siteName === undefined ? title : `${title} · ${siteName}`)}</title>
<style>${style}</style>${renderStylesheet(theme)}
</head>
<body>
${[...renderHeader(theme), ...navigation, '<main>', `<h1>${renderIsolatedText(title)}</h1>`, ...content, '</main>', ...renderFooter(words, theme)].join('\n')}
</body>
</html>
`
}

/** Renders a paragraph, in which strings may be isolated. */
export function renderParagraph(text: string): string {
  return `<p>${renderIsolatedText(text)}</p>`
}

/** Renders a link of the site itself. */
export function renderLink(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`
}

/** Renders the hidden fields of a form. */
export function renderHiddenFields(
  fields: readonly (readonly [name: string, value: string])[],
): readonly string[] {
  return fields.map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
}

function renderStylesheet({ stylesheetUrl }: Theme): string {
  if (stylesheetUrl === undefined) return ''
  return `\n<link rel="stylesheet" href="${escapeHtml(stylesheetUrl)}">`
}

function renderHeader({ siteName, logoUrl }: Theme): readonly string[] {
  if (siteName === undefined && logoUrl === undefined) return []
  return [
    '<header>',
    ...(logoUrl === undefined ? [] : [`<img class="logo" src="${escapeHtml(logoUrl)}" alt="">`]),
    ...(siteName === undefined ? [] : [`<span>${escapeHtml(siteName)}</span>`]),
    '</header>',
  ]
}

function renderFooter(words: PageWords, { termsUrl, supportUrl }: Theme): readonly string[] {
  const links = [
    ...(termsUrl === undefined ? [] : [renderLink(termsUrl, words.terms)]),
    ...(supportUrl === undefined ? [] : [renderLink(supportUrl, words.support)]),
  ]
  return links.length === 0 ? [] : ['<footer>', ...links, '</footer>']
}
