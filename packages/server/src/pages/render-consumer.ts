import { escapeHtml } from './escape-html.js'
import { isolateText } from './isolate-text.js'
import { renderParagraph } from './page-document.js'
import type { DescribedConsumer } from './page-data.js'
import type { PageWords } from './page-words.js'
import type { NamedScope } from '../results.js'

/** Renders what an application says about itself. */
export function renderConsumer({
  description,
  website,
  iconUrl,
}: DescribedConsumer): readonly string[] {
  const site = website === undefined ? undefined : toAsciiUrl(website)
  return [
    ...(iconUrl === undefined
      ? []
      : [`<img class="icon" src="${escapeHtml(iconUrl)}" alt="" referrerpolicy="no-referrer">`]),
    ...(description === '' ? [] : [renderParagraph(isolateText(description))]),
    ...(site === undefined
      ? []
      : [
          `<p><a href="${escapeHtml(site)}" rel="noreferrer" dir="ltr">${escapeHtml(site)}</a></p>`,
        ]),
  ]
}

/**
 * Formats a website in ASCII, so that no letter of its host passes for another one. A user before the
 * host would pass for the host.
 */
function toAsciiUrl(website: string): string | undefined {
  try {
    const { href, protocol, username, password } = new URL(website)
    return /^https?:$/.test(protocol) && username + password === '' ? href : undefined
  } catch {
    return undefined
  }
}

/** Renders scopes as a list, or as two if some only read and others do not. */
export function renderScopes(
  scopes: readonly NamedScope[],
  words: PageWords,
  heading: 'h2' | 'h3',
): readonly string[] {
  const reading = scopes.filter(({ allowWrites }) => allowWrites === false)
  if (reading.length === 0 || reading.length === scopes.length) return renderList(scopes, words)
  return [
    `<${heading}>${escapeHtml(words.scopesRead)}</${heading}>`,
    ...renderList(reading, words),
    `<${heading}>${escapeHtml(words.scopesWrite)}</${heading}>`,
    ...renderList(
      scopes.filter(({ allowWrites }) => allowWrites !== false),
      words,
    ),
  ]
}

function renderList(scopes: readonly NamedScope[], words: PageWords): readonly string[] {
  const items = scopes.map(
    ({ name, description }) => `<li>${escapeHtml(words.scope(name, description))}</li>`,
  )
  return ['<ul>', ...items, '</ul>']
}
