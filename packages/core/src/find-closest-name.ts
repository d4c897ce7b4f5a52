// Names of options are short. Only the beginning of a longer name is compared, which bounds the work.
const MAX_COMPARED_CHARACTERS = 40

/**
 * Returns the name that a misspelled one most likely means; `undefined` if none is similar.
 *
 * @internal
 */
export function findClosestName(misspelled: string, names: readonly string[]): string | undefined {
  const text = misspelled.slice(0, MAX_COMPARED_CHARACTERS).toLowerCase()
  let closest: string | undefined
  let least = Infinity
  for (const name of names) {
    const distance = editDistance(text, name.toLowerCase())
    if (distance < least && distance <= Math.max(text.length, name.length) / 2) {
      closest = name
      least = distance
    }
  }
  return closest
}

function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const substituted = one[row - 1] === other[column - 1] ? 0 : 1
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + substituted,
        ),
      )
    }
    previous = current
  }
  return previous[other.length] ?? 0
}
