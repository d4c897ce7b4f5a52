import type { ParameterList } from '@oauthplus/core'

/**
 * Parameters as PHP reads them from a query: a name with brackets is a list or a map.
 *
 * @internal
 */
export type PhpParameters = Map<string, string | PhpParameters>

/**
 * Reads parameters as PHP does: `a[]=1` is the next element of the list `a`, `a[b]=1` the element `b`, a
 * repeated name has its last value, and dots and spaces before brackets are underscores.
 *
 * @internal
 * @see [Variables from external sources](https://www.php.net/manual/language.variables.external.php)
 */
export function readPhpParameters(parameters: ParameterList): PhpParameters {
  const read: PhpParameters = new Map()
  for (const [name, value] of parameters) {
    const start = name.indexOf('[')
    const base = start < 1 ? name : name.slice(0, start)
    const brackets = name.slice(base.length).matchAll(/\[([^[\]]*)\]/g)
    const keys = [...brackets].map(([, key = '']) => key)
    setValue(read, [base.replace(/[ .]/g, '_'), ...keys], value)
  }
  return read
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
  const indexes = [...parameters.keys()].filter((key) => /^\d{1,9}$/.test(key)).map(Number)
  return Math.max(-1, ...indexes) + 1
}
