import { escapeControls } from '@oauthplus/core/internal'
import type { BaseStringDifference } from '@oauthplus/core/internal'

const MAX_DIFFERENCES = 8
const MAX_CHARACTERS = 80

/** Describes the first differences between the base string of a request and that of a server, a line each. */
export function describeDifferences(
  differences: readonly BaseStringDifference[],
  maxDifferences: number = MAX_DIFFERENCES,
): readonly string[] {
  if (differences.length === 0) {
    return [
      'The base string of the server is that of the request: the difference is in the secrets or the signature.',
    ]
  }
  const rest = differences.length - maxDifferences
  return [
    ...differences.slice(0, maxDifferences).map(describeDifference),
    ...(rest > 0
      ? [`There ${rest === 1 ? 'is 1 more difference' : `are ${rest} more differences`}.`]
      : []),
  ]
}

function describeDifference({ part, name, request, server }: BaseStringDifference): string {
  if (part === 'order') return 'The server has the same parameters in another order.'
  const what = part === 'parameter' ? `The parameter ${shorten(name)}` : `The ${nameOf(part)}`
  if (server === undefined) return `${what} is missing in the base string of the server.`
  if (request === undefined) {
    return `${what} is only in the base string of the server: ${quote(server)}.`
  }
  return `${what} is ${quote(request)} in the request, and ${quote(server)} for the server.`
}

function nameOf(part: 'method' | 'url'): string {
  return part === 'url' ? 'URL' : part
}

function quote(text: string): string {
  return `"${shorten(text)}"`
}

function shorten(text: string): string {
  // A line break in a name would start a new line.
  return escapeControls(text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text)
}
