const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' }
// A piece of a word: blank, a continued line, single quotes, ANSI-C quotes, double quotes, an
// escape, plain text.
const PIECE =
  /(\s+)|\\\r?\n|\$'((?:[^'\\]|\\[\s\S])*)'|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\$]+|\$)/y

/** Splits a command into words as a POSIX shell does; variables are not replaced. */
export function shellWords(command: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  PIECE.lastIndex = 0
  while (PIECE.lastIndex < command.length) {
    const match = PIECE.exec(command)
    if (match === null) throw new TypeError('A quote in the command does not end')
    const [, blank, ansi, single, double, escaped, plain] = match
    if (blank !== undefined) {
      if (word !== undefined) words.push(word)
      word = undefined
      continue
    }
    const text =
      (ansi === undefined ? undefined : ansiText(ansi)) ??
      single ??
      double?.replace(/\\(["\\$`\n])/g, (_, character: string) =>
        character === '\n' ? '' : character,
      ) ??
      escaped ??
      plain
    if (text !== undefined) word = (word ?? '') + text
  }
  if (word !== undefined) words.push(word)
  return words
}

function ansiText(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    // eslint-disable-next-line max-params -- A replacement function is given its groups one by one.
    (_, unit?: string, byte?: string, character = '') => {
      const code = unit ?? byte
      return code === undefined
        ? (ESCAPES[character as string] ?? (character as string))
        : String.fromCharCode(parseInt(code, 16))
    },
  )
}
