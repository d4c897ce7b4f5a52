import { escapeHtml } from '../../pages/escape-html.js'
import { renderHiddenFields } from '../../pages/page-document.js'
import type { PortalContext } from '../portal-context.js'
import { renderField, renderInput } from '../render-field.js'

/** Renders the forms that search for applications and for what a user has granted. */
export function renderSearchForms<User>(
  { words }: PortalContext<User>,
  query = '',
): readonly string[] {
  return [
    '<section>',
    '<form method="get" class="stacked" role="search">',
    ...renderHiddenFields([['view', 'search']]),
    ...renderField({
      name: 'query',
      label: words.searchLabel,
      hint: words.searchHint,
      control: (attributes) => renderInput(attributes, { type: 'search', value: query }),
    }),
    `<button type="submit">${escapeHtml(words.searchButton)}</button>`,
    '</form>',
    '<form method="get" class="stacked">',
    ...renderHiddenFields([['view', 'user']]),
    ...renderField({
      name: 'user',
      label: words.userLabel,
      control: (attributes) => renderInput(`${attributes} required`, { value: '' }),
    }),
    `<button type="submit">${escapeHtml(words.userButton)}</button>`,
    '</form>',
    '</section>',
  ]
}
