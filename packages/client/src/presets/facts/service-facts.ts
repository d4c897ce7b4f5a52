/**
 * One fact about a service. Only the tests and the generator of the guide read it, so it is not
 * part of any bundle.
 *
 * @internal
 */
export interface Fact {
  /** The fact in one or two short sentences, as Markdown. */
  readonly text: string
  /** The fact as the preset states it: hosts, places, methods, the realm or the end date. */
  readonly values?: readonly string[]
  /** The page or file that states the fact. If the documentation does not, the page that should. */
  readonly source: string
  /** Whether the documentation does not state the fact, so that the preset assumes it. */
  readonly isSilent?: true
  /**
   * The date when the fact was last compared with its source, as YYYY-MM-DD. Missing if the source
   * could not be read during the last check of all presets.
   */
  readonly checkedOn?: string
}

/**
 * Facts about a service.
 *
 * @internal
 */
export interface ServiceFacts {
  /** The hosts of its flow and of its API. */
  readonly hosts: Fact
  /** How an application gets a token. */
  readonly flow: Fact
  /** The location of the protocol parameters. */
  readonly place: Fact
  /** The signature method. */
  readonly method: Fact
  /** The realm of the Authorization header. */
  readonly realm: Fact
  /** The types of request bodies, and which parts are signed. */
  readonly body: Fact
  /** The rules for nonces and timestamps. */
  readonly nonce: Fact
  /** How files are uploaded, and which parts are signed. */
  readonly uploads: Fact
  /** The format of errors. */
  readonly errors: Fact
  /** The announced end of OAuth 1.0a. */
  readonly end: Fact
}
