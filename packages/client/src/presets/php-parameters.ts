import type { ParameterList } from '@oauthplus/core'

/**
 * Parameters as PHP reads them from a query: a name with brackets is a list or a map.
 *
 * @internal
 */
export type PhpParameters = Map<string, string | PhpParameters>

/**
 * Reads parameters as PHP does: `a[]=1` appends to the list `a`, `a[b]=1` sets the element `b`, a
 * repeated name has its last value, and dots and spaces before brackets become underscores.
 * Anything after the brackets is ignored, an unclosed bracket becomes an underscore, and names that
 * begin with a bracket are omitted.
 *
 * @internal
 * @see [Variables from external sources](https://www.php.net/manual/language.variables.external.php)
 */
export function readPhpParameters(parameters: ParameterList): PhpParameters {
  const read: PhpParameters = new Map()
  for (const [name, value] of parameters) {
    const [base = '', ...keys] = readKeys(name)
    if (base !== '') setValue(read, [base, ...keys], value)
  }
  return read
}

function readKeys(name: string): readonly string[] {
  const trimmed = name.replace(/^ +/, '')
  const start = trimmed.indexOf('[')
  if (start === 0) return []
  if (start === -1 || !trimmed.includes(']', start)) return [trimmed.replace(/[ .[]/g, '_')]
  const keys = [trimmed.slice(0, start).replace(/[ .]/g, '_')]
  let end = start
  while (trimmed[end] === '[') {
    const close = trimmed.indexOf(']', end)
    if (close === -1) break
    const key = trimmed.slice(end + 1, close)
    keys.push(/^\s$/.test(key) ? '' : key)
    end = close + 1
  }
  return keys
}

function setValue(
  target: PhpParameters,
  [given = '', ...rest]: readonly string[],
  value: string,
): void {
  const key = given === '' ? String(nextIndex(target)) : given
  if (rest.length === 0) {
    target.set(key, value)
    return
  }
  const found = target.get(key)
  const nested = typeof found === 'object' ? found : new Map<string, string | PhpParameters>()
  target.set(key, nested)
  setValue(nested, rest, value)
}

function nextIndex(parameters: PhpParameters): number {
  const indexes = [...parameters.keys()]
    .filter((key) => /^(?:0|[1-9]\d{0,8})$/.test(key))
    .map(Number)
  return Math.max(-1, ...indexes) + 1
}
