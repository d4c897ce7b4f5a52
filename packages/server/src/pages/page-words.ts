/**
 * The words of the default pages. They are strings, not HTML: the pages escape them. A `consumerName` or
 * `userName` comes between U+2068 and U+2069, so that a name in another direction does not reorder the
 * sentence: use it unchanged.
 */
export interface PageWords {
  /** The language of the pages, as a language tag for the `lang` attribute. */
  readonly language: string
  /** The direction of the language. */
  readonly direction: 'ltr' | 'rtl'
  /** Formats a day, in UTC. */
  readonly date: (seconds: number) => string
  /** Formats a length of time. */
  readonly duration: (seconds: number) => string
  /** Returns what a scope allows. By default its description. */
  readonly scope: (name: string, description: string) => string
  /** Says which account is logged in. */
  readonly signedInAs: (userName: string) => string
  /** The link to log in with another account. */
  readonly notYou: string
  /** The title of the consent page. */
  readonly consentTitle: (consumerName: string, siteName: string | undefined) => string
  /** Introduces the list of scopes. */
  readonly consentScopes: string
  /** Replaces the list if the consumer requests no scope. */
  readonly consentNoScopes: string
  /** The heading of the scopes that only read, if there are others too. */
  readonly scopesRead: string
  /** The heading of the scopes that change data, if there are others too. */
  readonly scopesWrite: string
  /** Says how long access lasts. */
  readonly consentLasts: (duration: string) => string
  /** Says that access does not expire. */
  readonly consentUnlimited: string
  /** Introduces the origin to which the browser is redirected. */
  readonly consentLeadsTo: string
  /** Says what happens if there is no callback. */
  readonly consentOutOfBand: string
  /** Says when to deny. */
  readonly consentCaution: string
  /** The link to the page of connected applications. */
  readonly manageApplications: string
  /** The button that approves. */
  readonly allow: string
  /** The button that denies. */
  readonly deny: string
  /** The title of the page that shows the verifier. */
  readonly verifierTitle: (consumerName: string) => string
  /** The sentence above the verifier. */
  readonly verifierText: string
  /** The sentence below the verifier. */
  readonly verifierCaution: string
  /** The title of the page after a denial without a callback. */
  readonly deniedTitle: string
  /** The sentence on that page. */
  readonly deniedText: (consumerName: string) => string
  /** The title of an error page. */
  readonly errorTitle: string
  /** Says what is wrong. `message` is the English message. */
  readonly errorMessage: (code: string, message: string) => string
  /** Says what the user can do about it. */
  readonly errorAdvice: (code: string) => string
  /** Introduces the problem code. */
  readonly errorCode: string
  /** The title of the page of connected applications. */
  readonly applicationsTitle: string
  /** Replaces the list if it is empty. */
  readonly applicationsNone: string
  /** Introduces the scopes of a connected application. */
  readonly applicationScopes: string
  /** Replaces an empty list of its scopes. */
  readonly applicationNoScopes: string
  /** Says since when an application has access. */
  readonly applicationSince: (date: string) => string
  /** Says when the application last used its access. */
  readonly applicationLastUsed: (date: string) => string
  /** Says that the application never used its access. */
  readonly applicationNeverUsed: string
  /** Says when the access ends. */
  readonly applicationExpires: (date: string) => string
  /** The button that removes access. */
  readonly revoke: string
  /**
   * The label of that button for screen readers. It contains the string of `revoke`, so that people
   * who use speech input can say what they see.
   *
   * @see [WCAG 2.5.3, Label in Name](https://www.w3.org/WAI/WCAG22/Understanding/label-in-name.html)
   */
  readonly revokeFrom: (consumerName: string) => string
  /** The link to the next page of the list. */
  readonly nextPage: string
  /** The link to the terms of the site. */
  readonly terms: string
  /** The link to the support pages of the site. */
  readonly support: string
}
