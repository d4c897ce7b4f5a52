import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { createPortalPage } from '../create-portal-page.js'
import type { PortalContext } from '../portal-context.js'

/** Responds to a form that was sent again: its application exists, and the secret was shown. */
export async function createSentBeforePage<User>(
  context: PortalContext<User>,
  url: string,
): Promise<ProviderResponse> {
  const { words } = context
  return createPortalPage(context, {
    title: words.sentBeforeTitle,
    content: [renderParagraph(words.sentBeforeText), `<p>${renderLink(url, words.back)}</p>`],
    status: 409,
  })
}
