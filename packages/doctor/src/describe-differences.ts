import { escapeControls } from '@oauthplus/core/internal'
import type { BaseStringDifference } from '@oauthplus/core/internal'

const MAX_DIFFERENCES = 8
const MAX_CHARACTERS = 80

/**
 * Describes the first differences between the base string of a request and that of a server, one
 * per line.
 */
export function describeDifferences(
  differences: readonly BaseStringDifference[],
  maxDifferences: number = MAX_DIFFERENCES,
): readonly string[] {
  if (differences.length === 0) {
    return [
      'The base string of the server is equal to that of the request: the difference is in the secrets or the signature.',
    ]
  }
  const rest = differences.length - maxDifferences
  return [
    ...differences.slice(0, maxDifferences).map(describeDifference),
    ...(rest > 0 ? [describeRest(rest)] : []),
  ]
}

/** Describes the differences between the signed string and the correct one, one per line. */
export function describeSignedDifferences(
  differences: readonly BaseStringDifference[],
): readonly string[] {
  const rest = differences.length - MAX_DIFFERENCES
  return [
    ...differences.slice(0, MAX_DIFFERENCES).map(describeSigned),
    ...(rest > 0 ? [describeRest(rest)] : []),
  ]
}

function describeSigned({ part, name, request, server }: BaseStringDifference): string {
  if (part === 'order') return 'The same parameters were signed in another order.'
  const what = nameWhole(part, name)
  if (request === undefined) return `${what} was not signed: ${quote(server ?? '')}.`
  if (server === undefined) return `${what} was signed, but must not be signed: ${quote(request)}.`
  return `${what} was signed as ${quote(request)}, not as ${quote(server)}.`
}

function describeRest(count: number): string {
  return `There ${count === 1 ? 'is 1 more difference' : `are ${count} more differences`}.`
}

function describeDifference({ part, name, request, server }: BaseStringDifference): string {
  if (part === 'order') return 'The server has the same parameters in another order.'
  const what = nameWhole(part, name)
  if (server === undefined) return `${what} is missing from the base string of the server.`
  if (request === undefined) {
    return `${what} is only in the base string of the server: ${quote(server)}.`
  }
  return `${what} is ${quote(request)} in the request and ${quote(server)} on the server.`
}

function nameWhole(part: 'method' | 'url' | 'parameter', name: string): string {
  if (part === 'parameter') return `The parameter ${shorten(name)}`
  return part === 'url' ? 'The URL' : 'The method'
}

function quote(text: string): string {
  return `"${shorten(text)}"`
}

function shorten(text: string): string {
  // A line break in a name would start a new line.
  return escapeControls(text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text)
}
