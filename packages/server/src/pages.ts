/**
 * The pages that a User meets: what each is made from, and the default ones.
 *
 * @module
 */
import { applicationsPage } from './applications-page.js'
import { consentPage } from './consent-page.js'
import { deniedPage } from './denied-page.js'
import { errorPage } from './error-page.js'
import type { Pages } from './page-data.js'
import { verifierPage } from './verifier-page.js'

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
} from './page-data.js'
export type { NamedScope } from './results.js'
export { ENGLISH_WORDS } from './page-words.js'
export type { PageWords } from './page-words.js'
export { escapeHtml } from './html.js'
export { PAGE_STYLE } from './page-style.js'

/**
 * The default pages: whole HTML documents without any script, for phones, keyboards and screen
 * readers too.
 *
 * @see [WCAG 2.2](https://www.w3.org/TR/WCAG22/)
 */
export const defaultPages: Pages = Object.freeze({
  consent: consentPage,
  verifier: verifierPage,
  denied: deniedPage,
  applications: applicationsPage,
  error: errorPage,
})
