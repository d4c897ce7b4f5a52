/**
 * The pages that a User meets: what each is made from, and the default ones.
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
export { ENGLISH_WORDS } from './pages/page-words.js'
export type { PageWords } from './pages/page-words.js'
export { escapeHtml } from './pages/escape-html.js'
export { PAGE_STYLE } from './pages/page-style.js'

/**
 * The default pages: whole HTML documents without any script, for phones, keyboards and screen
 * readers too.
 *
 * @see [WCAG 2.2](https://www.w3.org/TR/WCAG22/)
 */
export const defaultPages: Pages = Object.freeze({
  consent: renderConsentPage,
  verifier: renderVerifierPage,
  denied: renderDeniedPage,
  applications: renderApplicationsPage,
  error: renderErrorPage,
})
