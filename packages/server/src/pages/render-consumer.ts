import { escapeHtml } from './escape-html.js'
import { isolateText } from './isolate-text.js'
import { renderParagraph } from './page-document.js'
import type { DescribedConsumer } from './page-data.js'
import type { PageWords } from './page-words.js'
import type { NamedScope } from '../results.js'

/** Writes what an application says about itself. */
export function renderConsumer({ description, website }: DescribedConsumer): readonly string[] {
  const site = website === undefined ? undefined : toAsciiUrl(website)
  return [
    ...(description === '' ? [] : [renderParagraph(isolateText(description))]),
    ...(site === undefined
      ? []
      : [
          `<p><a href="${escapeHtml(site)}" rel="noreferrer" dir="ltr">${escapeHtml(site)}</a></p>`,
        ]),
  ]
}

/**
 * Writes a website in ASCII, so that no letter of its host passes for another one. A user before the
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

/** Writes scopes as a list. */
export function renderScopes(scopes: readonly NamedScope[], words: PageWords): readonly string[] {
  const items = scopes.map(
    ({ name, description }) => `<li>${escapeHtml(words.scope(name, description))}</li>`,
  )
  return ['<ul>', ...items, '</ul>']
}
