import { compareBaseStrings } from '@oauthplus/core/internal'
import type { BaseStringDifference } from '@oauthplus/core/internal'

const MAX_DIFFERENCES = 5
const MAX_VALUE_LENGTH = 60
const REORDERED = 'the parameters are in another order or encoding'

/**
 * Describes how the base string that a provider computed differs from the signed one: the method,
 * the URL, and each missing, additional or different parameter.
 *
 * @param signed The base string that was signed, masked.
 * @param expected The base string that the provider computed, masked.
 *
 * @returns A list in words, or `undefined` if both are equal.
 *
 * @internal
 */
export function describeBaseStringDifference(signed: string, expected: string): string | undefined {
  if (signed === expected) return undefined
  const differences = compareBaseStrings(signed, expected)
  const shown = [...differences]
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_DIFFERENCES)
    .map(describeDifference)
  const rest = differences.length - shown.length
  if (rest > 0) shown.push(`and ${String(rest)} more differences`)
  return shown.length === 0 ? REORDERED : shown.join('; ')
}

/** Order: changed parameters, then missing ones, then additional ones. */
function rank({ request, server }: BaseStringDifference): number {
  return server === undefined ? 2 : request === undefined ? 1 : 0
}

function describeDifference({ part, name, request, server }: BaseStringDifference): string {
  if (part === 'order') return REORDERED
  const what = part === 'parameter' ? shorten(name) : `the ${part === 'url' ? 'URL' : part}`
  if (request === undefined) return `${what} is missing from the signed string`
  if (server === undefined) return `${what} is only in the signed string`
  return `${what} is ${quote(server)} instead of ${quote(request)}`
}

function quote(value: string): string {
  return JSON.stringify(shorten(value))
}

function shorten(value: string): string {
  return value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value
}
