import { escapeHtml } from './html.js'
import type { DeniedPage } from './page-data.js'
import { pageDocument } from './page-document.js'

/** Writes the page that says that access was denied. */
export function deniedPage({ consumer }: DeniedPage): string {
  return pageDocument(
    'You have denied access',
    `<p><strong>${escapeHtml(consumer.name)}</strong> has got no access to your account. You can close this page.</p>`,
  )
}
