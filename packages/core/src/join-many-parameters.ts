import type { ParameterList } from './parameter-list.js'

const PERCENT = /%/g
const AMPERSAND = /&/g
const EXCLAMATION_MARK = /!/g

/**
 * Joins encoded parameters as `joinForBaseString` does, with the same result.
 *
 * This second way exists for speed only. More than 10,000 parameters do not fit into the caches of the
 * processor, and comparing pairs and encoding each of them again reads them many times. Sorting one
 * string per parameter and encoding all of them at once takes half the time.
 *
 * @internal
 */
export function joinManyParameters(
  encoded: ParameterList,
  usualParameters: string | undefined,
): string {
  const lines = usualParameters?.split('%26').map(toLine) ?? []
  for (const parameter of encoded) {
    // An encoded string contains no "!", and all that it may contain sorts after it, so that a shorter name
    // comes first. `join` copies both at once, which a template would leave to each comparison.
    if (parameter[0] !== 'oauth_signature') lines.push(parameter.join('!'))
  }
  return lines
    .sort()
    .join('&')
    .replace(PERCENT, '%25')
    .replace(AMPERSAND, '%26')
    .replace(EXCLAMATION_MARK, '%3D')
}

function toLine(joined: string): string {
  return joined.replace('%3D', '!').replaceAll('%25', '%')
}
