import { argumentError } from '@oauthplus/core/internal'

import type { CallArguments } from './call-arguments.js'
import { evaluateCall } from './evaluate-call.js'
import { findClosingQuote } from './find-closing-quote.js'
import { unescapeString } from './unescape-string.js'

interface Cursor {
  readonly text: string
  at: number
  depth: number
}

const MAX_DEPTH = 64
const STRING_PREFIX = /[bBrRuUfF@]?(?=['"`])/y
const NAME = /[A-Za-z_$][\w$.-]*/y
const BARE_NAME = /[A-Za-z_$][\w$-]*/y
const NUMBER = /-?\d[\w.]*/y
const SEPARATOR = /\s*(?:=>|:|=)\s*/y
const INSPECTED =
  /\[(?:Function|Circular|Getter|Setter|Symbol|AsyncFunction|class|Array|Object|Object: null prototype)\b[^\]]*\]/y
const CLASS = /\[[\w: ]{1,80}\]\s*(?=\{)/y
const REFERENCE = /<[^<>\n]{1,40}>\s*/y
const WORDS: Readonly<Record<string, unknown>> = {
  true: true,
  True: true,
  false: false,
  False: false,
}

/**
 * Parses a value in the notation of JavaScript, Python, Ruby, or Node's `inspect`: strings,
 * numbers, objects, lists, and calls that only format their argument.
 *
 * @throws `TypeError` for anything else.
 */
export function parseLiteral(text: string, start = 0): unknown {
  return readValue({ text, at: start, depth: 0 })
}

/** Parses the arguments of a call, after its opening parenthesis. */
export function parseCallArguments(text: string, start: number): CallArguments {
  return readArguments({ text, at: start, depth: 0 })
}

function readArguments(cursor: Cursor): CallArguments {
  const positional: unknown[] = []
  const named: (readonly [string, unknown])[] = []
  while (!take(cursor, ')')) {
    const start = cursor.at
    const name = match(cursor, BARE_NAME)
    skipBlank(cursor)
    if (name !== undefined && /^[=:][^=>]/.test(cursor.text.slice(cursor.at, cursor.at + 2))) {
      cursor.at++
      named.push([name, readValue(cursor)])
    } else {
      cursor.at = start
      positional.push(readValue(cursor))
    }
    takeComma(cursor, ')')
  }
  return { positional, named: Object.fromEntries(named) }
}

function readValue(cursor: Cursor): unknown {
  if (++cursor.depth > MAX_DEPTH) throw argumentError('The text is nested too deeply')
  let value = readTerm(cursor)
  // "a" + "b", and two adjacent strings in Python.
  while (typeof value === 'string') {
    skipBlank(cursor)
    const isJoined = take(cursor, '+')
    if (!isJoined && !isString(cursor)) break
    value += String(readTerm(cursor))
  }
  cursor.depth--
  return value
}

function readTerm(cursor: Cursor): unknown {
  skipBlank(cursor)
  match(cursor, REFERENCE)
  if (isString(cursor)) return readString(cursor)
  const inspected = match(cursor, INSPECTED)
  if (inspected !== undefined) {
    skipBlank(cursor)
    return cursor.text[cursor.at] === '{' ? readTerm(cursor) : undefined
  }
  if (take(cursor, '{')) return readObject(cursor, '}')
  if (take(cursor, '[')) return readList(cursor, ']')
  if (take(cursor, '(')) return readList(cursor, ')')
  const number = match(cursor, NUMBER)
  if (number !== undefined) return Number(number)
  return readWord(cursor)
}

function readWord(cursor: Cursor): unknown {
  const word = match(cursor, NAME)
  if (word === undefined) throw unreadable(cursor)
  if (word === 'new') return readValue(cursor)
  skipBlank(cursor)
  if (take(cursor, '(')) return evaluateCall(word, readArguments(cursor))
  // Node prints the class name before an object.
  match(cursor, CLASS)
  if (cursor.text[cursor.at] === '{') return readTerm(cursor)
  return WORDS[word]
}

function readObject(cursor: Cursor, end: string): unknown {
  const entries: (readonly [string, unknown])[] = []
  while (!take(cursor, end)) {
    skipBlank(cursor)
    const inspected = match(cursor, INSPECTED)
    const name = inspected ?? (isString(cursor) ? readString(cursor) : readName(cursor))
    if (match(cursor, SEPARATOR) === undefined) throw unreadable(cursor)
    entries.push([name, readValue(cursor)])
    takeComma(cursor, end)
  }
  return Object.fromEntries(entries)
}

function readName(cursor: Cursor): string {
  take(cursor, ':')
  const name = match(cursor, BARE_NAME) ?? match(cursor, NUMBER)
  if (name === undefined) throw unreadable(cursor)
  return name
}

function readList(cursor: Cursor, end: string): unknown {
  const values: unknown[] = []
  let hasComma = false
  while (!take(cursor, end)) {
    values.push(readValue(cursor))
    hasComma = takeComma(cursor, end) || hasComma
  }
  // Parentheses without a comma only group.
  return end === ')' && values.length === 1 && !hasComma ? values[0] : values
}

function takeComma(cursor: Cursor, end: string): boolean {
  skipBlank(cursor)
  if (take(cursor, ',') || take(cursor, ';')) return true
  if (cursor.text[cursor.at] !== end) throw unreadable(cursor)
  return false
}

function isString({ text, at }: Cursor): boolean {
  STRING_PREFIX.lastIndex = at
  return STRING_PREFIX.test(text)
}

function readString(cursor: Cursor): string {
  const prefix = match(cursor, STRING_PREFIX) ?? ''
  const quote = cursor.text.charAt(cursor.at)
  const end = findClosingQuote(cursor.text, cursor.at + 1, { quote })
  if (end === -1) throw argumentError('A string in the text is not terminated')
  const text = cursor.text.slice(cursor.at + 1, end)
  cursor.at = end + 1
  if ((quote === '`' || prefix.toLowerCase() === 'f') && /\$?\{/.test(text)) {
    throw argumentError('A string in the text contains a variable; replace it with its value')
  }
  return prefix.toLowerCase() === 'r' ? text : unescapeString(text)
}

function skipBlank(cursor: Cursor): void {
  const { text } = cursor
  for (;;) {
    const character = text.charAt(cursor.at)
    if (character !== '' && /\s/.test(character)) cursor.at++
    else if (character === '#' || text.startsWith('//', cursor.at)) {
      const end = text.indexOf('\n', cursor.at)
      cursor.at = end === -1 ? text.length : end
    } else return
  }
}

function take(cursor: Cursor, character: string): boolean {
  skipBlank(cursor)
  const isThere = cursor.text[cursor.at] === character
  if (isThere) cursor.at++
  return isThere
}

function match(cursor: Cursor, expression: RegExp): string | undefined {
  expression.lastIndex = cursor.at
  const found = expression.exec(cursor.text)?.[0]
  cursor.at += found?.length ?? 0
  return found
}

function unreadable({ text, at }: Cursor): TypeError {
  const place = text.slice(at, at + 20)
  return argumentError(
    place === ''
      ? 'The text ends in the middle of a value'
      : `The text cannot be parsed from ${JSON.stringify(place)} on`,
  )
}
