/** Returns what is between the parentheses of a call. */
export interface CallArguments {
  readonly positional: readonly unknown[]
  /** Those with a name, as Python and Ruby have them. */
  readonly named: Readonly<Record<string, unknown>>
}
