/** The words of the pages for reviewers. */
export interface ReviewerWords {
  /** The title of the list of applications that wait for a decision. */
  readonly queueTitle: string
  /** Replaces the list if it is empty. */
  readonly queueNone: string
  /** The title of the search. */
  readonly searchTitle: string
  /** The label of the field that searches for applications. */
  readonly searchLabel: string
  /** Says what can be searched for. */
  readonly searchHint: string
  /** The button that searches. */
  readonly searchButton: string
  /** Replaces an empty list of results. */
  readonly searchNone: string
  /** The link that continues the search. */
  readonly searchFurther: string
  /** The label of the field for the ID of a user. */
  readonly userLabel: string
  /** The button that shows what a user has granted. */
  readonly userButton: string
  /** The label of the status. */
  readonly statusLabel: string
  /** The label of the owner. */
  readonly ownerLabel: string
  /** Replaces the owner of an application without one. */
  readonly ownerNone: string
  /** Says that an application may ask for everything. */
  readonly scopesAll: string
  /** The label of what the reviewers allow. */
  readonly flagsLabel: string
  /** The link to the page that changes what an application is allowed to do. */
  readonly flagsLink: string
  /** Says that nothing differs from the defaults. */
  readonly flagsNone: string
  /** The label of the permission to use xAuth. */
  readonly fieldXauth: string
  /** The label of the duty to send a body hash. */
  readonly fieldBodyHash: string
  /** The label of the address ranges. */
  readonly fieldAddressRanges: string
  /** Says how to enter ranges. */
  readonly fieldAddressRangesHint: string
  /** The label of a lifetime. */
  readonly fieldRequestTokenLifetime: string
  /** The label of a lifetime. */
  readonly fieldAccessTokenLifetime: string
  /** The label of a lifetime. */
  readonly fieldSessionLifetime: string
  /** Says why no body hash can be required. */
  readonly problemBodyHash: string
  /** Says that a lifetime is not a number. */
  readonly problemSeconds: string
  /** The button that accepts an application. */
  readonly acceptButton: string
  /** The button that rejects an application. */
  readonly rejectButton: string
  /** The button that cancels an application. */
  readonly cancelButton: string
  /** The label of the reason. */
  readonly reasonLabel: string
  /** Says who sees the reason. */
  readonly reasonHint: string
  /** The warning about a name that resembles others. */
  readonly resemblingText: string
  /** Says that the comparison is incomplete. */
  readonly resemblingIncomplete: string
  /** The title of the page for reviewers who decide about their own application. */
  readonly ownApplicationTitle: string
  /** Says that another reviewer must decide. */
  readonly ownApplicationText: string
  /** The link to what users have granted. */
  readonly grantsLink: string
  /** Replaces an empty list of grants. */
  readonly grantsNone: string
  /** The label of the day of a grant. */
  readonly grantedLabel: string
  /** The label of the day on which a grant expires. */
  readonly expiresLabel: string
  /** The button that revokes a grant. */
  readonly revokeButton: string
  /** Says what revoking everything does. */
  readonly revokeAllText: string
  /** The button that revokes everything. */
  readonly revokeAllButton: string
  /** The link to the audit log. */
  readonly logLink: string
  /** Replaces an empty list of entries. */
  readonly logNone: string
  /** The label of the user who made a change. */
  readonly actorLabel: string
  /** Replaces the user of an entry without one. */
  readonly actorProgram: string
  /** The action of registering. */
  readonly actionRegistered: string
  /** The action of submitting for review. */
  readonly actionProposed: string
  /** The action of changing. */
  readonly actionUpdated: string
  /** The action of rotating. */
  readonly actionRotated: string
  /** The action of removing. */
  readonly actionRemoved: string
  /** Says which address range is wrong. `range` comes between U+2068 and U+2069. */
  readonly problemAddressRange: (range: string) => string
}
