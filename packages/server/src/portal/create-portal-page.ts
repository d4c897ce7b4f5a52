import { createDocumentResponse } from '../authorization/create-document-response.js'
import { getSwitchUserUrl } from '../authorization/create-login-response.js'
import { getUserName } from '../authorization/get-user-name.js'
import { listPageSources } from '../authorization/list-page-sources.js'
import { escapeHtml } from '../pages/escape-html.js'
import { renderDocument } from '../pages/page-document.js'
import { renderAccount } from '../pages/render-account.js'
import type { ProviderResponse } from '../response.js'
import { createPortalStyle } from './create-portal-style.js'
import type { PortalContext } from './portal-context.js'

/** A page of the portal: its content is HTML, and strings may be isolated in the title. */
export interface PortalPage {
  readonly title: string
  readonly content: readonly string[]
  readonly status?: number | undefined
  /** The icons of the applications that the page shows. */
  readonly iconUrls?: readonly string[] | undefined
  readonly headers?: ProviderResponse['headers'] | undefined
}

/** Responds with a page of the portal, with its navigation. */
export async function createPortalPage<User>(
  context: PortalContext<User>,
  { title, content, status, iconUrls, headers }: PortalPage,
): Promise<ProviderResponse> {
  const { settings, visitor, user, userId, request, words, pageWords } = context
  const { theme } = settings
  const style = createPortalStyle(theme)
  const { language, direction } = words
  const account = {
    userName: getUserName(settings, user, userId),
    switchUserUrl: getSwitchUserUrl(visitor, request.localUrl),
  }
  const frame = {
    words: { ...pageWords, language, direction },
    theme,
    style,
    navigation: renderNavigation(context),
  }
  const body = renderDocument(frame, title, [...renderAccount(account, pageWords), ...content])
  const sources = await listPageSources(theme, style, iconUrls)
  // With "no-referrer" browsers send "null" as the origin of a form.
  return createDocumentResponse(body, { status, sources, headers, referrerPolicy: 'same-origin' })
}

function renderNavigation<User>(context: PortalContext<User>): readonly string[] {
  const { words, visitor, section, mayRegister, mayReview } = context
  const links = [
    mayRegister ? renderEntry(visitor.developerUrl, words.navigationDeveloper, 'developer') : '',
    mayReview ? renderEntry(visitor.reviewerUrl, words.navigationReviewer, 'reviewer') : '',
    renderEntry(visitor.applicationsUrl, words.navigationApplications, 'applications'),
  ].filter((link) => link !== '')
  if (links.length === 0) return []
  return [`<nav aria-label="${escapeHtml(words.navigation)}">`, ...links, '</nav>']

  function renderEntry(url: string | undefined, text: string, place: string): string {
    if (url === undefined) return ''
    const current = place === section ? ' aria-current="true"' : ''
    return `<a href="${escapeHtml(url)}"${current}>${escapeHtml(text)}</a>`
  }
}
