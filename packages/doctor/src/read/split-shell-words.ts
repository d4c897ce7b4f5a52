import { argumentError } from '@oauthplus/core/internal'

import { findClosingQuote } from './find-closing-quote.js'
import { unescapeString } from './unescape-string.js'

// A piece outside of quotes: blanks, a continued line, an escape, or plain text. A backslash or a
// backtick before trailing blanks also continues a line.
const PIECE = /(\s+)|[\\`][ \t]*\r?\n|\\([\s\S])|([^\s'"\\$]+|\$)/y

/** Splits a command into words as a POSIX shell does. Variables are not expanded. */
export function splitShellWords(command: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let next = 0
  while (next < command.length) {
    const quoted = readQuotedString(command, next)
    if (quoted !== undefined) {
      word = (word ?? '') + quoted.text
      next = quoted.end
      continue
    }
    PIECE.lastIndex = next
    const [all = '', blank, escaped, plain] = PIECE.exec(command) ?? []
    // A trailing backslash continues a line that is missing.
    next = all === '' ? command.length : next + all.length
    const text = escaped ?? plain
    if (text !== undefined) word = (word ?? '') + text
    else if (blank !== undefined && word !== undefined) {
      words.push(word)
      word = undefined
    }
  }
  if (word !== undefined) words.push(word)
  return words
}

/** Parses a quoted string at an index, if there is one. */
function readQuotedString(
  command: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const isAnsi = command.startsWith("$'", start)
  const from = isAnsi ? start + 2 : start + 1
  const quote = command[from - 1]
  if (quote !== "'" && quote !== '"') return undefined
  const isLiteral = quote === "'" && !isAnsi
  const end = isLiteral ? command.indexOf(quote, from) : findClosingQuote(command, from, { quote })
  if (end === -1) throw argumentError('A quote in the command is not closed')
  const text = command.slice(from, end)
  if (isLiteral) return { text, end: end + 1 }
  return { text: isAnsi ? unescapeString(text) : unescapeDouble(text), end: end + 1 }
}

function unescapeDouble(text: string): string {
  return text.replace(/\\(["\\$`\n])/g, (_, character: string) =>
    character === '\n' ? '' : character,
  )
}
