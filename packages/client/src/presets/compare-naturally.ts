const LEADING_ZEROS = /^0+(?=[0-9])/

/**
 * Compares ASCII strings like PHP's `strnatcmp`: runs of digits compare as numbers, so that `a9`
 * comes before `a10`, or as fractions if one begins with a zero. Leading zeros of a number at the
 * start are ignored.
 *
 * @returns A negative number if the first string comes first, a positive number if the second does,
 *   0 otherwise.
 *
 * @internal
 */
export function compareNaturally(a: string, b: string): number {
  return comparePlain(a.replace(LEADING_ZEROS, ''), b.replace(LEADING_ZEROS, ''))
}

function comparePlain(a: string, b: string): number {
  if (a === b) return 0
  let index = 0
  while (a[index] === b[index]) index += 1
  let start = index
  while (isDigit(a[start - 1])) start -= 1
  const lengths = countDigits(a, start) - countDigits(b, start)
  const isBetweenRuns = !isDigit(a[start]) || !isDigit(b[start])
  const isFraction = a[start] === '0' || b[start] === '0'
  const isDigitInBoth = isDigit(a[index]) && isDigit(b[index])
  if (isBetweenRuns || lengths === 0 || (isFraction && isDigitInBoth)) {
    return (a[index] ?? '') < (b[index] ?? '') ? -1 : 1
  }
  return lengths
}

function countDigits(string: string, start: number): number {
  let end = start
  while (isDigit(string[end])) end += 1
  return end - start
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}
