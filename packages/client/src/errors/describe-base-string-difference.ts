import { percentDecode } from '@oauthplus/core'

const MAX_DIFFERENCES = 5
const MAX_VALUE_LENGTH = 60

/**
 * Describes how the base string that a provider computed differs from the one that was signed: the
 * method, the URL, and each parameter that is missing, additional or different.
 *
 * @param signed The base string that was signed, masked.
 * @param expected The base string that the provider computed, masked.
 *
 * @returns A list in words; `undefined` if both are equal.
 *
 * @internal
 */
export function describeBaseStringDifference(signed: string, expected: string): string | undefined {
  if (signed === expected) return undefined
  const [method = '', url = '', parameters = ''] = signed.split('&')
  const [otherMethod = '', otherUrl = '', otherParameters = ''] = expected.split('&')
  const differences = [
    ...describeChange('the method', method, otherMethod),
    ...describeChange('the URL', percentDecode(url), percentDecode(otherUrl)),
    ...compareParameters(splitParameters(parameters), splitParameters(otherParameters)),
  ]
  const shown = differences.slice(0, MAX_DIFFERENCES)
  const rest = differences.length - shown.length
  if (rest > 0) shown.push(`and ${String(rest)} more differences`)
  return shown.length === 0 ? 'the parameters are in another order or encoding' : shown.join('; ')
}

type Values = ReadonlyMap<string, readonly string[]>

function splitParameters(encoded: string): Values {
  const values = new Map<string, string[]>()
  for (const parameter of percentDecode(encoded).split('&')) {
    const [name = '', ...value] = parameter.split('=')
    const known = values.get(name)
    if (known) known.push(value.join('='))
    else values.set(name, [value.join('=')])
  }
  return values
}

function compareParameters(signed: Values, expected: Values): readonly string[] {
  const changes = [...signed].flatMap(([name, values]) => {
    const others = expected.get(name)
    return others ? describeChange(name, values.join(' and '), others.join(' and ')) : []
  })
  const missing = [...expected.keys()].filter((name) => !signed.has(name))
  const additional = [...signed.keys()].filter((name) => !expected.has(name))
  return [
    ...changes,
    ...missing.map((name) => `${shorten(name)} is not in the signed one`),
    ...additional.map((name) => `${shorten(name)} is only in the signed one`),
  ]
}

function describeChange(what: string, signed: string, expected: string): readonly string[] {
  if (signed === expected) return []
  return [`${shorten(what)} is ${quote(expected)} instead of ${quote(signed)}`]
}

function quote(value: string): string {
  return JSON.stringify(shorten(value))
}

function shorten(value: string): string {
  return value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value
}
