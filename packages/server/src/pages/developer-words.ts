/** The words of the pages for developers. */
export interface DeveloperWords {
  /** The title of the list of applications. */
  readonly developerTitle: string
  /** Replaces the list if it is empty. */
  readonly developerNone: string
  /** The link to the page that registers an application. */
  readonly registerLink: string
}
