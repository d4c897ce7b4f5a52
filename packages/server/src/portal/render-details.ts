import { escapeHtml } from '../pages/escape-html.js'

/** Renders a list of terms and their descriptions, which are HTML. Terms without a description are left out. */
export function renderDetails(
  details: readonly (readonly [term: string, html: string | undefined])[],
): readonly string[] {
  return [
    '<dl>',
    ...details.flatMap(([term, html]) =>
      html === undefined ? [] : [`<dt>${escapeHtml(term)}</dt>`, `<dd>${html}</dd>`],
    ),
    '</dl>',
  ]
}
