import { escapeHtml } from './html.js'
import { paragraph } from './page-document.js'
import type { DescribedConsumer } from './page-data.js'
import type { PageWords } from './page-words.js'
import type { NamedScope } from '../results.js'

/** Writes what an application says about itself. */
export function aboutConsumer({ description, website }: DescribedConsumer): readonly string[] {
  return [
    ...(description === '' ? [] : [paragraph(description)]),
    ...(website !== undefined && /^https?:\/\//i.test(website)
      ? [`<p><a href="${escapeHtml(website)}" rel="noreferrer">${escapeHtml(website)}</a></p>`]
      : []),
  ]
}

/** Writes scopes as a list. */
export function scopeList(scopes: readonly NamedScope[], words: PageWords): readonly string[] {
  const items = scopes.map(
    ({ name, description }) => `<li>${escapeHtml(words.scope(name, description))}</li>`,
  )
  return ['<ul>', ...items, '</ul>']
}
