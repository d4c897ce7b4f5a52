import { argumentError } from '@oauthplus/core/internal'

/**
 * Returns whether pasted text is a command of the Windows command prompt, in which carets escape
 * characters and continue lines.
 */
export function isForCommandPrompt(command: string): boolean {
  return /\^[ \t]*\r?\n/.test(command) || command.includes(' ^"')
}

/** Splits a command as the Windows command prompt and then the C runtime do. */
export function splitCommandPromptWords(command: string): readonly string[] {
  const words: string[] = []
  const text = removeCarets(command)
  let word: string | undefined
  let isQuoted = false
  let index = 0
  while (index < text.length) {
    const character = text.charAt(index)
    const escaped = readEscape(text, index, isQuoted)
    if (escaped !== undefined) word = (word ?? '') + escaped
    else if (character === '"') {
      word ??= ''
      isQuoted = !isQuoted
    } else if (isQuoted || !/\s/.test(character)) word = (word ?? '') + character
    else if (word !== undefined) {
      words.push(word)
      word = undefined
    }
    index += escaped === undefined ? 1 : 2
  }
  if (isQuoted) throw argumentError('A quote in the command is not closed')
  if (word !== undefined) words.push(word)
  return words
}

/**
 * Parses a pair of characters that represents one character. Returns `undefined` for any other
 * pair.
 */
function readEscape(text: string, index: number, isQuoted: boolean): string | undefined {
  const two = text.slice(index, index + 2)
  if (two === '""' && isQuoted) return '"'
  return (two === '\\"' || two === '\\\\') && isEscaping(text, index) ? two.charAt(1) : undefined
}

// A backslash escapes only a quote, or the backslashes before one.
function isEscaping(text: string, start: number): boolean {
  let index = start
  // No program writes more of them.
  const end = start + 64
  while (index < end && text[index] === '\\') index++
  return text[index] === '"'
}

function removeCarets(command: string): string {
  const hasEscapedQuotes = command.includes('^"')
  return command.replace(
    /\^(?:[ \t]*\r?\n(\r?\n)?|([\s\S]))/g,
    (all, lineBreak: string | undefined, escaped: string | undefined) => {
      if (escaped === undefined) return lineBreak === undefined ? ' ' : '\n'
      return hasEscapedQuotes ? escaped : all
    },
  )
}
