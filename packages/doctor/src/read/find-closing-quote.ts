/** Finds the quote that ends a string; -1 if none does. */
// A loop, because an expression that repeats a group runs out of stack in a long text.
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
