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
  /** The value in the request; `undefined` if only the server has it. */
  readonly request: string | undefined
  /** The value of the server; `undefined` if only the request has it. */
  readonly server: string | undefined
}

interface Parts {
  readonly method: string
  readonly url: string
  /** Each with its "=". */
  readonly pairs: readonly string[]
}

/**
 * Compares two base strings part by part, and aligns their parameters by name. Masks nothing.
 *
 * @internal
 */
export function compareBaseStrings(
  request: string,
  server: string,
): readonly BaseStringDifference[] {
  const [own, other] = [splitBaseString(request), splitBaseString(server)]
  const differences = [
    ...compareParts('method', own.method, other.method),
    ...compareParts('url', own.url, other.url),
    ...compareParameters(own.pairs, other.pairs),
  ]
  const isReordered = own.pairs.join('&') !== other.pairs.join('&')
  if (differences.length > 0 || !isReordered) return differences
  return [{ part: 'order', name: '', request: listNames(own), server: listNames(other) }]
}

function splitBaseString(text: string): Parts {
  const [method = '', url = '', ...rest] = text.split('&')
  const parameters = rest.join('&')
  return {
    method,
    url: decode(url),
    pairs: (parameters.includes('=') ? parameters : decode(parameters))
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => (pair.includes('=') ? pair : `${pair}=`)),
  }
}

function splitPair(pair: string): readonly [name: string, value: string] {
  const equals = pair.indexOf('=')
  return [pair.slice(0, equals), pair.slice(equals + 1)]
}

function listNames({ pairs }: Parts): string {
  return pairs.map((pair) => splitPair(pair)[0]).join(', ')
}

function compareParts(
  part: 'method' | 'url',
  request: string,
  server: string,
): readonly BaseStringDifference[] {
  return request === server ? [] : [{ part, name: '', request, server }]
}

function compareParameters(
  own: Parts['pairs'],
  other: Parts['pairs'],
): readonly BaseStringDifference[] {
  const missing = new Map<string, string[]>()
  // The last ones come first, because the end of an array is taken away fastest.
  for (const [name, value] of findSurplus(other, own).reverse()) {
    const values = missing.get(name)
    if (values) values.push(value)
    else missing.set(name, [value])
  }
  return [
    ...findSurplus(own, other).map(([name, request]) => ({
      part: 'parameter' as const,
      name,
      request,
      server: missing.get(name)?.pop(),
    })),
    ...[...missing]
      .reverse()
      .flatMap(([name, values]) =>
        values
          .reverse()
          .map((server) => ({ part: 'parameter' as const, name, request: undefined, server })),
      ),
  ]
}

/** Returns the pairs that the others do not have, or not as often. */
function findSurplus(
  pairs: readonly string[],
  others: readonly string[],
): (readonly [name: string, value: string])[] {
  const counts = new Map<string, number>()
  for (const pair of others) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  return pairs
    .filter((pair) => {
      const count = counts.get(pair) ?? 0
      counts.set(pair, count - 1)
      return count <= 0
    })
    .map(splitPair)
}

// The encoding in a server's report may be invalid.
function decode(text: string): string {
  try {
    return percentDecode(text)
  } catch {
    return text
  }
}
