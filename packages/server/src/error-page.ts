import { escapeHtml } from './html.js'
import type { ErrorPage } from './page-data.js'
import { pageDocument } from './page-document.js'

/** Writes the page that says that something is wrong. */
export function errorPage({ code, message }: ErrorPage): string {
  return pageDocument(
    'This does not work',
    `<p>${escapeHtml(message)}</p>
<p>Go back to the application that sent you here, and start again from there. It calls this problem <code>${escapeHtml(code)}</code>.</p>`,
  )
}
