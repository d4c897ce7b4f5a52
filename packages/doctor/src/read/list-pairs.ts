import { get, stringify } from './members.js'

type Pair = readonly [name: string, value: string]

/**
 * Lists names and values from any common shape: pairs, objects with a name and a value, a flat
 * list, an object whose values may be lists, or header lines.
 */
export function listPairs(value: unknown): readonly Pair[] {
  if (typeof value === 'string') return listLines(value)
  if (!Array.isArray(value)) return listMembers(value)
  if (value.length % 2 === 0 && value.every((each) => typeof each === 'string')) {
    return value.flatMap((name, index) =>
      index % 2 === 0 ? [[name, stringify(value[index + 1])] as const] : [],
    )
  }
  return value.flatMap((each: unknown) => listPair(each))
}

function listPair(pair: unknown): readonly Pair[] {
  if (Array.isArray(pair)) return [[stringify(pair[0]), stringify(pair[1])]]
  if (typeof pair === 'string') return listLines(pair)
  if (get(pair, 'disabled') === true || get(pair, 'enabled') === false) return []
  const name = get(pair, 'name') ?? get(pair, 'key')
  return name === undefined ? listMembers(pair) : [[stringify(name), stringify(get(pair, 'value'))]]
}

function listMembers(value: unknown): readonly Pair[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]: readonly [string, unknown]) =>
    (Array.isArray(member) ? member : [member])
      .filter((each) => each !== undefined && each !== null)
      .map((each) => [name, stringify(each)] as const),
  )
}

function listLines(text: string): readonly Pair[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':', 1)
    return colon === -1
      ? []
      : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const]
  })
}
