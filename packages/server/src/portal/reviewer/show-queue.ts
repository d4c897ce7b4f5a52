import { readOptional } from '../../authorization/visitor-request.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { renderApplicationList } from '../render-application-list.js'

const APPLICATIONS_PER_PAGE = 50

/** Shows the applications that wait for a decision. */
export async function showQueue<User>(context: PortalContext<User>): Promise<ProviderResponse> {
  const { request, words } = context
  const { consumers, next } = await context.consumers.list({
    status: 'pending',
    after: readOptional(request.query, 'after'),
    limit: APPLICATIONS_PER_PAGE,
  })
  const nextUrl = next === undefined ? undefined : createViewUrl(context, { after: next })
  return createPortalPage(context, {
    title: words.queueTitle,
    content: [
      ...(consumers.length === 0
        ? [renderParagraph(words.queueNone)]
        : renderApplicationList(context, consumers)),
      ...(nextUrl === undefined ? [] : [`<p>${renderLink(nextUrl, words.nextPage)}</p>`]),
    ],
  })
}
