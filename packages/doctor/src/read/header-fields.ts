import { argumentError } from '@oauthplus/core/internal'

type Field = readonly [name: string, value: string]

/** The header fields of a request, including the pseudo-header fields of HTTP/2. */
export interface HeaderFields {
  readonly fields: readonly Field[]
  /** The pseudo-header fields, such as `:path`, by name. */
  readonly pseudo: ReadonlyMap<string, string>
}

// A parameter that was moved to a new line.
const BROKEN_OFF = /^(?:realm|oauth_\w+)="?/

/**
 * Parses header lines. A line that begins with blanks continues the previous one (RFC 7230, section
 * 3.2.4). Throws `TypeError` when a line is not a field.
 */
export function readHeaderFields(lines: readonly string[]): HeaderFields {
  // The pieces of each field, because repeated concatenation takes quadratic time.
  const unfolded: string[][] = []
  for (const line of lines) {
    const field = unfolded.at(-1)
    if (field !== undefined && isContinued(line, field.at(-1) ?? '')) field.push(line.trim())
    else unfolded.push([line.trim()])
  }
  const all = unfolded
    .map((pieces) => pieces.join(' '))
    .filter((field) => field !== '')
    .map(readField)
  return separatePseudoHeaders(all)
}

/** Separates the HTTP/2 pseudo-header fields, whose names begin with a colon. */
export function separatePseudoHeaders(all: readonly Field[]): HeaderFields {
  return {
    fields: all.filter(([name]) => name !== '' && !name.startsWith(':')),
    pseudo: new Map(all.filter(([name]) => name.startsWith(':'))),
  }
}

/** Returns the value of a field, or `undefined`. */
export function findField(fields: readonly Field[], name: string): string | undefined {
  return fields.find(([each]) => each.toLowerCase() === name)?.[1]
}

function isContinued(line: string, before: string): boolean {
  if (/^[ \t]/.test(line)) return true
  return BROKEN_OFF.test(line) && (before.endsWith(',') || before.endsWith('OAuth'))
}

function readField(line: string): Field {
  const colon = line.indexOf(':', 1)
  if (colon === -1) {
    throw argumentError(
      `A line of the header is not "Name: value": ${JSON.stringify(line.slice(0, 40))}`,
    )
  }
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
}
