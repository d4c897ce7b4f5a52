import type { HeaderList } from './header-list.js'

/**
 * Returns the values of all headers of a name, in order.
 *
 * @internal
 */
export function findHeaderValues(headers: HeaderList, lowerCaseName: string): readonly string[] {
  const values: string[] = []
  for (const [name, value] of headers) {
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) {
      values.push(value)
    }
  }
  return values
}
