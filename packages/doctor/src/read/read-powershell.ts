import { argumentError } from '@oauthplus/core/internal'

import { findClosingQuote } from './find-closing-quote.js'
import { findField } from './header-fields.js'
import type { ReadRequest } from './read-request.js'

interface Token {
  readonly text: string
  readonly isString: boolean
}
type Pairs = readonly (readonly [name: string, value: string])[]

const COMMAND = /\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\b/i
// A piece outside of quotes: blanks, a continued line, a symbol, or a word.
const PIECE = /([^\S\r\n]+|`[ \t]*\r?\n)|(@\{|[={};\r\n])|([^\s={};"'`]+|`)/y
const UNESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' }
/** The headers that browsers add to a PowerShell command. */
const PSEUDO = new Set(['method', 'authority', 'scheme', 'path'])

/** Returns whether pasted text is a PowerShell command. */
export function isPowerShell(text: string): boolean {
  return COMMAND.test(text)
}

/** Parses the request of a PowerShell command. Throws `TypeError` for anything else. */
export function readPowerShell(text: string): ReadRequest {
  const start = COMMAND.exec(text)?.index ?? 0
  const tables = readTables(text.slice(0, start))
  const tokens = [...listTokens(text.slice(start))]
  const values = new Map<string, string>()
  let headers: Pairs = []
  for (let index = 1; index < tokens.length; index++) {
    const name = textAt(tokens, index).toLowerCase()
    if (!name.startsWith('-') || tokens[index]?.isString === true) {
      if (isValue(tokens[index]) && !values.has('-uri')) values.set('-uri', textAt(tokens, index))
    } else if (name === '-headers') {
      index++
      const given = textAt(tokens, index)
      headers =
        given === '@{' ? readTable(tokens, index + 1) : (tables.get(given.toLowerCase()) ?? [])
      if (given === '@{') index = findEnd(tokens, index + 1)
    } else if (isValue(tokens[index + 1])) {
      index++
      values.set(name, textAt(tokens, index))
    }
  }
  return createRequest(values, headers)
}

function createRequest(values: ReadonlyMap<string, string>, all: Pairs): ReadRequest {
  const url = values.get('-uri')
  if (url === undefined) throw argumentError('The PowerShell command contains no URL')
  const body = values.get('-body') ?? ''
  if (body.startsWith('$')) {
    throw argumentError(
      `The body is in the variable ${body.slice(0, 40)}; replace it with its value`,
    )
  }
  const method = values.get('-method') ?? 'GET'
  const headers = all.filter(([name]) => !PSEUDO.has(name))
  const type =
    values.get('-contenttype') ??
    // PowerShell sends the value as a string.
    (body !== '' && method.toUpperCase() === 'POST'
      ? 'application/x-www-form-urlencoded'
      : undefined)
  const isTyped = findField(headers, 'content-type') !== undefined || type === undefined
  return {
    method: method.toUpperCase(),
    url,
    headers: isTyped ? headers : [...headers, ['Content-Type', type]],
    body,
  }
}

/** Parses tables that are assigned to variables before the command. */
function readTables(text: string): ReadonlyMap<string, Pairs> {
  const tokens = [...listTokens(text)]
  const tables = new Map<string, Pairs>()
  for (let index = 0; index < tokens.length; index++) {
    const name = tokens[index]?.text ?? ''
    if (!name.startsWith('$') || tokens[index + 1]?.text !== '=') continue
    if (tokens[index + 2]?.text !== '@{') continue
    tables.set(name.toLowerCase(), readTable(tokens, index + 3))
    index = findEnd(tokens, index + 3)
  }
  return tables
}

function readTable(tokens: readonly Token[], start: number): Pairs {
  const entries = tokens.slice(start, findEnd(tokens, start))
  return entries.flatMap(({ text: sign, isString }, index) => {
    const isEntry = sign === '=' && !isString && index > 0
    return isEntry
      ? [[entries[index - 1]?.text ?? '', entries[index + 1]?.text ?? ''] as const]
      : []
  })
}

function findEnd(tokens: readonly Token[], start: number): number {
  let end = start
  while (end < tokens.length && (tokens[end]?.text !== '}' || tokens[end]?.isString === true)) end++
  return end
}

function textAt(tokens: readonly Token[], index: number): string {
  return tokens[index]?.text ?? ''
}

function isValue(token: Token | undefined): boolean {
  if (token === undefined || token.isString) return token !== undefined
  return !token.text.startsWith('-') && token.text.trim() !== ''
}

function* listTokens(text: string): Generator<Token> {
  let next = 0
  while (next < text.length) {
    const quote = text.charAt(next)
    if (quote === '"' || quote === "'") {
      const end = findClosingQuote(text, next + 1, { quote, escape: quote === '"' ? '`' : '' })
      if (end === -1) throw argumentError('A quote in the command is not closed')
      const content = text.slice(next + 1, end)
      yield { text: quote === '"' ? unescape(content) : content, isString: true }
      next = end + 1
      continue
    }
    PIECE.lastIndex = next
    const [all = '', , sign, word] = PIECE.exec(text) ?? []
    next += Math.max(all.length, 1)
    const token = sign ?? word
    if (token !== undefined) yield { text: token, isString: false }
  }
}

function unescape(text: string): string {
  return text.replace(/`([\s\S])/g, (_, character: string) => UNESCAPED[character] ?? character)
}
