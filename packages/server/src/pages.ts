/**
 * The pages for users: the data that each shows, and the default pages.
 *
 * @module
 */
import { renderApplicationsPage } from './pages/render-applications-page.js'
import { renderConsentPage } from './pages/render-consent-page.js'
import { renderDeniedPage } from './pages/render-denied-page.js'
import { renderErrorPage } from './pages/render-error-page.js'
import type { Pages } from './pages/page-data.js'
import { renderVerifierPage } from './pages/render-verifier-page.js'

export type {
  AccountData,
  ApplicationsPage,
  ConnectedApplication,
  ConsentPage,
  DeniedPage,
  DescribedConsumer,
  ErrorPage,
  NamedConsumer,
  Pages,
  VerifierPage,
} from './pages/page-data.js'
export type { NamedScope } from './results.js'
export type { PageContext } from './pages/page-context.js'
export type { PortalWords } from './pages/portal-words.js'
export type { PageWords } from './pages/page-words.js'
export { escapeHtml } from './pages/escape-html.js'
export type { Theme, ThemeColors } from './pages/theme.js'
export { ENGLISH_WORDS } from './pages/words/english.js'
export { loadWords, PAGE_LANGUAGES } from './pages/words/load-words.js'
export type { PageLanguage } from './pages/words/load-words.js'

/**
 * The default pages: whole HTML documents without any script, for phones, keyboards and screen
 * readers too.
 *
 * @see [WCAG 2.2](https://www.w3.org/TR/WCAG22/)
 */
export const defaultPages: Readonly<Pages> = Object.freeze({
  consent: renderConsentPage,
  verifier: renderVerifierPage,
  denied: renderDeniedPage,
  applications: renderApplicationsPage,
  error: renderErrorPage,
})
