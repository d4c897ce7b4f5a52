import { maskParameter, maskText } from './mask-parameter.js'
import { percentDecode } from './percent-encode.js'

/**
 * A difference between the base string of a request and the one that a server computed.
 *
 * @internal
 */
export interface BaseStringDifference {
  /** The part of the base string. `order` if both have the same parameters in another order. */
  readonly part: 'method' | 'url' | 'parameter' | 'order'
  /** The name of the parameter as the base string has it; empty for the other parts. */
  readonly name: string
  /** What the request has, masked if it is secret by its name; `undefined` if only the server has it. */
  readonly request: string | undefined
  /** What the server has, masked if it is secret by its name; `undefined` if only the request has it. */
  readonly server: string | undefined
}

interface Parts {
  readonly method: string
  readonly url: string
  readonly pairs: readonly (readonly [name: string, value: string])[]
}

/**
 * Compares two base strings part by part, and aligns their parameters by name. The string of the server
 * may have the quotation marks and escapes that logs and pages add.
 *
 * @internal
 */
export function compareBaseStrings(
  request: string,
  server: string,
): readonly BaseStringDifference[] {
  const [own, other] = [splitBaseString(request), splitBaseString(cleanBaseString(server))]
  const differences = [
    ...compareParts('method', own.method, other.method),
    ...compareParts('url', own.url, other.url),
    ...compareParameters(own.pairs, other.pairs),
  ]
  const isReordered = joinPairs(own.pairs) !== joinPairs(other.pairs)
  if (differences.length > 0 || !isReordered) return differences
  const names = (pairs: Parts['pairs']): string => pairs.map(([name]) => name).join(', ')
  return [{ part: 'order', name: '', request: names(own.pairs), server: names(other.pairs) }]
}

// Logs quote it, and pages escape it.
function cleanBaseString(text: string): string {
  return text
    .replaceAll(/&amp;|\\u0026/g, '&')
    .trim()
    .replace(/^["'`]/, '')
    .replace(/["'`]$/, '')
}

function splitBaseString(text: string): Parts {
  const first = text.indexOf('&')
  const second = text.indexOf('&', first + 1)
  const end = second === -1 ? text.length : second
  const parameters = text.slice(end + 1)
  return {
    method: first === -1 ? text : text.slice(0, first),
    url: first === -1 ? '' : decode(text.slice(first + 1, end)),
    pairs: (parameters.includes('=') ? parameters : decode(parameters))
      .split('&')
      .filter((pair) => pair !== '')
      .map(splitPair),
  }
}

function splitPair(pair: string): readonly [name: string, value: string] {
  const equals = pair.indexOf('=')
  return equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
}

function joinPairs(pairs: Parts['pairs']): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

function compareParts(
  part: 'method' | 'url',
  request: string,
  server: string,
): readonly BaseStringDifference[] {
  return request === server
    ? []
    : [{ part, name: '', request: maskText(request), server: maskText(server) }]
}

function compareParameters(
  own: Parts['pairs'],
  other: Parts['pairs'],
): readonly BaseStringDifference[] {
  const [ownValues, otherValues] = [groupValues(own), groupValues(other)]
  const names = new Set([...ownValues.keys(), ...otherValues.keys()])
  return [...names].flatMap((name) => {
    const [request, server] = removeCommon(ownValues.get(name) ?? [], otherValues.get(name) ?? [])
    return Array.from({ length: Math.max(request.length, server.length) }, (_, index) => ({
      part: 'parameter' as const,
      name,
      request: mask(name, request[index]),
      server: mask(name, server[index]),
    }))
  })
}

function groupValues(pairs: Parts['pairs']): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else known.push(value)
  }
  return values
}

function removeCommon(
  own: readonly string[],
  other: readonly string[],
): readonly [own: readonly string[], other: readonly string[]] {
  const [ownCounts, otherCounts] = [countValues(own), countValues(other)]
  return [takeSurplus(own, otherCounts), takeSurplus(other, ownCounts)]
}

function countValues(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

function takeSurplus(values: readonly string[], counts: Map<string, number>): readonly string[] {
  return values.filter((value) => {
    const count = counts.get(value) ?? 0
    counts.set(value, count - 1)
    return count <= 0
  })
}

// What a server reports need not be encoded as it should.
function decode(text: string): string {
  try {
    return percentDecode(text)
  } catch {
    return text
  }
}

function mask(name: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : maskParameter([decode(name), value])[1]
}
