import { readOptional } from '../../authorization/visitor-request.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { renderReviewedList } from './render-reviewed-list.js'
import { renderSearchForms } from './render-search-forms.js'

const APPLICATIONS_PER_PAGE = 50
// Applications are listed by their keys, so that the oldest are found only among those that were read.
const MAX_APPLICATIONS = 1000

/** Shows the applications that wait for a decision, the oldest first. */
export async function showQueue<User>(context: PortalContext<User>): Promise<ProviderResponse> {
  const { request, words } = context
  const after = readOptional(request.query, 'after')
  const { consumers, next } = await context.consumers.list({
    status: 'pending',
    after,
    limit: MAX_APPLICATIONS,
  })
  const oldestFirst = [...consumers].sort((a, b) => a.createdAtSeconds - b.createdAtSeconds)
  const requested = Number(readOptional(request.query, 'page') ?? 1)
  const page = Number.isSafeInteger(requested) && requested > 0 ? requested : 1
  const end = page * APPLICATIONS_PER_PAGE
  const shown = oldestFirst.slice(end - APPLICATIONS_PER_PAGE, end)
  const nextUrl = createViewUrl(context, {
    ...(after !== undefined && { after }),
    page: String(page + 1),
  })
  // A developer who proposes thousands of applications must not hide those of others.
  const furtherUrl = next === undefined ? undefined : createViewUrl(context, { after: next })
  return createPortalPage(context, {
    title: words.queueTitle,
    content: [
      ...(shown.length === 0
        ? [renderParagraph(words.queueNone)]
        : renderReviewedList(context, shown)),
      ...(end < oldestFirst.length ? [`<p>${renderLink(nextUrl, words.nextPage)}</p>`] : []),
      ...(furtherUrl === undefined
        ? []
        : [`<p>${renderLink(furtherUrl, words.searchFurther)}</p>`]),
      ...renderSearchForms(context),
    ],
  })
}
