/** Returns the index of the quote that ends a string, or -1. */
// A loop, because a repeated group in a regular expression overflows the stack on a long string.
export function findClosingQuote(
  text: string,
  start: number,
  { quote, escape = '\\' }: { readonly quote: string; readonly escape?: string },
): number {
  for (let index = start; index < text.length; index++) {
    if (text[index] === escape) index++
    else if (text[index] === quote) return index
  }
  return -1
}
