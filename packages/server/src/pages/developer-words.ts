/** The words of the pages for developers. */
export interface DeveloperWords {
  /** The title of the list of applications. */
  readonly developerTitle: string
  /** Replaces the list if it is empty. */
  readonly developerNone: string
  /** The link to the page that registers an application, and its title. */
  readonly registerLink: string
  /** Says what happens after the form is sent. */
  readonly registerText: string
  /** The heading above the list of fields that are not valid. */
  readonly formProblems: string
  /** The mark of fields that may be left empty. */
  readonly optional: string
  /** The label of the name. */
  readonly fieldName: string
  /** The places in which the name is shown. */
  readonly fieldNameHint: string
  /** The label of the description. */
  readonly fieldDescription: string
  /** The label of the website. */
  readonly fieldWebsite: string
  /** The label of the icon. */
  readonly fieldIcon: string
  /** Which icons are possible. */
  readonly fieldIconHint: string
  /** The label of the callbacks. */
  readonly fieldCallbacks: string
  /** Which callbacks are possible, one in each line. */
  readonly fieldCallbacksHint: string
  /** The label of the scopes. */
  readonly fieldScopes: string
  /** The label of the choice between HMAC and RSA. */
  readonly fieldFamily: string
  /** The choice of a secret. */
  readonly familySecret: string
  /** The choice of an RSA key. */
  readonly familyRsa: string
  /** The label of the RSA public key. */
  readonly fieldPublicKey: string
  /** Which keys are possible. */
  readonly fieldPublicKeyHint: string
  /** The label of requests without a user. */
  readonly fieldTwoLegged: string
  /** The label of the key of the application. */
  readonly fieldKey: string
  /** The label of the secret. */
  readonly fieldSecret: string
  /** The label of the signature methods. */
  readonly fieldSignatureMethods: string
  /** The label of the day of registration. */
  readonly fieldRegistered: string
  /** Says that a field is empty. */
  readonly problemMissing: string
  /** Says that a value is too long. */
  readonly problemTooLong: string
  /** Says that a value contains characters that cannot be seen. */
  readonly problemInvisible: string
  /** Says that a website is not a URL. */
  readonly problemWebsite: string
  /** Says that an icon is not an https URL. */
  readonly problemIcon: string
  /** Says that a callback is not an absolute URL. */
  readonly problemNotAbsolute: string
  /** Says that the scheme of a callback is reserved for browsers and operating systems. */
  readonly problemDangerousScheme: string
  /** Says that the scheme of a callback is not a reversed domain name. */
  readonly problemForeignScheme: string
  /** Says that only loopback hosts may have any port. */
  readonly problemAnyPort: string
  /** Says which parts of a callback may contain a star. */
  readonly problemWildcard: string
  /** Says that the site does not allow the host of a callback. */
  readonly problemBlockedHost: string
  /** Says that there are too many callbacks. */
  readonly problemTooManyCallbacks: string
  /** Says that a public key is not an RSA key that is long enough. */
  readonly problemPublicKey: string
  /** The button that proposes an application. */
  readonly proposeButton: string
  /** The title of the page after an application was proposed. */
  readonly proposedTitle: string
  /** Says that a reviewer decides now. */
  readonly proposedText: string
  /** The title of the page after a secret was rotated. */
  readonly rotatedTitle: string
  /** Says how long the old secret stays valid. */
  readonly rotatedFor: (duration: string) => string
  /** Says that the old secret is not valid any more. */
  readonly rotatedAtOnce: string
  /** Says that the secret is shown only now. */
  readonly secretOnce: string
  /** The title of the page if the form was sent again. */
  readonly sentBeforeTitle: string
  /** Says that the secret cannot be shown again. */
  readonly sentBeforeText: string
  /** The link to the page of the application. */
  readonly openApplication: string
  /** Introduces the reason of a decision. */
  readonly statusReason: string
  /** Says what a developer can do about a rejection. */
  readonly rejectedAdvice: string
  /** The link to the page that changes the fields, and its title. */
  readonly editLink: string
  /** Says what a change of most fields leads to. */
  readonly editWarning: string
  /** The button that saves the fields. */
  readonly editButton: string
  /** The link to the page that rotates the secret, and its title. */
  readonly rotateLink: string
  /** The label of the time in which the old secret stays valid. */
  readonly rotateOverlap: string
  /** The choice of no time. */
  readonly rotateNoOverlap: string
  /** The button that rotates the secret. */
  readonly rotateButton: string
  /** The link to the page that withdraws the application, and its title. */
  readonly withdrawLink: string
  /** Says what a withdrawal leads to. */
  readonly withdrawText: string
  /** The button that withdraws the application. */
  readonly withdrawButton: string
  /** The link to the page of the usage, and its title. */
  readonly usageLink: string
  /** The label of the last use. */
  readonly usageLastUsed: string
  /** Says that the application was not used. */
  readonly usageNever: string
  /** The label of the number of users. */
  readonly usageUsers: string
  /** A number that is not counted further. */
  readonly usageOrMore: (count: string) => string
  /** The heading of the refusals of recent days. */
  readonly usageRefusals: string
  /** Replaces the list of refusals if it is empty. */
  readonly usageNoRefusals: string
  /** The heading of the column of days. */
  readonly usageDay: string
  /** The heading of the column of problem codes. */
  readonly usageProblem: string
  /** The heading of the column of counts. */
  readonly usageCount: string
  /** The link to the page of the developer's own tokens, and its title. */
  readonly tokensLink: string
  /** Says what such a token is for. */
  readonly tokensText: string
  /** Says that only an accepted application can have tokens. */
  readonly tokensNotAccepted: string
  /** Replaces the list of tokens if it is empty. */
  readonly tokensNone: string
  /** The button that issues a token. */
  readonly tokensIssue: string
  /** The button that revokes a token. */
  readonly tokensRevoke: string
  /** The title of the page with a new token. */
  readonly tokenIssuedTitle: string
  /** The label of the key of a token. */
  readonly fieldToken: string
  /** The label of the secret of a token. */
  readonly fieldTokenSecret: string
  /** The link to the page that signs a request, and its title. */
  readonly consoleLink: string
  /** Says what the page does. */
  readonly consoleText: string
  /** The label of the method. */
  readonly consoleMethod: string
  /** The label of the path and the query. */
  readonly consolePath: string
  /** The label of the form body. */
  readonly consoleForm: string
  /** The choice of no token. */
  readonly consoleNoToken: string
  /** The button that signs the request. */
  readonly consoleSign: string
  /** Says that a path must begin with one slash. */
  readonly consoleProblem: string
  /** The heading of the parameters. */
  readonly consoleParameters: string
  /** The heading of the base string. */
  readonly consoleBaseString: string
  /** The heading of the key, of which the secrets are masked. */
  readonly consoleKey: string
  /** The heading of the signature. */
  readonly consoleSignature: string
  /** The heading of the header. */
  readonly consoleHeader: string
  /** The heading of the command that sends the request. */
  readonly consoleCommand: string
  /** Says that only the developer's program has the private key. */
  readonly consoleRsa: string
}
