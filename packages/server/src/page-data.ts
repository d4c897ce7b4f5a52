import type { NamedScope } from './results.js'

/** A Consumer, by the name that a page shows. */
export interface NamedConsumer {
  /** The name. It comes from whoever registered it: escape it. */
  readonly name: string
}

/** What a consent page shows. */
export interface ConsentPage {
  /** The Consumer that asks. Its texts come from whoever registered it: escape them. */
  readonly consumer: {
    /** Its name. */
    readonly name: string
    /** What it does; may be empty. */
    readonly description: string
    /** Its site, http or https. */
    readonly website?: string | undefined
  }
  /** The scopes asked for; none where the Consumer asks for no named scope. */
  readonly scopes: readonly NamedScope[]
  /**
   * Where the decision leads: the origin of the callback (or the scheme of a native application);
   * absent out of band.
   */
  readonly callbackOrigin?: string | undefined
  /** The hidden fields that the form must post back, beside `decision` (`approve` or `deny`). */
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

/** The pages that a User meets, each a function from data to a whole HTML document. */
export interface Pages {
  /**
   * Asks the User to decide. Its form posts the hidden fields and `decision` to the URL that it
   * came from.
   */
  consent(data: ConsentPage): string
  /** Shows the verifier that the User carries to the Consumer. */
  verifier(data: VerifierPage): string
  /** Says that access was denied, where no callback learns of it. */
  denied(data: DeniedPage): string
  /** Says that something is wrong. */
  error(data: ErrorPage): string
}
