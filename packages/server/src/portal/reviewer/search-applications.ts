import { readOptional } from '../../authorization/visitor-request.js'
import type { ConsumerDetails } from '../../consumer/consumer-details.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { renderReviewedList } from './render-reviewed-list.js'
import { renderSearchForms } from './render-search-forms.js'

const RESULTS_PER_PAGE = 50
// Names are not indexed. So many applications are read for one page of results, and a link continues.
const MAX_READ = 1000

/** Shows the applications whose name contains a string, or whose key or owner it is; all without a string. */
export async function searchApplications<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const { request, words } = context
  const query = (readOptional(request.query, 'query') ?? '').trim()
  const { found, next } = await search(context, query, readOptional(request.query, 'after'))
  const nextUrl =
    next === undefined ? undefined : createViewUrl(context, { view: 'search', query, after: next })
  return createPortalPage(context, {
    title: words.searchTitle,
    content: [
      ...(found.length === 0
        ? [renderParagraph(words.searchNone)]
        : renderReviewedList(context, found)),
      ...(nextUrl === undefined ? [] : [`<p>${renderLink(nextUrl, words.searchFurther)}</p>`]),
      ...renderSearchForms(context, query),
      `<p>${renderLink(createViewUrl(context, {}), words.queueTitle)}</p>`,
    ],
  })
}

async function search<User>(
  { consumers }: PortalContext<User>,
  query: string,
  after: string | undefined,
): Promise<{ readonly found: readonly ConsumerDetails[]; readonly next: string | undefined }> {
  const folded = fold(query)
  const isFound = ({ key, ownerId, name }: ConsumerDetails): boolean =>
    key === query || ownerId === query || fold(name).includes(folded)
  // These two have an index, so that they are found at once among any number.
  const exact = query === '' || after !== undefined ? undefined : await consumers.find(query)
  const owned = query === '' || after !== undefined ? [] : await listOwned(consumers, query)
  const page = await consumers.list({ after, limit: MAX_READ })
  const all = page.consumers.filter(isFound)
  const scanned = all.slice(0, RESULTS_PER_PAGE)
  const first = [...(exact ? [exact] : []), ...owned]
  const keys = new Set(first.map(({ key }) => key))
  return {
    found: [...first, ...scanned.filter(({ key }) => !keys.has(key))].filter(isDistinct),
    next: all.length > scanned.length ? scanned.at(-1)?.key : page.next,
  }
}

async function listOwned<User>(
  consumers: PortalContext<User>['consumers'],
  ownerId: string,
): Promise<readonly ConsumerDetails[]> {
  return (await consumers.list({ ownerId, limit: RESULTS_PER_PAGE })).consumers
}

function isDistinct(
  { key }: ConsumerDetails,
  index: number,
  all: readonly ConsumerDetails[],
): boolean {
  return all.findIndex((other) => other.key === key) === index
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
