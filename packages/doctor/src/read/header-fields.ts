import { argumentError } from '@oauthplus/core/internal'

type Field = readonly [name: string, value: string]

/** The header of a request, with what HTTP/2 has in the place of the request line. */
export interface HeaderFields {
  readonly fields: readonly Field[]
  /** Such as `:path`, by name. */
  readonly pseudo: ReadonlyMap<string, string>
}

// A parameter that somebody has broken off from the line before.
const BROKEN_OFF = /^(?:realm|oauth_\w+)="?/

/**
 * Reads the lines of a header; those that begin with blanks continue the one before (RFC 7230,
 * section 3.2.4). Throws `TypeError` when a line is not a field.
 */
export function readHeaderFields(lines: readonly string[]): HeaderFields {
  // The pieces of each field: joining them one by one would take the square of the time.
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

/** Takes the names of HTTP/2, which begin with a colon, out of a header. */
export function separatePseudoHeaders(all: readonly Field[]): HeaderFields {
  return {
    fields: all.filter(([name]) => name !== '' && !name.startsWith(':')),
    pseudo: new Map(all.filter(([name]) => name.startsWith(':'))),
  }
}

/** Gives the value of a field; `undefined` if there is none. */
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
