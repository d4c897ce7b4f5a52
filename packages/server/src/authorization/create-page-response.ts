import { assertArgument, isString } from '@oauthplus/core/internal'

import { createDocumentResponse } from './create-document-response.js'
import { listPageSources } from './list-page-sources.js'
import { createPageStyle } from '../pages/create-page-style.js'
import type { PageContext } from '../pages/page-context.js'
import type { PageWords } from '../pages/page-words.js'
import type { Pages } from '../pages.js'
import type { ProviderResponse } from '../response.js'
import type { Settings } from '../settings/settings.js'

/** For whom a page is rendered, as far as it is known. */
export type PageVisit<User> = {
  readonly [Name in Exclude<keyof PageContext<User>, 'theme'>]?: PageContext<User>[Name] | undefined
}

/** Which page to respond with, and how. */
interface PageResponseOptions<Name extends keyof Pages, User> {
  readonly name: Name
  readonly data: Parameters<Pages[Name]>[0]
  readonly visit: PageVisit<User>
  readonly status?: number | undefined
  /** The origin that the page's form may lead to, in addition to this server: that of the callback. */
  readonly formLeadsTo?: string | undefined
  /** The icons of the applications that the page shows. */
  readonly iconUrls?: readonly string[] | undefined
  readonly headers?: ProviderResponse['headers'] | undefined
}

const NO_PREFERENCE = { acceptLanguage: '', consumerPreference: undefined }

/**
 * Responds with a page that no other site can frame, that does not reveal its URL to other sites,
 * and that no cache keeps.
 */
export async function createPageResponse<User, Name extends keyof Pages>(
  settings: Settings<User>,
  options: PageResponseOptions<Name, User>,
): Promise<ProviderResponse> {
  const page = settings.pages[options.name] as (
    data: Parameters<Pages[Name]>[0],
    words: PageWords,
    context: PageContext<User>,
  ) => string
  const { user, userId, request, language = NO_PREFERENCE } = options.visit
  const context = { user, userId, request, language, theme: settings.theme }
  const body = page(options.data, await settings.getWords(language), context)
  assertArgument(`pages.${options.name}`, { 'the returned value': body }, isString)
  // A page of the application's own may load anything; the default ones load only what is listed.
  const sources = settings.replacedPages.has(options.name)
    ? []
    : await listPageSources(settings.theme, createPageStyle(settings.theme), options.iconUrls)
  return createDocumentResponse(body, { ...options, sources, referrerPolicy: 'no-referrer' })
}

/**
 * Responds with a redirect that no cache keeps and that does not reveal the page before to its target.
 */
export function createRedirect(status: 302 | 303, location: string): ProviderResponse {
  return {
    status,
    headers: [
      ['Location', location],
      ['Cache-Control', 'no-store'],
      ['Referrer-Policy', 'no-referrer'],
    ],
    body: '',
  }
}
