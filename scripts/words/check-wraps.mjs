// Finds sentences in Markdown that a line break, a lost line or a stray list marker has broken.

const SHORT_LINE_CHARACTERS = 50
const MIN_SENTENCE_WORDS = 6
const END = /[.:;?!…|>)"”’*_`\]¶]$/
// A sentence cannot end with one of these.
const MID_AIR =
  /(?:,|\b(?:a|an|and|as|at|because|but|by|for|from|if|is|are|of|or|our|than|that|the|their|to|when|which|with|your))$/i

/** Lists the broken sentences and the references to missing tables of a page, each as `{ line, phrase, instead }`. */
export function checkWraps(text) {
  const lines = blankCode(text).split('\n')
  const blocks = blocksOf(lines)
  return [
    ...blocks.flatMap((block, index) => checkBlock(block, blocks[index - 1])),
    ...checkTables(lines),
  ]
}

function blankCode(text) {
  return text
    .replace(/^---\n[\s\S]*?\n---\n/, blank)
    .replace(/^[ \t]*```[\s\S]*?```/gm, (code) => blank(code).replace(/^/, '¶'))
    .replace(/^[ \t]*<!--[\s\S]*?-->/gm, blank)
}

// A block is a paragraph or a list item, with the number of its first line.
function blocksOf(lines) {
  const blocks = []
  let open
  for (const [index, line] of lines.entries()) {
    const starts = /^[ \t]*(?:[-*+]|\d+\.)[ \t]/.test(line)
    if (line.trim() === '' || /^(?:#|\||¶|<|>| {4})/.test(line.replace(/^ {2}(?=\S)/, ''))) {
      open = undefined
    } else if (open === undefined || starts) {
      open = { line: index + 1, item: starts, lines: [line] }
      blocks.push(open)
    } else {
      open.lines.push(line)
    }
  }
  return blocks
}

function checkBlock({ line, item, lines }, before) {
  const found = []
  for (const [index, part] of lines.slice(0, -1).entries()) {
    if (part.length < SHORT_LINE_CHARACTERS && !END.test(part.trim()) && !/ {2}$|\\$/.test(part)) {
      found.push(finding(line + index, part, 'join this line with the next one'))
    }
  }
  const last = lines.at(-1).trim()
  const words = lines.join(' ').split(/\s+/).length
  if (MID_AIR.test(last) || (!item && words >= MIN_SENTENCE_WORDS && !END.test(last))) {
    found.push(
      finding(line + lines.length - 1, last, 'finish the sentence, or end it with a full stop'),
    )
  }
  if (item && before && !before.item && !END.test(before.lines.at(-1).trim())) {
    found.push(
      finding(
        line,
        lines[0],
        'a list follows an unfinished sentence: is the marker part of the text?',
      ),
    )
  }
  return found
}

function checkTables(lines) {
  const isRow = (line) => /^\s*\|.*\|\s*$/.test(line)
  return lines.flatMap((line, index) => {
    const [phrase, above] =
      /\btable (above)\b|\b(?:table below|following table)\b/i.exec(line) ?? []
    if (phrase === undefined) return []
    const other = above ? lines.slice(0, index) : lines.slice(index + 1)
    return other.some(isRow)
      ? []
      : [finding(index + 1, phrase, 'there is no such table on this page')]
  })
}

function finding(line, phrase, instead) {
  return { line, phrase: phrase.trim().slice(-60), instead }
}

function blank(code) {
  return code.replace(/[^\n]/g, '')
}
