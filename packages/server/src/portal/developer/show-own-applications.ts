import { readOptional } from '../../authorization/visitor-request.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { createPortalPage } from '../create-portal-page.js'
import type { PortalContext } from '../portal-context.js'
import { createViewUrl } from '../create-view-url.js'
import { renderApplicationList } from '../render-application-list.js'

const APPLICATIONS_PER_PAGE = 50

/** Shows the list of the developer's applications. */
export async function showOwnApplications<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const { request, words, userId } = context
  const { consumers, next } = await context.consumers.list({
    ownerId: userId,
    after: readOptional(request.query, 'after'),
    limit: APPLICATIONS_PER_PAGE,
  })
  const nextUrl = next === undefined ? undefined : createViewUrl(context, { after: next })
  const registerUrl = createViewUrl(context, { view: 'register' })
  return createPortalPage(context, {
    title: words.developerTitle,
    content: [
      ...(consumers.length === 0
        ? [renderParagraph(words.developerNone)]
        : renderApplicationList(context, consumers)),
      ...(nextUrl === undefined ? [] : [`<p>${renderLink(nextUrl, words.nextPage)}</p>`]),
      `<p>${renderLink(registerUrl, words.registerLink)}</p>`,
    ],
  })
}
