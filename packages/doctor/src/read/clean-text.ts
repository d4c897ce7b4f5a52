const FENCE = /^[ \t]*(?:```|~~~)/

/**
 * Removes decoration from a pasted request: a byte order mark, a Markdown code fence, and the
 * common indentation of all lines.
 */
export function cleanText(text: string): string {
  const marked = text.replace(/^\uFEFF/, '')
  const plain = removeEmptyStart(marked)
  if (isPlain(plain)) return plain
  const lines = plain.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first === -1) return ''
  const isFenced = FENCE.test(lines[first] ?? '')
  const start = isFenced ? first + 1 : first
  const end = isFenced ? lines.findIndex((line, index) => index >= start && FENCE.test(line)) : -1
  const kept = lines.slice(start, end === -1 ? lines.length : end)
  return removeIndentation(kept).join('\n')
}

/**
 * Returns whether a string begins with neither a fence nor an indentation, without reading all of
 * it.
 */
function isPlain(text: string): boolean {
  const next = text.indexOf('\n') + 1
  return !FENCE.test(text) && /^\S/.test(text) && !/^[ \t]/.test(text.slice(next, next + 1))
}

function removeEmptyStart(text: string): string {
  const start = text.search(/\S/)
  return start === -1 ? '' : text.slice(text.lastIndexOf('\n', start) + 1)
}

function removeIndentation(lines: readonly string[]): readonly string[] {
  const indentation = measureIndentation(lines)
  if (indentation > 0) return lines.map((line) => removeBlanks(line, indentation))
  // People who select text often miss the blanks before its first line.
  const [first = '', ...rest] = lines
  const end = rest.findIndex((line) => line.trim() === '')
  const rested = measureIndentation(end === -1 ? rest : rest.slice(0, end))
  return rested === 0 ? lines : [first, ...rest.map((line) => removeBlanks(line, rested))]
}

function measureIndentation(lines: readonly string[]): number {
  let least = Infinity
  for (const line of lines) {
    if (line.trim() !== '') least = Math.min(least, line.length - line.trimStart().length)
  }
  return Number.isFinite(least) ? least : 0
}

function removeBlanks(line: string, count: number): string {
  const blanks = line.length - line.trimStart().length
  return line.slice(Math.min(blanks, count))
}
