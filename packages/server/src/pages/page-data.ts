import type { PageContext } from './page-context.js'
import type { PageWords } from './page-words.js'
import type { NamedScope } from '../results.js'

/** A consumer by the name that a page shows. */
export interface NamedConsumer {
  /** The name. Its developer chose it: escape it, and put it into a `<bdi>` element. */
  readonly name: string
}

/** A consumer as a page describes it. Its developer chose these strings: escape them. */
export interface DescribedConsumer extends NamedConsumer {
  /** The purpose of the application; may be empty. */
  readonly description: string
  /** The site of the application, http or https. */
  readonly website?: string | undefined
  /** The icon of the application, an https URL. */
  readonly iconUrl?: string | undefined
}

/** The account that is logged in, as a page names it. */
export interface AccountData {
  /** The result of the option `getUserName`, otherwise the id of the user. */
  readonly userName?: string | undefined
  /** The URL to log in with another account; absent if the application has none. */
  readonly switchUserUrl?: string | undefined
}

/** The content of a consent page. */
export interface ConsentPage extends AccountData {
  /** The consumer that requests access. */
  readonly consumer: DescribedConsumer
  /** The requested scopes; empty if the consumer requests none. */
  readonly scopes: readonly NamedScope[]
  /** How long access lasts, renewals included; absent if it does not expire. */
  readonly lifetimeSeconds?: number | undefined
  /**
   * The origin of the callback, or the scheme of a native application, to which the browser is
   * redirected; absent out of band.
   */
  readonly callbackOrigin?: string | undefined
  /** The URL of the page of connected applications; absent without one. */
  readonly applicationsUrl?: string | undefined
  /** The hidden fields that the form must post, in addition to `decision` (`approve` or `deny`). */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** The content of the out-of-band page. */
export interface VerifierPage {
  /** The consumer that was approved. */
  readonly consumer: NamedConsumer
  /** The verifier, to be shown in the element with the id `oauth_verifier`. */
  readonly verifier: string
}

/** The content of the page after an out-of-band denial. */
export interface DeniedPage {
  /** The consumer that was denied. */
  readonly consumer: NamedConsumer
}

/** The content of an error page. */
export interface ErrorPage {
  /** The HTTP status. */
  readonly status: number
  /** The problem code. */
  readonly code: string
  /** A sentence that says what happened, without any secret. */
  readonly message: string
  /** The URL that explains the code, of `getProblemUrl`. */
  readonly problemUrl?: string | undefined
}

/** An application that has access to the user's account. */
export interface ConnectedApplication {
  /** The consumer. */
  readonly consumer: DescribedConsumer
  /** The scopes granted to it. */
  readonly scopes: readonly NamedScope[]
  /** Since when, in seconds since 1970. */
  readonly grantedAtSeconds: number
  /** When it last used its access; absent if it never did. */
  readonly lastUsedAtSeconds?: number | undefined
  /** When its access ends; absent if it does not. */
  readonly expiresAtSeconds?: number | undefined
  /** The hidden fields that the form must post to remove its access. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** The content of the page of connected applications. */
export interface ApplicationsPage extends AccountData {
  /** The applications that have access. */
  readonly applications: readonly ConnectedApplication[]
  /** The URL of the next page of the list; absent on the last page. */
  readonly nextUrl?: string | undefined
}

/**
 * The pages for users. Each is a function that returns a whole HTML document. Its arguments are the data
 * to show, the words in the language of the user, and for whom the page is rendered.
 */
export interface Pages<User = unknown> {
  /**
   * Asks the user to decide. Its form posts the hidden fields and `decision` to the URL of the page.
   */
  consent(data: ConsentPage, words: PageWords, context: PageContext<User>): string
  /** Shows the verifier that the user enters in the application. */
  verifier(data: VerifierPage, words: PageWords, context: PageContext<User>): string
  /** Says that access was denied, if there is no callback. */
  denied(data: DeniedPage, words: PageWords, context: PageContext<User>): string
  /**
   * Lists the applications that have access. Each has a form that posts its hidden fields to the URL of
   * the page.
   */
  applications(data: ApplicationsPage, words: PageWords, context: PageContext<User>): string
  /** Says that something went wrong. */
  error(data: ErrorPage, words: PageWords, context: PageContext<User>): string
}
