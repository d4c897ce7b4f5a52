import { argumentError } from '@oauthplus/core/internal'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' }
// A piece outside of quotes: blank, a continued line, an escape, plain text.
const PIECE = /(\s+)|\\\r?\n|\\([\s\S])|([^\s'"\\$]+|\$)/y

/** Splits a command into words as a POSIX shell does; variables are not replaced. */
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
    // A backslash at the very end continues a line that does not come.
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

/** Reads the quotes that begin at a place, if some do. */
function readQuotedString(
  command: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const isAnsi = command.startsWith("$'", start)
  const from = isAnsi ? start + 2 : start + 1
  const quote = command[from - 1]
  if (quote !== "'" && quote !== '"') return undefined
  const isLiteral = quote === "'" && !isAnsi
  const end = isLiteral ? command.indexOf(quote, from) : findClosingQuote(command, from, quote)
  if (end === -1) throw argumentError('A quote in the command does not end')
  const text = command.slice(from, end)
  if (isLiteral) return { text, end: end + 1 }
  return { text: isAnsi ? unescapeAnsi(text) : unescapeDouble(text), end: end + 1 }
}

// A loop, because an expression that repeats a group runs out of stack in a long text.
function findClosingQuote(command: string, start: number, quote: string): number {
  for (let index = start; index < command.length; index++) {
    if (command[index] === '\\') index++
    else if (command[index] === quote) return index
  }
  return -1
}

function unescapeDouble(text: string): string {
  return text.replace(/\\(["\\$`\n])/g, (_, character: string) =>
    character === '\n' ? '' : character,
  )
}

function unescapeAnsi(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_, unit?: string, byte?: string, character = '') => {
      const code = unit ?? byte
      return code === undefined
        ? (ESCAPES[character as string] ?? (character as string))
        : String.fromCharCode(parseInt(code, 16))
    },
  )
}
