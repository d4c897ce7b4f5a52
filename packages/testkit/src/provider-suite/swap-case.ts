import { NotApplicable } from '../checks/not-applicable.js'

/** Swaps the case of every letter. Throws `NotApplicable` if there is no letter. */
export function swapCase(value: string, what: string): string {
  const swapped = value.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
  if (swapped === value) throw new NotApplicable(`${what} has no letters`)
  return swapped
}
