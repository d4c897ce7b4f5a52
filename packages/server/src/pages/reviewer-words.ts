/** The words of the pages for reviewers. */
export interface ReviewerWords {
  /** The title of the list of applications that wait for a decision. */
  readonly queueTitle: string
  /** Replaces the list if it is empty. */
  readonly queueNone: string
}
