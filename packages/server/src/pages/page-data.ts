import type { PageWords } from './page-words.js'
import type { NamedScope } from '../results.js'

/** A Consumer, by the name that a page shows. */
export interface NamedConsumer {
  /** The name. It comes from whoever registered it: escape it, and put it into a `<bdi>` element. */
  readonly name: string
}

/** A Consumer as a page describes it. Its texts come from whoever registered it: escape them. */
export interface DescribedConsumer extends NamedConsumer {
  /** What it does; may be empty. */
  readonly description: string
  /** Its site, http or https. */
  readonly website?: string | undefined
}

/** What a consent page shows. */
export interface ConsentPage {
  /** The Consumer that asks. */
  readonly consumer: DescribedConsumer
  /** The scopes asked for; none if the Consumer asks for no named scope. */
  readonly scopes: readonly NamedScope[]
  /**
   * Where the decision leads: the origin of the callback (or the scheme of a native application);
   * absent out of band.
   */
  readonly callbackOrigin?: string | undefined
  /** The hidden fields that the form must post back, in addition to `decision` (`approve` or `deny`). */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** What the out-of-band page shows. */
export interface VerifierPage {
  /** The Consumer that was approved. */
  readonly consumer: NamedConsumer
  /** The verifier, to be shown in the element with the id `oauth_verifier`. */
  readonly verifier: string
}

/** What the page after an out-of-band denial shows. */
export interface DeniedPage {
  /** The Consumer that was denied. */
  readonly consumer: NamedConsumer
}

/** What an error page shows. */
export interface ErrorPage {
  /** The HTTP status. */
  readonly status: number
  /** The problem code. */
  readonly code: string
  /** What happened, in a sentence, without any secret. */
  readonly message: string
}

/** An application that has access to the User's account. */
export interface ConnectedApplication {
  /** The Consumer. */
  readonly consumer: DescribedConsumer
  /** The scopes granted to it. */
  readonly scopes: readonly NamedScope[]
  /** Since when, in seconds since 1970. */
  readonly grantedAtSeconds: number
  /** When it last used its access; absent if it never did. */
  readonly lastUsedAtSeconds?: number | undefined
  /** When its access ends; absent if it does not. */
  readonly expiresAtSeconds?: number | undefined
  /** The hidden fields that the form must post back to take its access away. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** What the page of connected applications shows. */
export interface ApplicationsPage {
  /** The applications that have access. */
  readonly applications: readonly ConnectedApplication[]
  /** Where further ones are listed; absent if there are none. */
  readonly nextUrl?: string | undefined
}

/**
 * The pages that a User meets, each a function from data and words to a whole HTML document.
 */
export interface Pages {
  /**
   * Asks the User to decide. Its form posts the hidden fields and `decision` to the URL that it
   * came from.
   */
  consent(data: ConsentPage, words: PageWords): string
  /** Shows the verifier that the User carries to the Consumer. */
  verifier(data: VerifierPage, words: PageWords): string
  /** Says that access was denied, if no callback learns of it. */
  denied(data: DeniedPage, words: PageWords): string
  /**
   * Lists the applications that have access. Each has a form that posts its hidden fields to the URL
   * that the page came from.
   */
  applications(data: ApplicationsPage, words: PageWords): string
  /** Says that something is wrong. */
  error(data: ErrorPage, words: PageWords): string
}
