import { escapeHtml } from './html.js'
import type { VerifierPage } from './page-data.js'
import { pageDocument } from './page-document.js'

/** Writes the page that shows the verifier. */
export function verifierPage({ consumer, verifier }: VerifierPage): string {
  return pageDocument(
    'Type this code into the application',
    `<p><strong>${escapeHtml(consumer.name)}</strong> waits for this code. It is shown this one time:</p>
<output class="verifier" id="oauth_verifier">${escapeHtml(verifier)}</output>
<p>Give it to nobody but the application that sent you here.</p>`,
  )
}
