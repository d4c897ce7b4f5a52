import { assertArgument, digest, isString } from '@oauthplus/core/internal'

import { createPageStyle } from '../pages/create-page-style.js'
import type { PageContext } from '../pages/page-context.js'
import type { PageWords } from '../pages/page-words.js'
import type { Pages } from '../pages.js'
import { isPlainHost } from '../public-url/is-plain-host.js'
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
  /** Where the page's form may lead, in addition to this server: the origin of the callback. */
  readonly formLeadsTo?: string | undefined
  /** The icons of the applications that the page shows. */
  readonly iconUrls?: readonly string[] | undefined
  readonly headers?: ProviderResponse['headers'] | undefined
}

// Proxies such as nginx refuse a response whose headers are longer than 4 kilobytes.
const MAX_IMAGE_SOURCES_LENGTH = 1500
const NO_PREFERENCE = { acceptLanguage: '', consumerPreference: undefined }

/**
 * Responds with a page that no other site can frame, that reveals to no other site where the user was,
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
  assertArgument(`pages.${options.name}`, { 'what it returns': body }, isString)
  const formAction = ["'self'", options.formLeadsTo].filter(Boolean).join(' ')
  // A page of the application's own may load anything; the default ones load only what is listed.
  const sources = settings.replacedPages.has(options.name)
    ? []
    : await listSources(settings, options.iconUrls ?? [])
  return {
    status: options.status ?? 200,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Cache-Control', 'no-store'],
      [
        'Content-Security-Policy',
        [...sources, "frame-ancestors 'none'", "base-uri 'none'", `form-action ${formAction}`].join(
          '; ',
        ),
      ],
      ['X-Frame-Options', 'DENY'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Referrer-Policy', 'no-referrer'],
      ...(options.headers ?? []),
    ],
    body,
  }
}

/** Lists what a default page may load: its style, and the images and the style sheet of the theme. */
async function listSources<User>(
  { theme }: Settings<User>,
  iconUrls: readonly string[],
): Promise<readonly string[]> {
  const images = listImageSources([theme.logoUrl, ...iconUrls])
  const hash = `'sha256-${await digest(createPageStyle(theme), 'SHA-256')}'`
  return [
    "default-src 'none'",
    `style-src ${[hash, ...toSource(theme.stylesheetUrl)].join(' ')}`,
    ...(images.length === 0 ? [] : [`img-src ${images.join(' ')}`]),
  ]
}

/** Lists the sources of images; any https URL if the list would be too long for a header. */
function listImageSources(urls: readonly (string | undefined)[]): readonly string[] {
  const images = [...new Set(urls.flatMap((url) => toSource(url)))]
  return images.join(' ').length > MAX_IMAGE_SOURCES_LENGTH ? ["'self'", 'https:'] : images
}

/**
 * Converts a URL to a source expression, in which no query, semicolon or comma can occur. A host that
 * could contain those gets no source: a record may be older than its check.
 */
function toSource(url: string | undefined): readonly string[] {
  if (url === undefined) return []
  if (url.startsWith('/')) return ["'self'"]
  const parsed = new URL(url)
  if (!isPlainHost(parsed)) return []
  const { origin, pathname } = parsed
  return [`${origin}${pathname.replaceAll(';', '%3B').replaceAll(',', '%2C')}`]
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
