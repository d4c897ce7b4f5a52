const MAX_CHARACTERS = 64

/**
 * Converts the name of a collection to a profile name: `Photo API` becomes `photo-api`.
 *
 * @param place The name of the collection, folder or request.
 * @param taken The names of other profiles in the same import.
 */
export function toProfileName(place: string, taken: ReadonlySet<string>): string {
  const plain = place
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, MAX_CHARACTERS)
    .replace(/-$/, '')
  const name = plain === '' ? 'imported' : plain
  let free = name
  for (let count = 2; taken.has(free); count++) {
    const ending = `-${count}`
    free = `${name.slice(0, MAX_CHARACTERS - ending.length)}${ending}`
  }
  return free
}
