import { assertArgument, digest, isString } from '@oauthplus/core/internal'

import { PAGE_STYLE } from '../pages.js'
import type { PageWords } from '../pages/page-words.js'
import type { Pages } from '../pages.js'
import type { LanguagePreference } from '../language-preference.js'
import type { ProviderResponse } from '../response.js'
import type { Settings } from '../settings/settings.js'

/** Which page to respond with, and how. */
interface PageResponseOptions<Name extends keyof Pages> {
  readonly name: Name
  readonly data: Parameters<Pages[Name]>[0]
  readonly language?: LanguagePreference | undefined
  readonly status?: number | undefined
  /** Where the page's form may lead, in addition to this server: the origin of the callback. */
  readonly formLeadsTo?: string | undefined
  readonly headers?: ProviderResponse['headers'] | undefined
}

/**
 * Responds with a page that no other site can frame, that reveals to no other site where the User was,
 * and that no cache keeps.
 */
export async function createPageResponse<User, Name extends keyof Pages>(
  settings: Settings<User>,
  options: PageResponseOptions<Name>,
): Promise<ProviderResponse> {
  const page = settings.pages[options.name] as (
    data: Parameters<Pages[Name]>[0],
    words: PageWords,
  ) => string
  const { language = { acceptLanguage: '', consumerPreference: undefined } } = options
  const body = page(options.data, settings.getWords(language))
  assertArgument(`pages.${options.name}`, { 'what it returns': body }, isString)
  const formAction = ["'self'", options.formLeadsTo].filter(Boolean).join(' ')
  // A page of the application's own may load what it wants; the default ones load nothing but their
  // style.
  const sources = settings.replacedPages.has(options.name)
    ? []
    : [`default-src 'none'`, `style-src 'sha256-${await digest(PAGE_STYLE, 'SHA-256')}'`]
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
