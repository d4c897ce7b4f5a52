/** Returns the text between the parentheses of a call. */
export interface CallArguments {
  readonly positional: readonly unknown[]
  /** The named arguments, as in Python and Ruby. */
  readonly named: Readonly<Record<string, unknown>>
}
