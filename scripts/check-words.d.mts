// Declares what tests use of check-words.mjs.
/** Lists the phrases of a file that a rule names, in order. */
export function findPhrases(
  path: string,
  text: string,
): readonly {
  readonly rule: string
  readonly line: number
  readonly column: number
  readonly phrase: string
  readonly instead: string
}[]
