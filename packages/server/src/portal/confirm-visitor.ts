import { assertArgument } from '@oauthplus/core/internal'

import { createRedirect } from '../authorization/create-page-response.js'
import { isLocation } from '../authorization/is-location.js'
import { callOrRefuse } from '../errors/unavailable-error.js'
import { renderLink, renderParagraph } from '../pages/page-document.js'
import type { ProviderResponse } from '../response.js'
import { createPortalPage } from './create-portal-page.js'
import type { PortalContext } from './portal-context.js'

/**
 * Asks the application whether users have confirmed who they are. Returns `undefined` if they have, else the
 * response that leads them to do so.
 */
export async function confirmVisitor<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse | undefined> {
  const { portal, request, user, userId, words } = context
  const { confirmUser } = portal
  if (confirmUser === undefined) return undefined
  const confirmation = {
    user,
    userId,
    request: request.visit.request,
    returnUrl: request.localUrl,
  }
  const url = await callOrRefuse(() => confirmUser(confirmation))
  if (url === undefined || url === null) return undefined
  assertArgument('confirmUser', { 'the returned value': url }, isLocation)
  if (request.method !== 'POST') return createRedirect(302, url)
  // Browsers apply form-action to redirects after a form, and the URL may be of another site.
  return createPortalPage(context, {
    title: words.confirmTitle,
    content: [renderParagraph(words.confirmText), `<p>${renderLink(url, words.confirmLink)}</p>`],
    status: 403,
  })
}
