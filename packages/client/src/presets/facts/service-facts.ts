/**
 * One fact about a service. Only tests and the generator of the guide read it, so that it is not part of
 * any bundle.
 *
 * @internal
 */
export interface Fact {
  /** The fact in one or two short sentences, as Markdown. */
  readonly text: string
  /** The fact as the preset states it: hosts, places, methods, the realm or the day of the end. */
  readonly values?: readonly string[]
  /** The page or file that states the fact. If that is silent, the page that should. */
  readonly source: string
  /** Whether the documentation is silent, so that the text is what the preset assumes. */
  readonly isSilent?: true
  /**
   * The day on which somebody last compared the fact with its source, as YYYY-MM-DD. Missing if the source
   * could not be read on the day of the last check of all presets.
   */
  readonly checkedOn?: string
}

/**
 * What is known of a service.
 *
 * @internal
 */
export interface ServiceFacts {
  /** The hosts of its flow and of its API. */
  readonly hosts: Fact
  /** How an application gets a token. */
  readonly flow: Fact
  /** Where the protocol parameters go. */
  readonly place: Fact
  /** The signature method. */
  readonly method: Fact
  /** The realm of the Authorization header. */
  readonly realm: Fact
  /** What bodies requests have, and what of them is signed. */
  readonly body: Fact
  /** The rules for nonces and timestamps. */
  readonly nonce: Fact
  /** How files are uploaded, and what of them is signed. */
  readonly uploads: Fact
  /** The format of errors. */
  readonly errors: Fact
  /** The announced end of OAuth 1.0a. */
  readonly end: Fact
}
