/**
 * The words of the default pages. They are texts, not HTML: pages escape them. Give those of another
 * language by the option `words`. A `consumerName` comes between U+2068 and U+2069, so that a name in
 * another direction does not reorder the sentence: put it in as it is.
 */
export interface PageWords {
  /** The language of the page, as HTML's `lang` says it. */
  readonly language: string
  /** In which direction the language is written. */
  readonly direction: 'ltr' | 'rtl'
  /** Writes a day; by default as 2026-11-24, in UTC. */
  readonly date: (seconds: number) => string
  /** Says what a scope allows; by default its description. */
  readonly scope: (name: string, description: string) => string
  /** The title of the consent page. */
  readonly consentTitle: (consumerName: string) => string
  /** Stands above the list of scopes. */
  readonly consentScopes: string
  /** Stands in place of the list if no scope is asked for. */
  readonly consentNoScopes: string
  /** Stands before the origin that the decision leads to. */
  readonly consentLeadsTo: string
  /** Says what happens out of band. */
  readonly consentOutOfBand: string
  /** Says when to deny. */
  readonly consentCaution: string
  /** The button that approves. */
  readonly allow: string
  /** The button that denies. */
  readonly deny: string
  /** The title of the page that shows the verifier. */
  readonly verifierTitle: string
  /** Stands above the verifier. */
  readonly verifierText: (consumerName: string) => string
  /** Stands below the verifier. */
  readonly verifierCaution: string
  /** The title of the page after a denial out of band. */
  readonly deniedTitle: string
  /** What that page says. */
  readonly deniedText: (consumerName: string) => string
  /** The title of an error page. */
  readonly errorTitle: string
  /** Says what is wrong; by default the English message. */
  readonly errorMessage: (code: string, message: string) => string
  /** Says what to do. */
  readonly errorAdvice: string
  /** Stands before the problem code. */
  readonly errorCode: string
  /** The title of the list of applications that have access. */
  readonly applicationsTitle: string
  /** Stands in place of the list if it is empty. */
  readonly applicationsNone: string
  /** Stands above the scopes of an application. */
  readonly applicationScopes: string
  /** Stands in place of the scopes if there are none. */
  readonly applicationNoScopes: string
  /** Says since when an application has access. */
  readonly applicationSince: (date: string) => string
  /** Says when it last used it. */
  readonly applicationLastUsed: (date: string) => string
  /** Says that it never did. */
  readonly applicationNeverUsed: string
  /** Says until when it has access. */
  readonly applicationExpires: (date: string) => string
  /** The button that takes the access away. */
  readonly revoke: string
  /**
   * The label of that button for screen readers. It contains what `revoke` says, word for word,
   * so that people who use speech input can say what they see.
   */
  readonly revokeFrom: (consumerName: string) => string
  /** Leads to the next page of the list. */
  readonly nextPage: string
}

/** The words in English. */
export const ENGLISH_WORDS: PageWords = Object.freeze({
  language: 'en',
  direction: 'ltr',
  date: (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10),
  scope: (_name, description) => description,
  consentTitle: (consumerName) => `${consumerName} asks for access to your account`,
  consentScopes: 'It asks to:',
  consentNoScopes: 'It asks to act for you on this site.',
  consentLeadsTo: 'Your decision leads back to:',
  consentOutOfBand: 'If you allow it, you get a code to type into the application.',
  consentCaution: 'Deny if you have not asked for this.',
  allow: 'Allow',
  deny: 'Deny',
  verifierTitle: 'Type this code into the application',
  verifierText: (consumerName) => `${consumerName} waits for this code. It is shown this one time:`,
  verifierCaution: 'Give it to nobody but the application that sent you here.',
  deniedTitle: 'You have denied access',
  deniedText: (consumerName) =>
    `${consumerName} has got no access to your account. You can close this page.`,
  errorTitle: 'This does not work',
  errorMessage: (_code, message) => message,
  errorAdvice: 'Go back to the application that sent you here, and start again from there.',
  errorCode: 'It calls this problem:',
  applicationsTitle: 'Applications with access to your account',
  applicationsNone: 'No application has access to your account.',
  applicationScopes: 'It may:',
  applicationNoScopes: 'It may act for you on this site.',
  applicationSince: (date) => `It has had access since ${date}.`,
  applicationLastUsed: (date) => `It last used it on ${date}.`,
  applicationNeverUsed: 'It has never used it.',
  applicationExpires: (date) => `Its access ends on ${date}.`,
  revoke: 'Revoke access',
  revokeFrom: (consumerName) => `Revoke access from ${consumerName}`,
  nextPage: 'Further applications',
} satisfies PageWords)
