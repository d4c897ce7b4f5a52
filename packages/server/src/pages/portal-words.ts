import type { DeveloperWords } from './developer-words.js'
import type { ReviewerWords } from './reviewer-words.js'

/**
 * The words of the pages for developers and reviewers. They are strings, not HTML: the pages escape them. A
 * `consumerName` or `userName` comes between U+2068 and U+2069: use it unchanged.
 */
export interface PortalWords extends DeveloperWords, ReviewerWords {
  /** The language of the words, as a language tag for the `lang` attribute. */
  readonly language: string
  /** The direction of the language. */
  readonly direction: 'ltr' | 'rtl'
  /** The label of the links between the pages, for screen readers. */
  readonly navigation: string
  /** The link to the applications of the developer. */
  readonly navigationDeveloper: string
  /** The link to the pages for reviewers. */
  readonly navigationReviewer: string
  /** The link to the page of connected applications. */
  readonly navigationApplications: string
  /** The status of an application that waits for a decision. */
  readonly statusPending: string
  /** The status of an accepted application. */
  readonly statusAccepted: string
  /** The status of a rejected application. */
  readonly statusRejected: string
  /** The status of a canceled application. */
  readonly statusCanceled: string
  /** The link to the next page of a list. */
  readonly nextPage: string
  /** The link that leads back to the list or the application. */
  readonly back: string
  /** The title of the page for a user who may not open it. */
  readonly notAllowedTitle: string
  /** Says that the user may not use the pages. */
  readonly notAllowedText: string
  /** The title of the page for an application that does not exist or belongs to somebody else. */
  readonly notFoundTitle: string
  /** Says that there is no such application. */
  readonly notFoundText: string
  /** The title of the page for a form that is too old or came from elsewhere. */
  readonly formExpiredTitle: string
  /** Says that nothing was changed, and what to do. */
  readonly formExpiredText: string
  /** The title of the page after somebody else changed the application. */
  readonly changedMeanwhileTitle: string
  /** Says that nothing was changed, and what to do. */
  readonly changedMeanwhileText: string
  /** The title of the page after too many changes. */
  readonly tooManyChangesTitle: string
  /** Says when to try again. */
  readonly tooManyChangesText: string
  /** The title of the page that asks users to confirm who they are. */
  readonly confirmTitle: string
  /** Says why, and that nothing was changed yet. */
  readonly confirmText: string
  /** The link to the page on which users confirm their identity. */
  readonly confirmLink: string
}
